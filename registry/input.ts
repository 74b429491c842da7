import type { Member } from "./field";
import { hclBlock } from "./hcl";
import { type InputCheck, inputChecks } from "./input-checks";
import { descriptionOf, fallbackOf, typeOf } from "./input-type";

/** An input of a module: a variable of Terraform. */
export interface Input {
  readonly name: string;
  readonly member: Member;
  /** What it is checked for besides what its fields say. */
  readonly checks: InputCheck[];
}

/** All that an input is checked for. */
export function checksOf({ name, member, checks }: Input): InputCheck[] {
  return [...inputChecks(name, member), ...checks];
}

/** What an input is where it is left out, null for nothing; undefined where it must be given. */
export function defaultOf({ member }: Input): unknown {
  return member.required ? undefined : (fallbackOf(member) ?? null);
}

/** The block that declares an input. */
export function variableBlock(input: Input): string {
  const fallback = defaultOf(input);
  const { name, member } = input;
  const validation = checksOf(input).map(({ condition, error_message }) => ({ condition, error_message }));
  const body: Record<string, unknown> = {
    description: descriptionOf(member),
    type: `\${${typeOf(member.field)}}`,
    ...(fallback !== undefined && { default: fallback }),
    ...(fallback !== null && !member.orNull && { nullable: false }),
    ...(validation.length > 0 && { validation: { value: validation, isBlock: true } }),
  };
  return hclBlock("variable", [name], body);
}
