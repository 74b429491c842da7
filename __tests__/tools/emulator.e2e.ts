import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../tools/emulator";
import { findTerraform, type Terraform } from "../../tools/terraform";
import { configurationOfGaps, type GapValues } from "./emulator/gaps";

const AT = { account: "111122223333", region: "eu-west-2" };
const LINKED_ROLE = "AWSServiceRoleForBatch";

const dir = mkdtempSync(join(tmpdir(), "groundwork-emulator-"));
let emulator: Emulator;
let terraform: Terraform;

beforeAll(async () => {
  terraform = await findTerraform();
  emulator = await startEmulator({ ...AT, onLog: progress });
  await createBucket("acme-state");
  synthesize({ maxVcpus: 16, egress: "10.0.0.0/8", boundary: true, purpose: "jobs" });
  emulator.writeOverride(dir);
  await terraform.init(dir, options());
  await terraform.apply(dir, options());
}, 1_080_000);

afterAll(async () => {
  await emulator?.stop();
  rmSync(dir, { recursive: true });
});

describe("an applied stack", () => {
  test("has no changes at the second plan", async () => {
    expect(await terraform.hasChanges(dir, options())).toBe(false);
  }, 540_000);

  test("keeps its state in the bucket of its backend", async () => {
    expect((await emulator.call("s3", "/acme-state/gaps.tfstate")).status).toBe(200);
  });

  test("has a role with an AWS managed policy", async () => {
    const attached = await iam({ Action: "ListAttachedRolePolicies", RoleName: "acme-instance" });
    expect(attached).toContain("arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role");
  });

  test("has a user with a permissions boundary", async () => {
    expect(await iam({ Action: "GetUser", UserName: "ada" })).toContain(
      `arn:aws:iam::${AT.account}:policy/acme-boundary`,
    );
  });

  test("has the service-linked role of Batch under AWS's name", async () => {
    expect(await iam({ Action: "GetRole", RoleName: LINKED_ROLE })).toContain(
      `arn:aws:iam::${AT.account}:role/aws-service-role/batch.amazonaws.com/${LINKED_ROLE}`,
    );
  });

  test("reads and writes objects of a bucket that refuses plain HTTP", async () => {
    const object = await emulator.call("s3", "/acme-runs/sheet.csv");
    expect([object.status, await object.text()]).toEqual([200, "sample"]);
    expect((await emulator.call("s3", "/acme-runs/run.log", { method: "PUT", body: "done" })).status).toBe(200);
  });

  test("has an environment that falls back to Batch's service-linked role", async () => {
    expect((await environment()).serviceRole).toMatch(`batch.amazonaws.com/${LINKED_ROLE}`);
  });

  test("has a queue with its time limits", async () => {
    const answer = await batch("describejobqueues", { jobQueues: ["acme-jobs"] });
    expect(await answer.json()).toMatchObject({
      jobQueues: [{ jobStateTimeLimitActions: [{ maxTimeSeconds: 3600 }] }],
    });
  });

  test("has a launch template whose own tags are not given to what it launches", async () => {
    const versions = await ec2({
      Action: "DescribeLaunchTemplateVersions",
      LaunchTemplateName: "acme-jobs",
      "LaunchTemplateVersion.1": "$Latest",
    });
    expect(versions.match(/<resourceType>.*?<\/resourceType>/g)).toEqual(["<resourceType>instance</resourceType>"]);
  });

  test("has an instance whose root volume is encrypted and as large as its image", async () => {
    const volumes = await ec2({ Action: "DescribeVolumes", "Filter.1.Name": "encrypted", "Filter.1.Value.1": "true" });
    expect(volumes).toMatch(/<size>\d+<\/size>/);
  });

  test("refuses to delete an environment that a queue uses", async () => {
    const answer = await batch("deletecomputeenvironment", { computeEnvironment: "acme-spot" });
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining("Cannot delete, found existing JobQueue relationship"),
    ]);
    expect(await environment()).toMatchObject({ computeEnvironmentName: "acme-spot" });
  });

  test("refuses a second apply while its state is locked", async () => {
    const lock = { ID: "3f1c8b4e-0000-0000-0000-000000000000", Operation: "OperationTypeApply", Who: "somebody@else" };
    const path = "/acme-state/gaps.tfstate.tflock";
    await emulator.call("s3", path, { method: "PUT", body: JSON.stringify(lock) });
    const { code, stderr } = await terraform.run(dir, ["plan", "-input=false"], options());
    await emulator.call("s3", path, { method: "DELETE" });
    expect(code).toBe(1);
    expect(stderr).toMatch(/Error acquiring the state lock[\s\S]*412[\s\S]*somebody@else/);
  }, 540_000);

  test("is updated in place, and has no changes after that", async () => {
    const before = await environment();
    synthesize({ maxVcpus: 32, egress: "192.168.0.0/16", boundary: false, purpose: "all jobs" });
    await terraform.apply(dir, options());

    const after = await environment();
    expect(after).toMatchObject({ computeEnvironmentArn: before.computeEnvironmentArn });
    expect(after).toMatchObject({
      computeResources: { maxvCpus: 32 },
      updatePolicy: { jobExecutionTimeoutMinutes: 60 },
    });
    expect(await ec2({ Action: "DescribeSecurityGroupRules" })).toContain("192.168.0.0/16");
    expect(await iam({ Action: "GetUser", UserName: "ada" })).not.toContain("PermissionsBoundary");
    expect(await terraform.hasChanges(dir, options())).toBe(false);
  }, 900_000);

  test("has an address again once the NAT gateway that had it is deleted", async () => {
    const AllocationId = await made("allocationId", { Action: "AllocateAddress", Domain: "vpc" });
    const NatGatewayId = await made("natGatewayId", {
      Action: "CreateNatGateway",
      AllocationId,
      SubnetId: await subnet(),
    });
    const describe = () => ec2({ Action: "DescribeAddresses", "AllocationId.1": AllocationId });
    expect(await describe()).toContain("eipassoc-");
    await ec2({ Action: "DeleteNatGateway", NatGatewayId });
    expect(await describe()).not.toContain("eipassoc-");
    await ec2({ Action: "ReleaseAddress", AllocationId });
  });

  test("has an instance with the groups that were given with its network interface", async () => {
    const group = await made("groupId", {
      Action: "DescribeSecurityGroups",
      "Filter.1.Name": "group-name",
      "Filter.1.Value.1": "acme-jobs",
    });
    const instance = await made("instanceId", {
      Action: "RunInstances",
      ImageId: await made("imageId", { Action: "DescribeImages", "Owner.1": "amazon" }),
      MinCount: "1",
      MaxCount: "1",
      "NetworkInterface.1.DeviceIndex": "0",
      "NetworkInterface.1.SubnetId": await subnet(),
      "NetworkInterface.1.SecurityGroupId.1": group,
    });
    const described = await ec2({ Action: "DescribeInstances", "InstanceId.1": instance });
    await ec2({ Action: "TerminateInstances", "InstanceId.1": instance });
    // once for the instance, once for its interface
    expect(described.match(new RegExp(`<groupId>${group}</groupId>`, "g"))).toHaveLength(2);
  });

  test("is destroyed with all versions and delete markers in its bucket, and leaves nothing", async () => {
    await emulator.call("s3", "/acme-runs/run.log", { method: "PUT", body: "done again" });
    await emulator.call("s3", "/acme-runs/run.log", { method: "DELETE" });
    await terraform.destroy(dir, options());
    expect((await emulator.inventory()).map(({ id }) => id)).toEqual(["arn:aws:s3:::acme-state"]);
  }, 1_080_000);
});

