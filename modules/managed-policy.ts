import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Fn, Op } from "cdktf";
import { Construct } from "constructs";
import type { Arn, AwsEnvironment } from "./aws-environment";
import { attribute, isDeferred } from "./deferred";
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
  /** How many of it are made, where that is not known yet. @default - one */
  readonly count?: number;
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/**
 * A customer managed policy, or as many as the quota asks for.
 *
 * Statements stay in their order; when a document would pass 6,144 characters the rest goes to `<name>-2`, `<name>-3`. A
 * single statement that is too large is refused, since splitting one purpose in two hides it from a reader. Where sizes
 * are not known yet, a precondition stops the plan.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export class ManagedPolicy extends Construct {
  readonly documents: readonly PolicyDocument[];
  /** Read from the policies, so that what attaches them waits for them. */
  readonly policyArns: readonly Arn[];

  constructor(scope: Construct, id: string, props: ManagedPolicyProps) {
    super(scope, id);
    const { policyName, path, description, statements, count, tags } = props;
    const parts = packed(policyName, statements).map((part, index) => {
      const suffix = index === 0 ? "" : `-${index + 1}`;
      const document = new PolicyDocument(this, `policy-document${suffix}`, { statements: part });
      const policy = new IamPolicy(this, `policy${suffix}`, {
        count,
        name: `${policyName}${suffix}`,
        path,
        description,
        policy: document.json,
        tags,
        ...(part.some(isSizeDeferred) && { lifecycle: { precondition: [withinQuota(document.json)] } }),
      });
      return { document, policyArn: attribute(policy, "arn") as Arn };
    });
    this.documents = parts.map(({ document }) => document);
    this.policyArns = parts.map(({ policyArn }) => policyArn);
  }
}

/** The statements of each policy that a document becomes, filled in order. */
export function packed<S extends Statements[number]>(policyName: string, statements: readonly S[]): S[][] {
  const empty = size([]);
  const parts: { statements: S[]; size: number }[] = [];
  for (const statement of statements) {
    const added = size([statement]) - empty + ",".length;
    if (empty + added > MANAGED_POLICY_CHARACTERS) {
      throw new Error(
        `statement '${statement.sid}' of policy '${policyName}' must have at most ${MANAGED_POLICY_CHARACTERS} characters, got ${empty + added}: name fewer resources`,
      );
    }
    const last = parts.at(-1);
    if (last && last.size + added <= MANAGED_POLICY_CHARACTERS) {
      last.statements.push(statement);
      last.size += added;
    } else {
      parts.push({ statements: [statement], size: empty + added });
    }
  }
  return parts.map((part) => part.statements);
}

function size(statements: readonly Statement[]): number {
  return JSON.stringify(policyJson(statements)).length;
}

function isSizeDeferred(statement: Statement): boolean {
  return "forEach" in statement || isDeferred(statement.resources) || isDeferred(statement.resources?.[0]);
}

function withinQuota(json: string) {
  return {
    condition: Op.lte(Fn.lengthOf(json), MANAGED_POLICY_CHARACTERS),
    errorMessage: `A managed policy holds at most ${MANAGED_POLICY_CHARACTERS} characters: name fewer buckets, prefixes or queues.`,
  };
}
