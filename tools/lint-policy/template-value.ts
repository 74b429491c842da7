/**
 * A value of a CloudFormation template, with its functions as the text that they stand for.
 *
 * `{ "Ref": "Bucket" }` becomes `${Bucket}`, which the rules take for any text, and what they say stays readable. Of a
 * condition both sides count: a policy is judged for every stack that the template can make.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export function templateValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter(isSomething).flatMap((item) => branches(item) ?? [templateValue(item)]);
  if (typeof value !== "object" || value === null) return value;
  const sides = branches(value);
  if (sides) return sides.length === 1 ? sides[0] : sides;
  const text = functionText(value);
  if (text !== undefined) return text;
  const kept = Object.entries(value).filter(([, item]) => isSomething(item));
  return Object.fromEntries(kept.map(([name, item]) => [name, templateValue(item)]));
}

/** What a condition chooses from; undefined for everything else. */
function branches(value: unknown): unknown[] | undefined {
  const [name, given] = functionOf(value) ?? [];
  if (name !== "Fn::If" || !Array.isArray(given)) return undefined;
  return [templateValue(given.slice(1))].flat();
}

/** The text that a function makes, with `${…}` for what only CloudFormation knows. */
function functionText(value: unknown): string | undefined {
  const [name, given] = functionOf(value) ?? [];
  if (!name) return undefined;
  const first = Array.isArray(given) ? given[0] : given;
  if (name === "Fn::Sub" && typeof first === "string") return first;
  if (name === "Fn::Join" && Array.isArray(given) && typeof first === "string" && Array.isArray(given[1])) {
    return given[1].map((part) => (typeof part === "string" ? part : (functionText(part) ?? "${…}"))).join(first);
  }
  if (name === "Ref" && typeof given === "string") return `\${${given}}`;
  if (name === "Fn::GetAtt") return `\${${[given].flat().join(".")}}`;
  return `\${${name.replace("Fn::", "")}}`;
}

function functionOf(value: unknown): [string, unknown] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const [entry, ...others] = Object.entries(value);
  return entry && others.length === 0 && (entry[0] === "Ref" || entry[0].startsWith("Fn::")) ? entry : undefined;
}

/** Whether a template means a value at all: `AWS::NoValue` takes out what it stands for. */
function isSomething(value: unknown): boolean {
  const [name, given] = functionOf(value) ?? [];
  return !(name === "Ref" && given === "AWS::NoValue");
}
