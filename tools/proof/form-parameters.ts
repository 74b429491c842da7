/** Parameters of a call: texts, lists and sections. */
export interface Parameters {
  readonly [name: string]: unknown;
}

/**
 * A form's parameters as sections and lists: `Tag.1.Key=a` as `{ Tag: [{ Key: "a" }] }`.
 *
 * The two protocols of form parameters number lists differently (`Tag.1`, `Tags.member.1`); both become arrays.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 * @see https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
 */
export function formParameters(form: string): Parameters {
  const root: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(form)) {
    const path = name.split(".").filter((part) => part !== "member");
    const last = path.pop() as string;
    let section = root;
    for (const part of path) {
      section[part] ??= {};
      section = section[part] as Record<string, unknown>;
    }
    section[last] = value;
  }
  return withLists(root) as Parameters;
}

function withLists(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, part]) => [name, withLists(part)] as const);
  const numbered = entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name));
  if (!numbered) return Object.fromEntries(entries);
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, part]) => part);
}
