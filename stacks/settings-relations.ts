import { accountId, region as regionRule } from "../modules/aws-rules";
import { partitionOf } from "../modules/partition";
import { faultOf, type Rule } from "../modules/rule";
import { NETWORK_FORMS } from "./network-settings";
import { isSection, type Refuse } from "./settings-field";

type Section = Readonly<Record<string, unknown>>;

/**
 * What must hold between settings that stand far apart.
 *
 * Looked at whatever else is wrong, so nothing is taken for granted here: a value may be missing or of any kind.
 */
export function checkRelations(settings: unknown, refuse: Refuse): void {
  if (!isSection(settings)) return;
  for (const check of CHECKS) check(settings, refuse);
}

const CHECKS = [checkArns, checkStateBucket, checkTags, checkNetwork, checkMachines, checkBoundary, checkDeployer];

const ARN = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):([0-9]{12}|aws|):/;

/** ARNs are of the region's partition; roles, profiles and boundaries of the account; keys of the region they work in. */
function checkArns({ tags, ...settings }: Section, refuse: Refuse): void {
  const account = ifRight(accountId, settings.account);
  const region = ifRight(regionRule, settings.region);
  const partition = region && partitionOf(region);
  for (const [path, text] of texts(settings)) {
    const [, of, service, place, owner] = ARN.exec(text) ?? [];
    const elsewhere = path.includes("inputBuckets") || path.includes("statements");
    if (of && partition && of !== partition)
      refuse(path, `an ARN that starts with arn:${partition}:`, `region ${region} is in partition ${partition}`);
    else if (service === "iam" && account && owner !== account && owner !== "aws")
      refuse(path, `an ARN of account ${account}, in which everything is built`);
    else if (service === "kms" && region && place !== region && !elsewhere)
      refuse(path, `an ARN of region ${region}`, "a key encrypts what is in its own region only");
  }
}

/** Whoever may write data must not be able to write the state. */
function checkStateBucket({ state, systems }: Section, refuse: Refuse): void {
  const stateBucket = isSection(state) ? state.bucket : undefined;
  for (const [path, text] of texts(systems, ["systems"])) {
    const isBucket =
      /[.]((bucket|buckets[.]\d+)[.](create|existing)|(inputBuckets|s3Access)[.]\d+[.]bucket|fsx[.]buckets[.]\d+)$/.test(
        path.join("."),
      );
    if (isBucket && text === stateBucket)
      refuse(path, "a bucket other than state.bucket", "whoever works with the data could read or change the state");
  }
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules */
function checkTags({ tags }: Section, refuse: Refuse): void {
  const keys = isSection(tags) ? Object.keys(tags) : [];
  keys.forEach((key, index) => {
    const twin = keys.slice(0, index).find((other) => other.toLowerCase() === key.toLowerCase());
    if (twin)
      refuse(["tags", key], "tag keys that differ in more than upper and lower case", `IAM takes ${twin} for the same`);
  });
}

/** Systems that run instances. */
const IN_A_NETWORK = ["duet", "genomics-workflows", "slim"];

function checkNetwork({ network, systems }: Section, refuse: Refuse): void {
  if (network !== undefined || !isSection(systems)) return;
  const system = IN_A_NETWORK.find((name) => systems[name] !== undefined);
  if (system) refuse(["network"], NETWORK_FORMS, `${system} runs instances; the network is where`);
}

/** A machine can be reached only as its network lets it. */
function checkMachines({ network, systems }: Section, refuse: Refuse): void {
  const created = isSection(network) ? network.create : undefined;
  if (!isSection(created) || !isSection(systems)) return;
  for (const [name, system] of Object.entries(systems)) {
    const machine = isSection(system) ? system.virtualMachine : undefined;
    if (!isSection(machine)) continue;
    const at = (setting: string) => ["systems", name, "virtualMachine", setting];
    if (machine.subnet)
      refuse(at("subnet"), "nothing where the network is created", "the machine stands in that network");
    if (created.egress !== "endpoints") continue;
    const hint = "nothing outside reaches a network with egress: endpoints; use Session Manager, or egress: nat";
    if (machine.ssh) refuse(at("ssh"), "nothing in this network", hint);
    if (machine.elasticIp) refuse(at("elasticIp"), "false in this network", hint);
  }
}

/** The Amazon Genomics CLI makes a boundary of its own only where there is none. */
function checkBoundary({ iam, systems }: Section, refuse: Refuse): void {
  const agc = isSection(systems) ? systems["amazon-genomics-cli"] : undefined;
  if (!isSection(iam) || iam.permissionsBoundary === undefined) return;
  if (isSection(agc) && agc.inputBuckets !== undefined)
    refuse(
      ["systems", "amazon-genomics-cli", "inputBuckets"],
      "nothing beside iam.permissionsBoundary",
      "that boundary says what contexts read at most",
    );
}

/** Nobody and nothing that holds a deployer may be where a deployer can write, or be lost with a job. */
function checkDeployer({ name, iam, state, serviceLinkedRoles, deployer }: Section, refuse: Refuse): void {
  if (deployer === undefined && serviceLinkedRoles === "create") {
    const hint = "it is the deployer stack that makes them; systems never do";
    refuse(["serviceLinkedRoles"], "reuse where there is no deployer", hint);
  }
  if (!isSection(deployer)) return;
  const { trustedPrincipals, github } = deployer;
  if (isSection(github) && state === undefined)
    refuse(["deployer", "github"], "nothing without state", "what a job keeps in a file is gone with the job");
  const path = `${(isSection(iam) && iam.path) || "/groundwork/"}${name}/`;
  const boundary = isSection(iam) ? iam.permissionsBoundary : undefined;
  const given = [
    [["iam", "permissionsBoundary"], boundary],
    ...(Array.isArray(trustedPrincipals) ? trustedPrincipals : []).map((arn, index) => [
      ["deployer", "trustedPrincipals", index],
      arn,
    ]),
  ] as const;
  for (const [at, arn] of given)
    if (typeof arn === "string" && arn.includes(path))
      refuse([...at], `an ARN outside of ${path}`, "a deployer can write what stands there, and would let itself in");
}

function ifRight(rule: Rule, value: unknown): string | undefined {
  return typeof value === "string" && !faultOf(rule, value) ? value : undefined;
}

/** Every text below a value, with its path. */
function* texts(value: unknown, path: PropertyKey[] = []): Generator<[PropertyKey[], string]> {
  if (typeof value === "string") yield [path, value];
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* texts(item, [...path, index]);
  else if (isSection(value)) for (const [name, item] of Object.entries(value)) yield* texts(item, [...path, name]);
}
