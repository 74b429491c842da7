import { runSimulation, runUnsafeSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import type { PolicyJson } from "../../modules/policy-document";

/** Condition keys of a request, some with several values: `aws:CalledVia`. */
export type RequestContext = Readonly<Record<string, string | string[]>>;

/** One call of AWS, as IAM is asked about it. */
export interface Call {
  /** `batch:SubmitJob`. */
  readonly action: string;
  /**
   * Every resource that the call takes, each by a concrete ARN: for an id that AWS assigns a made-up one, never a wildcard.
   * `*` for an action that takes none.
   */
  readonly resources: readonly string[];
  /** Condition keys that the request carries. @default - none */
  readonly context?: RequestContext;
}

/** Whose policies a call is held to. */
export interface Access {
  /** What is attached to the role. */
  readonly policies: readonly PolicyJson[];
  /** The role. @default - one of account 111122223333 */
  readonly principal?: string;
  /** @default - none */
  readonly boundary?: PolicyJson;
  /** The policy of the resource itself, such as a bucket. @default - none */
  readonly resourcePolicy?: PolicyJson;
  /** Account of a resource whose ARN does not say it. @default - the principal's */
  readonly resourceAccount?: string;
}

/** The words of IAM's evaluation logic. */
export type Verdict = "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied";

const ROLE = "arn:aws:iam::111122223333:role/groundwork/acme/duet/acme-duet-machine";

/**
 * Whether AWS would let a call through: each of its resources must be allowed.
 *
 * @throws where the question itself is wrong: an action that IAM does not know or that never acts on such a resource, a
 * context key that the request never carries, a wildcard, a policy that IAM would not take. Such a call would be "denied" for
 * a reason that has nothing to do with the policies.
 */
export async function allowed(access: Access, call: Call): Promise<boolean> {
  if (call.resources.length === 0) throw new Error(`${call.action} must name its resources, or "*"`);
  for (const resource of call.resources) {
    if ((await verdict(access, { ...call, resource })) !== "Allowed") return false;
  }
  return true;
}

/** One call on one resource. */
export type Asked = Omit<Call, "resources"> & { readonly resource: string };

/** What AWS would say about one resource of a call. */
export async function verdict(access: Access, call: Asked): Promise<Verdict> {
  const { action, resource } = call;
  if (resource !== "*" && /[*?]/.test(resource)) throw new Error(`'${resource}' must be one resource, not a pattern`);
  const outcome = await runSimulation(simulation(access, call), {});
  const asked = `${action} on ${resource}`;
  if (outcome.resultType === "error") throw new Error(`${asked}: ${JSON.stringify(outcome.errors)}`);
  if (outcome.resultType !== "single") throw new Error(`${asked} was not judged as one resource`);
  const { ignoredContextKeys = [] } = outcome.result;
  if (ignoredContextKeys.length > 0) throw new Error(`${asked} never carries ${ignoredContextKeys.join(", ")}`);
  return outcome.overallResult;
}

/**
 * The same of a question that is known to be right: nobody looks which keys and resources its action takes. That takes ten
 * times as long, as there are a hundred types of things in EC2 that can be tagged.
 */
export async function verdictUnchecked(access: Access, call: Asked): Promise<Verdict> {
  // its own reading of resource policies, which keys have, fails
  return access.resourcePolicy ? verdict(access, call) : runUnsafeSimulation(simulation(access, call), {});
}

function simulation(
  { policies, principal = ROLE, boundary, resourcePolicy, resourceAccount }: Access,
  { action, resource, context = {} }: Asked,
): Simulation {
  const owner = resourceAccount ?? (resource.split(":")[4] || principal.split(":")[4]) ?? "";
  return {
    request: {
      principal,
      action,
      resource: { resource: inItsWords(resource), accountId: owner },
      contextVariables: inItsWords({ ...context }),
    },
    identityPolicies: policies.map((policy, index) => ({ name: `policy-${index + 1}`, policy: inItsWords(policy) })),
    permissionBoundaryPolicies: boundary && [{ name: "boundary", policy: inItsWords(boundary) }],
    resourcePolicy,
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
}

/**
 * The same in the words that the simulator knows, in a question and in the policies alike.
 *
 * Public parameters belong to no account (`arn:aws:ssm:eu-west-2::parameter/aws/service/…`), and it knows parameters of
 * accounts only: they are made those of one that cannot be. Keys with a name in them it knows before a slash only, so that
 * the one encryption context of a call, which has colons, is called as the authorization reference writes it.
 */
function inItsWords<T>(value: T): T {
  const text = JSON.stringify(value)
    .replaceAll("::parameter/aws/", ":aws:parameter/aws/")
    .replace(/kms:EncryptionContext:[^"]+/g, "kms:EncryptionContext:${EncryptionContextKey}");
  return JSON.parse(text);
}
