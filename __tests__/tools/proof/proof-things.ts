import type { Statement } from "../../../modules/policy-document";
import type { DerivedPolicies } from "../../../stacks/deployer/derivation";
import type { Permission, Phase } from "../../../stacks/deployer/permission";
import type { Check } from "../../../tools/proof/iam-checks";
import type { RecordedPhase, Recording } from "../../../tools/proof/recording";

export const ROLE = "arn:aws:iam::111122223333:role/groundwork/acme/duet/acme-duet-machine";
export const LIMIT = "arn:aws:iam::111122223333:policy/groundwork/acme/admin/limit";

/** A permission as a derivation gives it. */
export function permission(
  phase: Phase,
  sid: string,
  actions: readonly string[],
  resources: readonly string[] | "*",
  rest: { readonly conditions?: Statement["conditions"]; readonly unrecorded?: Permission["unrecorded"] } = {},
): Permission {
  const { conditions, unrecorded = {} } = rest;
  const statement = { sid, actions, resources, because: "tests", source: "tests", ...(conditions && { conditions }) };
  return { phase, statement: statement as Statement, unrecorded };
}

export function derived(...permissions: readonly Permission[]): DerivedPolicies {
  const of = (phase: Phase) => permissions.filter((it) => it.phase === phase).map(({ statement }) => statement);
  return {
    plan: of("plan"),
    apply: of("apply"),
    destroy: of("destroy"),
    administrator: of("administrator"),
    permissions,
  };
}

export function check(action: string, resource = "*", context: Check["context"] = {}): Check {
  return { operation: action, action, resource, context };
}

export function recording(phases: Partial<Record<RecordedPhase, readonly Check[]>>): Recording {
  const none = { plan: [], apply: [], replan: [], update: [], destroy: [] };
  return {
    stack: "duet",
    variant: "smallest",
    provider: "aws 5.100.0",
    terraform: "1.11.4",
    phases: { ...none, ...phases },
  };
}
