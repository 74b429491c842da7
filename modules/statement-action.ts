import { closest, distance } from "fastest-levenshtein";
import { actionsChecked } from "./api-operations";
import { type ArnPattern, withoutInterpolations } from "./arn-pattern";
import type { Finding } from "./iam-catalog";
import { type ActionFacts, actionFacts, actionNames, services } from "./iam-reference";

/** An action of a statement, as the catalog reads it. */
export interface StatementAction {
  readonly written: string;
  /** The actions it stands for; left out where that cannot be told (`*`, an interpolation, a name that IAM lacks). */
  readonly facts?: readonly ActionFacts[];
  readonly wildcard?: boolean;
  /** What is wrong with the name. */
  readonly finding?: Finding;
}

/** Names that people give services, and the prefixes that IAM has for them. */
const SERVICE_NAMES = new Map([
  ["apigatewayv2", "apigateway"],
  ["cloudmap", "servicediscovery"],
  ["cloudwatchlogs", "logs"],
  ["efs", "elasticfilesystem"],
  ["elb", "elasticloadbalancing"],
  ["elbv2", "elasticloadbalancing"],
  ["emr", "elasticmapreduce"],
  ["eventbridge", "events"],
  ["stepfunctions", "states"],
]);

/** What an action of a statement stands for, and what is wrong with its name. */
export function readAction(written: string): StatementAction {
  if (withoutInterpolations(written, "") !== written) return { written };
  if (written === "*") return { written, wildcard: true };
  const [prefix = "", name, ...rest] = written.split(":");
  if (!name || rest.length > 0) {
    return unknown(written, `'${written}' is no action: write <service>:<Action>, such as s3:GetObject`);
  }
  const service = prefix.toLowerCase();
  if (!services().includes(service)) {
    if (/[*?]/.test(prefix)) {
      return unknownService(written, `the service of '${written}' takes no wildcard: write an action for each service`);
    }
    const meant = SERVICE_NAMES.get(service) ?? nearest(service, services());
    return unknownService(written, `IAM knows no service '${prefix}', as in '${written}': ${remedy(meant)}`);
  }
  if (/[*?]/.test(name)) return readWildcard(written, service, name);
  const facts = actionFacts(written);
  if (!facts) return readUnknown(written, service, name);
  if (facts.action === written) return { written, facts: [facts] };
  // IAM takes any letter case, but a search for the action would miss this one
  return { written, facts: [facts], finding: { rule: "letter-case", message: `'${written}': write ${facts.action}` } };
}

/**
 * Whether an action can act on one of the resources.
 *
 * A trust policy has none: it speaks of its own role.
 */
export function actsOn({ resourceTypes }: ActionFacts, resources?: readonly ArnPattern[]): boolean {
  if (!resources) return true;
  return resources.some((resource) => resource.isOpen || resourceTypes.some(({ arns }) => resource.couldBe(arns)));
}

function readWildcard(written: string, service: string, name: string): StatementAction {
  const source = name
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const matches = new RegExp(`^${source}$`, "i");
  const facts = actionNames(service)
    .filter((action) => matches.test(action))
    .flatMap((action) => actionFacts(`${service}:${action}`) ?? []);
  if (facts.length > 0) return { written, facts, wildcard: true };
  return unknown(written, `'${written}' matches no action of IAM: take it out, or write the action that is meant`);
}

function readUnknown(written: string, service: string, name: string): StatementAction {
  const checked = actionsChecked(written);
  if (checked.length > 0) {
    const facts = checked.flatMap((action) => actionFacts(action) ?? []);
    return { facts, ...unknown(written, `IAM knows no action '${written}': write ${checked.join(" and ")}`) };
  }
  const meant = nearest(name, actionNames(service));
  return unknown(written, `IAM knows no action '${written}': ${remedy(meant && `${service}:${meant}`)}`);
}

/** The name that is most like another one, if it is like it at all. */
function nearest(name: string, names: readonly string[]): string | undefined {
  const found = closest(name, [...names]);
  return distance(name, found) <= name.length / 2 ? found : undefined;
}

function remedy(meant?: string): string {
  return meant ? `the nearest is ${meant}` : "take it out, or write the one that is meant";
}

function unknown(written: string, message: string): StatementAction {
  return { written, finding: { rule: "unknown-action", message } };
}

function unknownService(written: string, message: string): StatementAction {
  return { written, finding: { rule: "unknown-service", message } };
}
