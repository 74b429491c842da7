import { ArnPattern } from "./arn-pattern";
import { conditionFindings } from "./condition-findings";
import { actsOn, readAction, type StatementAction } from "./statement-action";

export { type ActionFacts, type ActionResourceType, actionFacts } from "./iam-reference";

/** What the catalog looks at in a statement. */
export interface CatalogStatement {
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  /** `s3:GetObject`, in any letter case; wildcards and interpolations too. */
  readonly actions: readonly string[];
  /** ARNs or `*`, with wildcards and interpolations; left out in a trust policy. */
  readonly resources?: readonly string[];
  readonly conditions?: readonly {
    readonly test: string;
    readonly key: string;
    readonly values: readonly string[];
  }[];
  /** Whether it is of a permissions boundary, which grants nothing: patterns of actions may stand there. @default false */
  readonly limits?: boolean;
}

/** One defect: what is wrong and what to write instead. */
export interface Finding {
  /** Short and stable: `unknown-action`. */
  readonly rule: string;
  /** A sentence that a reviewer understands, without the statement's name. */
  readonly message: string;
}

/** Enough names to see what is meant; a service has hundreds. */
const NAMED = 12;

/**
 * The defects of one statement: what AWS would refuse, and what it would take and silently ignore.
 *
 * Empty when every action exists in that spelling and acts on one of the resources, every resource is acted on, every
 * condition key comes with every action, and `iam:PassRole` names its roles and their service. Interpolations stand for
 * any text. The order is the statement's: actions, resources, conditions, then `iam:PassRole`.
 *
 * @example
 * catalogFindings({ sid: "List", effect: "Allow", actions: ["s3:ListObjectsV2"], resources: ["arn:aws:s3:::acme"] });
 * // [{ rule: "unknown-action", message: "IAM knows no action 's3:ListObjectsV2': write s3:ListBucket" }]
 */
export function catalogFindings(statement: CatalogStatement): Finding[] {
  const actions = statement.actions.map(readAction);
  const resources = statement.resources?.map((resource) => new ArnPattern(resource));
  const found = [
    ...actions.flatMap((action) => [
      ...(action.finding ? [action.finding] : []),
      ...wildcardFindings(action, statement, resources),
      ...deadActionFindings(action, statement, resources),
    ]),
    ...resourceFindings(actions, resources),
    ...conditionFindings(statement, actions, resources),
    ...passRoleFindings(statement, actions, resources),
  ];
  return [...new Map(found.map((finding) => [`${finding.rule} ${finding.message}`, finding])).values()];
}

/** Wildcards in what is allowed grow with AWS; in what is denied that is the point, and a boundary grants nothing. */
function wildcardFindings(
  { written, facts, wildcard }: StatementAction,
  { effect, limits = false }: CatalogStatement,
  resources?: readonly ArnPattern[],
): Finding[] {
  if (!wildcard || effect === "Deny" || (limits && facts)) return [];
  const rule = "wildcard-action";
  if (!facts) return [{ rule, message: `'${written}' allows everything: list the actions that are needed` }];
  const able = facts
    .filter((action) => actsOn(action, resources))
    .map(({ action }) => action)
    .sort();
  const which =
    able.length === facts.length
      ? `it stands for ${some(able)}`
      : `of the ${facts.length} it stands for, these act on the resources: ${some(able) || "none"}`;
  return [{ rule, message: `'${written}' allows what AWS adds later too: list the actions that are needed; ${which}` }];
}

function deadActionFindings(
  { facts = [], wildcard }: StatementAction,
  { effect }: CatalogStatement,
  resources?: readonly ArnPattern[],
): Finding[] {
  const dead = facts.filter((action) => !actsOn(action, resources));
  // what a wildcard cannot do besides what it can is in its own finding
  if (wildcard && (effect === "Allow" || dead.length < facts.length)) return [];
  return dead.map(({ action, wildcardOnly, resourceTypes }) => {
    const nothing = `${action} ${effect === "Allow" ? "allows" : "denies"} nothing here`;
    const types = [...resourceTypes]
      .sort((a, b) => Number(b.required) - Number(a.required) || a.name.length - b.name.length)
      .map(({ name, arns }) => `${name} (${arns.join(", ").replaceAll(/\$\{([^}]*)\}/g, "<$1>")})`);
    const message = wildcardOnly
      ? `${nothing}: it cannot be held to a resource, give it a statement of its own with resource '*'`
      : `${nothing}: add a resource that it acts on, ${some(types, 3)}, or take it out`;
    return { rule: "dead-action", message };
  });
}

function resourceFindings(actions: readonly StatementAction[], resources: readonly ArnPattern[] = []): Finding[] {
  const judged = actions.every(({ facts }) => facts);
  const able = actions.flatMap(({ facts = [] }) => facts).filter((action) => actsOn(action, resources));
  return resources.flatMap((resource): Finding[] => {
    const { text, defect } = resource;
    if (defect) return [{ rule: "malformed-arn", message: `the resource '${text}' ${defect}` }];
    // where no action acts on anything, the findings of the actions say it
    if (!judged || able.length === 0 || able.some((action) => actsOn(action, [resource]))) return [];
    const remedy = able.some(({ action }) => action === "iam:PassRole")
      ? "name the role, iam:PassRole passes nothing else"
      : "take it out, or add the action that it is meant for";
    return [{ rule: "dead-resource", message: `no action of the statement acts on '${text}': ${remedy}` }];
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
function passRoleFindings(
  { effect, conditions = [] }: CatalogStatement,
  actions: readonly StatementAction[],
  resources: readonly ArnPattern[] = [],
): Finding[] {
  const passes = actions.some(
    ({ written, facts = [] }) => written === "*" || facts.some(({ action }) => action === "iam:PassRole"),
  );
  if (effect === "Deny" || !passes) return [];
  const rule = "pass-role";
  const write = "write StringEquals on iam:PassedToService with the service principal";
  const tests = conditions.filter(({ key }) => key.toLowerCase() === "iam:passedtoservice").map(({ test }) => test);
  const [first] = tests;
  const service = !first
    ? `iam:PassRole hands the role to any service: ${write}, such as ec2.amazonaws.com`
    : /IfExists$/i.test(first)
      ? `'${first}' lets a call without iam:PassedToService through: ${write}`
      : `'${first}' does not hold iam:PassRole to exact services: ${write}`;
  return [
    ...(tests.includes("StringEquals") ? [] : [{ rule, message: service }]),
    ...resources
      .filter(({ isEverything, resource }) => isEverything || /^(\*+|role\*+|role\/\*+)$/.test(resource))
      .map(({ text }) => ({
        rule,
        message: `iam:PassRole on '${text}' passes any role: name the roles, or their path`,
      })),
  ];
}

function some(names: readonly string[], most = NAMED): string {
  const rest = names.length - most;
  return names.slice(0, most).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
