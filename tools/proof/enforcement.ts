import { policyJson } from "../../modules/policy-document";
import { DeployerNames } from "../../stacks/deployer/deployer-names";
import type { Permission } from "../../stacks/deployer/permission";
import { allowancesOf, ROLE_OF } from "./allowance";
import type { Attempt } from "./cycle";
import type { Enforced } from "./gatekeeper";
import type { Access } from "./judge";
import { atomsOf, without } from "./necessity";
import { type Derivations, derivedFor, limitsIn } from "./proof";
import type { RecordedPhase, Recording } from "./recording";

/** Whose policies a phase of the cycle is held to: those of the role that does it, and nothing else. */
export function enforcedIn(derivations: Derivations, phase: RecordedPhase): Enforced {
  return holding(derivations, phase, permissionsIn(derivations, phase));
}

/** Looking at what there is, which is done before anything is changed. What an update makes is looked at after it is made. */
const READS = ["iam:GetRole", "iam:GetPolicy", "ec2:DescribeLaunchTemplates", "s3:GetBucketPolicy"];

/** Changes that leave nothing half made where they are refused, and that the provider does not try again for minutes. */
const WRITES: Readonly<Record<RecordedPhase, readonly string[]>> = {
  plan: [],
  apply: ["iam:CreateRole", "iam:CreatePolicy", "ec2:CreateLaunchTemplate"],
  replan: [],
  update: ["iam:TagRole", "iam:TagPolicy", "ec2:CreateTags", "s3:PutBucketTagging"],
  destroy: ["iam:DetachRolePolicy", "iam:DeletePolicy", "ec2:DeleteLaunchTemplate", "ec2:DeleteSecurityGroup"],
};

/** Runs that cannot look at something that was there from the first, each to be refused before it changes anything. */
export function attemptsWithoutReads(derivations: Derivations, recording: Recording): Attempt[] {
  const looks = new Set(derivations.first.derived.plan.flatMap(({ actions }) => actions));
  const reads = READS.filter((action) => looks.has(action));
  return (["replan", "update"] as const).flatMap((phase) => attempt(derivations, recording, phase, reads));
}

/** Runs that cannot change something, each to be refused. What they do before stays done. */
export function attemptsWithoutWrites(derivations: Derivations, recording: Recording): Attempt[] {
  return (["apply", "update", "destroy"] as const).flatMap((phase) =>
    attempt(derivations, recording, phase, WRITES[phase]),
  );
}

/** A run of a phase without the first of some actions that the recording has there. */
function attempt(
  derivations: Derivations,
  recording: Recording,
  phase: RecordedPhase,
  actions: readonly string[],
): Attempt[] {
  const called = new Set(recording.phases[phase].map(({ action }) => action));
  const left = actions.find((each) => called.has(each));
  if (!left) return [];
  const less = permissionsIn(derivations, phase).flatMap((permission) => withoutAction(permission, left) ?? []);
  return [{ phase, without: left, enforced: holding(derivations, phase, less) }];
}

function permissionsIn(derivations: Derivations, phase: RecordedPhase): Permission[] {
  const allowances = derivedFor(derivations, phase).flatMap((derived) => allowancesOf(derived, ROLE_OF[phase]));
  return allowances.map(({ permission }) => permission);
}

function withoutAction(permission: Permission, action: string): Permission | undefined {
  const atom = atomsOf(permission).find(({ kind, text }) => kind === "action" && text === action);
  return atom ? without(permission, atom) : permission;
}

function holding(
  derivations: Derivations,
  phase: RecordedPhase,
  permissions: readonly Permission[],
): NonNullable<Enforced> {
  const policyOf = (some: readonly Permission[]) => policyJson(some.map(({ statement }) => statement));
  const administrators = permissions.filter((it) => it.phase === "administrator");
  const own = permissions.filter((it) => it.phase !== "administrator");
  const limits = limitsIn(derivations, phase);
  const role: Access = { policies: [policyOf(own)], ...(limits && { boundary: policyJson(limits) }) };
  return {
    principal: principalOf(derivations, phase),
    either: [role, ...(administrators.length > 0 ? [{ policies: [policyOf(administrators)] }] : [])],
  };
}

function principalOf({ variant }: Derivations, phase: RecordedPhase): string {
  const { account, name, iam } = variant.settings("first");
  const names = new DeployerNames({ name, path: iam.path });
  const role = names.of(variant.stack, ROLE_OF[phase] === "plan" ? "plan" : "deploy");
  return `arn:aws:iam::${account}:role${names.path}${role}`;
}
