import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Fn, Op } from "cdktf";
import { Construct } from "constructs";
import type { Arn, AwsEnvironment } from "./aws-environment";
import { and, attribute, type Condition, choose, isDeferred, type Repeated } from "./deferred";
import { anyOf } from "./deferred-expression";
import { expectedItems } from "./deferred-items";
import { PolicyDocument, policyJson, type Statement, type Statements } from "./policy-document";

/**
 * Characters of a managed policy, white space not counted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
export const MANAGED_POLICY_CHARACTERS = 6144;

/** Props of {@link ManagedPolicy}. */
export interface ManagedPolicyProps {
  readonly aws: AwsEnvironment;
  readonly policyName: string;
  /** IAM path; begins and ends with `/`. */
  readonly path: string;
  readonly description: string;
  readonly statements: Statements;
  /** Whether it is made. @default true */
  readonly create?: Condition;
  /** Whether there is a statement wherever it is made, although each has a condition. @default - the statements are asked */
  readonly hasStatements?: boolean;
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/**
 * A customer managed policy, or as many as the quota asks for.
 *
 * Statements stay in their order; when a document would pass 6,144 characters the rest goes to `<name>-2`, `<name>-3`. A
 * single statement that is too large is refused, since splitting one purpose in two hides it from a reader. Where sizes
 * are not known yet, they are filled evenly, as many as the longest of all would be, and a precondition stops the plan.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export class ManagedPolicy extends Construct {
  readonly documents: readonly PolicyDocument[];
  /** Read from the policies, so that what attaches them waits for them. */
  readonly policyArns: readonly Arn[];
  /** Whether each of them is there: one whose statements all stand under conditions may have none. */
  readonly there: readonly Condition[];

  constructor(scope: Construct, id: string, props: ManagedPolicyProps) {
    super(scope, id);
    const { policyName, path, description, statements, create = true, hasStatements = false, tags } = props;
    const parts = packed(policyName, statements).map((part, index) => {
      const suffix = index === 0 ? "" : `-${index + 1}`;
      const document = new PolicyDocument(this, `policy-document${suffix}`, { statements: part });
      // IAM takes no policy without a statement
      const there = hasStatements ? create : and(create, anyOf(part.map(({ stands = true }) => stands)));
      const count = there === true ? undefined : choose(there, 1, 0);
      const policy = new IamPolicy(this, `policy${suffix}`, {
        count,
        name: `${policyName}${suffix}`,
        path,
        description,
        policy: document.json,
        tags,
        ...(part.some(isSizeDeferred) && { lifecycle: { precondition: [withinQuota(document.json)] } }),
      });
      return { document, there, policyArn: attribute(policy, "arn") as Arn };
    });
    this.documents = parts.map(({ document }) => document);
    this.policyArns = parts.map(({ policyArn }) => policyArn);
    this.there = parts.map(({ there }) => there);
  }
}

/** The statements of each policy that a document becomes, filled in order. */
export function packed<S extends Statements[number]>(policyName: string, statements: readonly S[]): S[][] {
  const limit = statements.some(({ many }) => many) ? WITH_ROOM : MANAGED_POLICY_CHARACTERS;
  const parts = filled(policyName, statements, limit);
  if (parts.length === 1 || !statements.some(isSizeDeferred)) return parts;
  // evenly: what is longer than it was thought to be has room in each
  const whole = statements.reduce((sum, statement) => sum + sizeIn(statement), size([]));
  for (let most = Math.ceil(whole / parts.length); most < limit; most += STEP) {
    const even = filled(policyName, statements, most);
    if (even.length === parts.length) return even.map((part, index) => withSure(part, even.slice(0, index)));
  }
  return parts;
}

/** A policy with a statement that is always there, of those before it, so that it is never empty. */
function withSure<S extends Statements[number]>(part: S[], before: readonly S[][]): S[] {
  const isSure = (statement: S) => statement.stands === undefined;
  const giver = before.find((other) => other.filter(isSure).length > 1);
  if (part.some(isSure) || !giver) return part;
  const last = giver.findLastIndex(isSure);
  return [...giver.splice(last, 1), ...part];
}

const STEP = 16;

function filled<S extends Statements[number]>(policyName: string, statements: readonly S[], most: number): S[][] {
  const empty = size([]);
  const parts: { statements: S[]; size: number }[] = [];
  for (const statement of statements) {
    const added = sizeIn(statement);
    if (empty + added > MANAGED_POLICY_CHARACTERS) {
      throw new Error(
        `statement '${statement.sid}' of policy '${policyName}' must have at most ${MANAGED_POLICY_CHARACTERS} characters, got ${empty + added}: name fewer resources`,
      );
    }
    const last = parts.at(-1);
    if (last && last.size + added <= most) {
      last.statements.push(statement);
      last.size += added;
    } else {
      parts.push({ statements: [statement], size: empty + added });
    }
  }
  return parts.map((part) => part.statements);
}

/** What a statement adds to a policy; of one for each of several things, as much as a few of them. */
function sizeIn(statement: Repeated<Statement>): number {
  return (size([statement]) - size([]) + ",".length) * (statement.many ? FEW : 1);
}

/** As many things as there is room for without looking: buckets of one system. */
const FEW = 4;

/** What such policies are filled to: the lists of their other statements grow with the things as well. */
const WITH_ROOM = Math.floor(MANAGED_POLICY_CHARACTERS * 0.75);

function size(statements: readonly Statement[]): number {
  const text = JSON.stringify(policyJson(statements)).replace(/[#$]\{TfToken\[[^\]]*\]\}/g, NOT_KNOWN);
  const resources = statements.flatMap((statement) => (statement.resources === "*" ? [] : (statement.resources ?? [])));
  const more = resources.reduce((sum, resource) => sum + expectedItems(resource) - 1, 0);
  return text.length + more * ARN_CHARACTERS;
}

/** Characters of an ARN in a list, with its quotes and comma, where names are long. */
const ARN_CHARACTERS = 80;

/** What is not known yet is mostly partition, region and account: 12 characters on average in `aws-us-gov`. */
const NOT_KNOWN = "x".repeat(12);

function isSizeDeferred(statement: Statement): boolean {
  return "forEach" in statement || isDeferred(statement.resources) || isDeferred(statement.resources?.[0]);
}

function withinQuota(json: string) {
  return {
    condition: Op.lte(Fn.lengthOf(json), MANAGED_POLICY_CHARACTERS),
    errorMessage: `A managed policy holds at most ${MANAGED_POLICY_CHARACTERS} characters: name fewer buckets, prefixes or queues.`,
  };
}
