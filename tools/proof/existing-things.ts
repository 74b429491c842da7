import type { Emulator } from "../emulator";
import { Surroundings } from "../emulator/surroundings";
import type { Existing } from "./variant";

/** Ids in the settings of variants; what the emulator assigns stands for them in a run, and never in a recording. */
export const NETWORK = {
  vpc: "vpc-0e000000000000001",
  subnets: ["subnet-0e000000000000001", "subnet-0e000000000000002"],
  securityGroup: "sg-0e000000000000001",
} as const;

/** Id of a key of KMS in the settings of variants, counted from 1. */
export function keyId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

const ANYTHING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

/**
 * Makes what others have made before a stack.
 *
 * @returns the ids that were assigned, and what each is called in the settings
 */
export async function makeExisting(existing: Existing, emulator: Emulator): Promise<Map<string, string>> {
  const surroundings = new Surroundings(emulator);
  const { network, buckets = [], instanceProfiles = [], users = [], groups = [], queues = [], keys = 0 } = existing;
  const ids = new Map<string, string>();
  for (const name of buckets) await surroundings.makeBucket(name);
  for (const name of instanceProfiles) await surroundings.makeInstanceProfile(name);
  for (const UserName of users) await surroundings.query("iam", { Action: "CreateUser", UserName });
  for (const GroupName of groups) await surroundings.query("iam", { Action: "CreateGroup", GroupName });
  for (const QueueName of queues) await surroundings.query("sqs", { Action: "CreateQueue", QueueName });
  for (let number = 1; number <= keys; number++) ids.set(await makeKey(emulator), keyId(number));
  if (!network) return ids;
  const { vpc, subnets, securityGroup } = await surroundings.makeNetwork();
  ids.set(vpc, NETWORK.vpc);
  subnets.forEach((id, index) => {
    ids.set(id, NETWORK.subnets[index] ?? id);
  });
  return ids.set(securityGroup, NETWORK.securityGroup);
}

/** Makes the boundaries that roles of stacks carry; whoever deploys it finds them. */
export async function makeBoundaries(stacks: readonly object[], emulator: Emulator): Promise<void> {
  const surroundings = new Surroundings(emulator);
  const arns = new Set(JSON.stringify(stacks).match(/(?<="permissions_boundary":")arn:[^"]+/g));
  for (const arn of arns) {
    const [, path, PolicyName] = /:policy(\/.*?)([^/]+)$/.exec(arn) ?? [];
    if (!path || !PolicyName) throw new Error(`the boundary '${arn}' must be the ARN of a policy`);
    await surroundings.query("iam", { Action: "CreatePolicy", Path: path, PolicyName, PolicyDocument: ANYTHING });
  }
}

async function makeKey(emulator: Emulator): Promise<string> {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "TrentService.CreateKey" };
  const answer = await emulator.call("kms", "/", { method: "POST", body: "{}", headers });
  const { KeyMetadata } = (await answer.json()) as { KeyMetadata: { KeyId: string } };
  return KeyMetadata.KeyId;
}
