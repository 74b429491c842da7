import { ArnPattern } from "./arn-pattern";
import { type ActionFacts, actionFacts } from "./iam-reference";
import { actsOn, readAction } from "./statement-action";
import {
  readStatements,
  type WrittenCondition,
  type WrittenPolicy,
  type WrittenPrincipal,
  type WrittenStatement,
} from "./written-policy";

/** The grants of a policy: its statements that allow, each with what the others refuse. */
export function readGrants(policy: WrittenPolicy): Grant[] {
  const statements = readStatements(policy);
  const refusals = statements.filter(({ effect }) => effect === "Deny");
  return statements.filter(({ effect }) => effect === "Allow").map((statement) => new Grant(statement, refusals));
}

/**
 * A statement that allows, and the questions that a reviewer asks of it.
 *
 * It knows what IAM's reference knows: `iam:*` on a bucket allows nothing, and `iam:*Role` is a dozen actions.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export class Grant {
  readonly conditions: readonly WrittenCondition[];
  readonly principals: readonly WrittenPrincipal[];
  readonly resources?: readonly ArnPattern[];
  /** Every action that it lets through, in the reference's letters; `*` and NotAction are not taken apart. */
  readonly actions: readonly ActionFacts[];

  constructor(
    readonly statement: WrittenStatement,
    private readonly refusals: readonly WrittenStatement[],
  ) {
    const { conditions, principals, resources } = statement;
    this.conditions = conditions;
    this.principals = principals;
    this.resources = resources?.map((resource) => new ArnPattern(resource));
    this.actions = readActions(statement.actions).filter(
      (facts) =>
        (facts.wildcardOnly ? this.isOnEverything : actsOn(facts, this.resources)) && !this.isRefused(facts.action),
    );
  }

  /** Whether one of the resources is `*`, or the statement names none, as in a trust policy. */
  get isOnEverything(): boolean {
    return this.resources === undefined || this.resources.some(({ isEverything }) => isEverything);
  }

  /** Which of some actions it allows, as the reference writes them. */
  allows(names: readonly string[]): string[] {
    return this.actions.map(({ action }) => action).filter((action) => names.includes(action));
  }

  /** Whether one of its resources is meant by an ARN, and no refusal of the action speaks of it. */
  allowsOn(action: string, arn: string): boolean {
    const isMeant = (patterns: readonly string[] = []) => patterns.some((pattern) => matches(pattern, arn));
    const refused = this.refusals.some(
      ({ actions, conditions, resources }) =>
        conditions.length === 0 && isMeant(resources) && actions.some((pattern) => matches(pattern, action)),
    );
    return this.allows([action]).length > 0 && isMeant(this.statement.resources) && !refused;
  }

  /**
   * Whether an action is allowed whatever the thing is called: on `*`, on `arn:aws:ec2:*:*:instance/*`.
   *
   * @param type the one resource type that counts. @default - any
   */
  reachesAny(action: string, type?: string): boolean {
    if (this.isOnEverything) return true;
    const types = actionFacts(action)?.resourceTypes.filter(({ name }) => type === undefined || name === type) ?? [];
    const templates = types.flatMap(({ arns }) => arns);
    return (this.resources ?? []).some((pattern) => templates.some((template) => namesNothing(pattern, template)));
  }

  /** Whether the things that it reaches must carry a tag. */
  get isHeldByTag(): boolean {
    return this.holds(/^[a-z0-9-]+:resourcetag\//i);
  }

  /**
   * Whether CloudFormation must make the calls: it changes only what is in its stacks.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-calledvia
   */
  get isHeldToStacks(): boolean {
    return this.valuesOf(/^aws:calledvia(first|last)?$/i).some((services) =>
      services.every((service) => service === "cloudformation.amazonaws.com"),
    );
  }

  /** Whether only requests with a certain value of a key pass, and none without the key. */
  holds(key: string | RegExp): boolean {
    return this.valuesOf(key).some((values) => !values.includes("*"));
  }

  /** As {@link holds}, where no value may stand for others. */
  holdsExactly(key: string | RegExp): boolean {
    return this.valuesOf(key).some((values) => !values.some((value) => /[*?]/.test(value)));
  }

  /**
   * The values that requests are held to, a list for each condition: one of its own, or a refusal of all other values
   * elsewhere in the policy.
   */
  valuesOf(key: string | RegExp): (readonly string[])[] {
    const own = this.conditions.filter(({ test }) => HOLDS.test(test));
    const others = this.refusals
      .filter(({ conditions, actions, resources = [] }) => {
        const covers = this.statement.actions.every((action) => actions.some((pattern) => matches(pattern, action)));
        return conditions.length === 1 && resources.includes("*") && covers;
      })
      .flatMap(({ conditions }) => conditions.filter(({ test }) => REFUSES_OTHERS.test(test)));
    return [...own, ...others]
      .filter((condition) =>
        typeof key === "string" ? condition.key.toLowerCase() === key.toLowerCase() : key.test(condition.key),
      )
      .map(({ values }) => values);
  }

  private isRefused(action: string): boolean {
    const own = this.statement.resources ?? [];
    return this.refusals.some(
      ({ actions, conditions, resources = [], principals, notPrincipal }) =>
        conditions.length === 0 &&
        !notPrincipal &&
        principals.every(({ name }) => name === "*") &&
        (resources.includes("*") || (own.length > 0 && own.every((resource) => resources.includes(resource)))) &&
        actions.some((pattern) => matches(pattern, action)),
    );
  }
}

/** Operators that a request without the key does not pass: no `IfExists`, no `ForAllValues`. */
const HOLDS = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|Bool|IpAddress)$/;

/** Operators of a refusal that leave a value alone; they are true, and refuse, where the key is missing. */
const REFUSES_OTHERS = /^(StringNot(Equals|EqualsIgnoreCase|Like)|ArnNot(Equals|Like))$/;

/**
 * Whether a pattern fits a thing of a type by whatever name.
 *
 * What has no name in its ARN, such as API Gateway's `/restapis` where APIs are made, is one thing and no wildcard.
 */
function namesNothing(pattern: ArnPattern, template: string): boolean {
  const resource = template.split(":").slice(5).join(":");
  if (!resource.includes("${") || !pattern.couldBe([template])) return false;
  return matches(pattern.resource, resource.replaceAll(/\$\{[^}]*\}/g, "anything"));
}

/** Whether a text is meant by one with IAM's wildcards; case counts in no action. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i").test(text);
}

function readActions(written: readonly string[]): ActionFacts[] {
  const facts = written.flatMap((action) => readAction(action).facts ?? []);
  return [...new Map(facts.map((each) => [each.action, each])).values()];
}
