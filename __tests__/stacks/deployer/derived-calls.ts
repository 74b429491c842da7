import { ArnPattern } from "../../../modules/arn-pattern";
import { actionFacts } from "../../../modules/iam-reference";
import type { PolicyCondition, Statement } from "../../../modules/policy-document";
import { actsOn } from "../../../modules/statement-action";

/** One question to the judge. */
export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | string[]>>;
}

/** What stands for what AWS assigns. */
const ID = "0a1b2c3d4e5f60718";

/** The calls that a statement is there for: each action on each of the resources that it acts on, as narrowly as it says. */
export function callsOf({ actions, resources = [], conditions = [] }: Statement): Question[] {
  const list = resources === "*" ? ["*"] : resources;
  const context = Object.assign({}, ...conditions.map(contextOf));
  return actions.flatMap((action) => {
    const facts = actionFacts(action);
    if (!facts) throw new Error(`IAM knows no action '${action}'`);
    const able = list.filter((resource) =>
      facts.wildcardOnly ? resource === "*" : resource === "*" || actsOn(facts, [new ArnPattern(resource)]),
    );
    return able.map((resource) => ({
      action,
      resource: resource === "*" ? anyOf(action) : concrete(resource),
      context,
    }));
  });
}

/**
 * A call that looks much the same and is about what is another stack's: its names, paths, tags and state.
 *
 * Undefined where a call names nothing of the stack.
 */
export function twinOf(question: Question, stack: string, other: string): Question | undefined {
  const text = JSON.stringify(question);
  const twin = text.replaceAll(stack, other);
  return twin === text ? undefined : JSON.parse(twin);
}

function contextOf({ test, key, values }: PolicyCondition): Question["context"] {
  const [first = ""] = values;
  // the judge does not know the keys of an encryption context
  if (key.startsWith("kms:EncryptionContext:")) return {};
  if (test.startsWith("ForAllValues:StringNot")) return { [key]: ["Name"] };
  if (test === "Null") return values.includes("false") ? { [key]: "RunInstances" } : {};
  if (/^(String|Arn)(Equals|Like)$|^Bool$/.test(test)) return { [key]: concrete(first) };
  throw new Error(`a condition '${test}' on ${key} is not understood here: say what call passes it`);
}

function concrete(pattern: string): string {
  // public parameters are of no account
  return pattern.replace(":*:parameter/aws/", "::parameter/aws/").replaceAll("*", ID);
}

/** A thing that an action acts on, where a statement says any: one of the kind that is always named. */
function anyOf(action: string): string {
  const types = actionFacts(action)?.resourceTypes ?? [];
  const [type = types[0]] = types.filter(({ required }) => required);
  const [arn] = type?.arns ?? [];
  return (arn ?? "*")
    .replace("${Partition}", "aws")
    .replace("${Region}", "eu-west-2")
    .replace("${Account}", "111122223333")
    .replaceAll(/\$\{[^}]*\}/g, ID);
}
