import type { Arn } from "../../modules/aws-environment";
import type { Statement } from "../../modules/policy-document";
import { CATALOGUE } from "./catalogue";
import { ConfiguredResource, type StackJson } from "./configured-resource";
import type { DeployPlace, Need } from "./need";
import { type Permission, PHASES, type Phase } from "./permission";

export type { StackJson } from "./configured-resource";
export type { DeployPlace } from "./need";

/** What it takes to deploy a stack: the statements of each phase, and where each comes from. */
export interface DerivedPolicies extends Readonly<Record<Phase, readonly Statement[]>> {
  readonly permissions: readonly Permission[];
}

/**
 * What it takes to plan, apply and destroy a stack, and what of it is an administrator's.
 *
 * Read off the synthesized stack: no Terraform runs and nobody is asked. The same stack gives the same bytes.
 *
 * @throws where the catalogue does not know a type, or a name that an ARN is built from is not known yet
 */
export function derive(stack: StackJson, place: DeployPlace): DerivedPolicies {
  const needs = ConfiguredResource.allOf(stack).flatMap((resource) => needsOf(resource, place));
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

function needsOf(resource: ConfiguredResource, place: DeployPlace): Need[] {
  const key = resource.kind === "data" ? `data.${resource.type}` : resource.type;
  const entry = CATALOGUE[key];
  if (entry) return entry(resource, place);
  throw new Error(
    `the catalogue of permissions does not know ${key}, as in ${resource.address}: add it to stacks/deployer/catalogue`,
  );
}

/** Needs with the same purpose and conditions as one statement, in the order of phases and Sids. */
function grouped(needs: readonly Need[]): Permission[] {
  const groups = new Map<string, Need[]>();
  for (const need of needs) {
    const { phase, sid } = need.purpose;
    const key = JSON.stringify([PHASES.indexOf(phase), sid, need.conditions ?? []]);
    groups.set(key, [...(groups.get(key) ?? []), need]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]): Permission[] => {
      const [first] = group;
      if (!first) return [];
      const { phase, sid, actions, source, unrecorded = {} } = first.purpose;
      const shared = { sid, actions, source, ...(first.conditions && { conditions: first.conditions }) };
      if (first.resources === "*") {
        return [{ phase, statement: { ...shared, resources: "*" as const, because: first.because }, unrecorded }];
      }
      const resources = [
        ...new Set(group.flatMap((need): readonly Arn[] => (need.resources === "*" ? [] : need.resources))),
      ];
      const { because } = first;
      return [
        { phase, statement: { ...shared, resources: resources.sort(), ...(because && { because }) }, unrecorded },
      ];
    });
}
