import type { Statement } from "../../modules/policy-document";
import { policyJson } from "../../modules/policy-document";
import type { Permission } from "../../stacks/deployer/permission";
import { type Allowance, allowancesOf, ROLE_OF } from "./allowance";
import type { Attempt } from "./cycle";
import type { Enforced } from "./gatekeeper";
import { atomsOf, without } from "./necessity";
import { type Derivations, derivedFor } from "./proof";
import type { RecordedPhase, Recording } from "./recording";

/** Whose policies a phase of the cycle is held to: those of the role that does it, and nothing else. */
export function enforcedIn(derivations: Derivations, phase: RecordedPhase): Enforced {
  return holding(allowances(derivations, phase), phase);
}

/**
 * Actions that a run is sent off without, one at a time: the first of these that the recording has in the phase.
 *
 * They are used early, nothing is left half made without them, and the provider does not try them again for minutes.
 */
const LEFT_OUT: Readonly<Record<RecordedPhase, readonly string[]>> = {
  plan: [],
  apply: ["iam:CreateRole", "iam:CreatePolicy", "ec2:CreateLaunchTemplate", "s3:PutBucketVersioning"],
  replan: ["iam:GetRole", "iam:GetPolicy", "ec2:DescribeLaunchTemplates", "s3:GetBucketPolicy"],
  update: ["iam:TagRole", "iam:TagPolicy", "ec2:CreateTags", "s3:PutBucketTagging", "batch:TagResource"],
  destroy: ["iam:DetachRolePolicy", "iam:DeletePolicy", "ec2:DeleteLaunchTemplate", "ec2:DeleteSecurityGroup"],
};

/** Runs with one action less than they take, each to be refused. */
export function attemptsIn(
  derivations: Derivations,
  recording: Recording,
  phases: readonly RecordedPhase[],
): Attempt[] {
  return phases.flatMap((phase) => {
    const called = new Set(recording.phases[phase].map(({ action }) => action));
    const action = LEFT_OUT[phase].find((each) => called.has(each));
    if (!action) return [];
    const less = allowances(derivations, phase).flatMap(({ permission }) => withoutAction(permission, action) ?? []);
    return [
      {
        phase,
        without: action,
        enforced: holding(
          less.map(({ statement }) => ({ statement })),
          phase,
        ),
      },
    ];
  });
}

function allowances(derivations: Derivations, phase: RecordedPhase): Allowance[] {
  return derivedFor(derivations, phase).flatMap((derived) => allowancesOf(derived, ROLE_OF[phase]));
}

function withoutAction(permission: Permission, action: string): Permission | undefined {
  const atom = atomsOf(permission).find(({ kind, text }) => kind === "action" && text === action);
  return atom ? without(permission, atom) : permission;
}

function holding(allowances: readonly { readonly statement: Statement }[], phase: RecordedPhase): Enforced {
  const policies = [policyJson(allowances.map(({ statement }) => statement))];
  const role = ROLE_OF[phase] === "plan" ? "plan" : "deploy";
  return { principal: `arn:aws:iam::111122223333:role/groundwork/acme/admin/acme-deployer-${role}`, policies };
}
