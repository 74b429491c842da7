/**
 * What a value must look like, and how to say so.
 *
 * The patterns are written in what JavaScript (with the `u` flag) and Terraform's RE2 both understand, so that a stack
 * and the `validation` of a module's variable refuse the same values: no lookaround, no back reference, no `\d`, no `.`.
 */
export interface Rule {
  /** What the value is, with its article: "a bucket name". */
  readonly name: string;
  /** Characters, both inclusive. */
  readonly length: readonly [shortest: number, longest: number];
  /** Regular expression that the whole value matches. */
  readonly pattern: string;
  /** Regular expressions that must not match, each with what is wrong then: "ends with a slash". */
  readonly refuses: readonly (readonly [pattern: string, because: string])[];
  /** What is allowed, in words that fit behind "allowed:". */
  readonly allowed: string;
  /** The page it comes from. */
  readonly page: string;
}

/**
 * Text that would not stay what it is: Terraform fills in templates, policies read wildcards.
 *
 * Every pattern refuses these anyway; they stand here for the reason.
 */
const NEVER: Rule["refuses"] = [
  ["[$]\\{", `contains "\${", which Terraform would fill in`],
  ["%\\{", 'contains "%{", which Terraform would fill in'],
  ["[*?]", "contains a wildcard, which a policy would widen"],
  ["[\\x00-\\x1f\\x7f]", "contains a line break or another control character"],
];

/** What is wrong with a value, as in "contains two dots in a row"; nothing if it keeps the rule. */
export function faultOf(rule: Rule, value: string): string | undefined {
  const [shortest, longest] = rule.length;
  const { length } = [...value];
  if (length === 0 && shortest > 0) return "is empty";
  const refused = [...NEVER, ...rule.refuses].filter(([pattern]) => new RegExp(pattern, "u").test(value));
  if (refused.length > 0) return refused.map(([, because]) => because).join("; ");
  if (!new RegExp(rule.pattern, "u").test(value)) return `is not ${rule.name}`;
  if (length < shortest) return `has ${length} of at least ${shortest} characters`;
  return length > longest ? `has ${length} characters, at most ${longest} fit` : undefined;
}
