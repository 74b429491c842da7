import type { Arn } from "./aws-environment";
import { type Condition, choose, or } from "./deferred";
import { lastPart, onlyWhen } from "./deferred-text";

/** Something that exists already, by its name and ARN. */
export interface Existing {
  readonly name: string;
  readonly arn: Arn;
  /** Whether it was named at all, where that is not known yet. @default true */
  readonly given?: Condition;
}

/** A thing by its ARN, whose last part is its name. */
export function existingByArn(arn: string, given?: Condition): Existing {
  return { name: lastPart(arn), arn: arn as Arn, ...(given !== undefined && { given }) };
}

/** Whether something that exists was named. */
export function isGiven(existing: Pick<Existing, "given"> | undefined): Condition {
  if (existing === undefined) return false;
  return existing.given ?? true;
}

/** A thing to create, one that exists, or what Terraform makes of the two when it runs. */
export type Wanted = "create" | Existing | { readonly create: Condition; readonly existing?: Existing };

/** Whether a thing is to be created. */
export function isToBeCreated(wanted: Wanted | undefined): Condition {
  return parts(wanted).create;
}

/** Whether there is a thing at all, created or existing. */
export function isWanted(wanted: Wanted | undefined): Condition {
  const { create, existing } = parts(wanted);
  return or(create, isGiven(existing));
}

/** What is to be done about a thing: whether it is created, and under which name and ARN it is used. */
export function resolved(
  wanted: Wanted | undefined,
  created: { readonly name: string; readonly arn: Arn },
): { readonly create: Condition; readonly name: string; readonly arn: Arn | undefined } {
  const { create, existing } = parts(wanted);
  const given = isGiven(existing);
  const named = existing ?? created;
  return {
    create,
    name: choose(given, named.name, created.name),
    arn: onlyWhen(or(create, given), choose<Arn>(given, named.arn, created.arn)),
  };
}

function parts(wanted: Wanted | undefined): { create: Condition; existing?: Existing } {
  if (wanted === undefined) return { create: false };
  if (wanted === "create") return { create: true };
  return "create" in wanted ? wanted : { create: false, existing: wanted };
}
