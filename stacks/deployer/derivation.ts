import type { Statement } from "../../modules/policy-document";
import { CATALOGUE } from "./catalogue";
import { ConfiguredResource, type StackJson } from "./configured-resource";
import type { Need, StackPlace } from "./need";
import { grouped } from "./need-groups";
import type { Permission, Phase } from "./permission";
import { placeOf } from "./stack-place";
import { stateAccess } from "./state-access";

export type { StackJson } from "./configured-resource";

/** What is known of the account that is not in the stack. */
export interface DeployPlace {
  /** Who makes service-linked roles: whoever uses one first, or an administrator. */
  readonly serviceLinkedRoles: "reuse" | "create";
}

/**
 * What it takes to deploy a stack: the statements of each phase, and where each comes from.
 *
 * Who applies has the statements of `plan` and `apply`, who destroys those of `destroy` too.
 */
export interface DerivedPolicies extends Readonly<Record<Phase, readonly Statement[]>> {
  readonly permissions: readonly Permission[];
}

/**
 * What it takes to plan, apply and destroy a stack, and what of it is an administrator's.
 *
 * Read off the synthesized stack: no Terraform runs and nobody is asked. The same stack gives the same bytes.
 *
 * @throws where the catalogue does not know a type, a name that an ARN is built from is not known yet, a role carries no
 * boundary, or the stack does not say where it goes
 *
 * @example
 * derive(JSON.parse(readFileSync("cdktf.out/stacks/duet/cdk.tf.json", "utf8")), { serviceLinkedRoles: "reuse" }).plan
 */
export function derive(stack: StackJson, { serviceLinkedRoles }: DeployPlace): DerivedPolicies {
  const place = { ...placeOf(stack), serviceLinkedRoles };
  const resources = ConfiguredResource.allOf(stack);
  const needs = [
    ...stateAccess(stack, place.aws),
    ...resources.flatMap((resource) => needsOfResource(resource, place)),
  ];
  const permissions = grouped(needs);
  const of = (phase: Phase) => permissions.filter((each) => each.phase === phase).map(({ statement }) => statement);
  return {
    plan: of("plan"),
    apply: of("apply"),
    destroy: of("destroy"),
    administrator: of("administrator"),
    permissions,
  };
}

function needsOfResource(resource: ConfiguredResource, place: StackPlace): Need[] {
  const type = resource.kind === "data" ? `data.${resource.type}` : resource.type;
  const entry = CATALOGUE[type];
  if (entry) return entry(resource, place);
  throw new Error(
    `${resource.address} is of type ${type}, which the catalogue of permissions does not know: add it to stacks/deployer/catalogue`,
  );
}