function progress(line: string): void {
  if (/complete after|Apply complete|Destroy complete|No changes|Error|Traceback/.test(line)) {
    process.stderr.write(`  ${line}\n`);
  }
}

function options() {
  return { env: emulator.environment(), onLine: progress };
}

async function createBucket(name: string): Promise<void> {
  const body = `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>${AT.region}</LocationConstraint></CreateBucketConfiguration>`;
  expect((await emulator.call("s3", `/${name}`, { method: "PUT", body })).status).toBe(200);
}

function batch(operation: string, body: object): Promise<Response> {
  return emulator.call("batch", `/v1/${operation}`, { method: "POST", body: JSON.stringify(body) });
}

async function environment(): Promise<Record<string, unknown>> {
  const answer = await batch("describecomputeenvironments", { computeEnvironments: ["acme-spot"] });
  return ((await answer.json()) as { computeEnvironments: Record<string, unknown>[] }).computeEnvironments[0] ?? {};
}

const iam = (query: Record<string, string>) => ask("iam", { ...query, Version: "2010-05-08" });
const ec2 = (query: Record<string, string>) => ask("ec2", { ...query, Version: "2016-11-15" });

/** What a call answers with, by the name of an element. */
async function made(element: string, query: Record<string, string>): Promise<string> {
  return new RegExp(`<${element}>([^<]+)<`).exec(await ec2(query))?.[1] ?? "";
}

function subnet(): Promise<string> {
  return made("subnetId", {
    Action: "DescribeSubnets",
    "Filter.1.Name": "cidr-block",
    "Filter.1.Value.1": "10.0.0.0/24",
  });
}

async function ask(service: string, query: Record<string, string>): Promise<string> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams(query).toString();
  return (await emulator.call(service, "/", { method: "POST", headers, body })).text();
}

function synthesize(values: GapValues): void {
  writeFileSync(join(dir, "cdk.tf.json"), JSON.stringify(configurationOfGaps({ ...AT, ...values }), null, 2));
}
