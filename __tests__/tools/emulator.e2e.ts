import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../tools/emulator";
import { findTerraform, type Terraform } from "../../tools/terraform";

const ACCOUNT = "111122223333";
const REGION = "eu-west-2";
const LINKED_ROLE = "AWSServiceRoleForBatch";

const dir = mkdtempSync(join(tmpdir(), "groundwork-emulator-"));
let emulator: Emulator;
let terraform: Terraform;

beforeAll(async () => {
  terraform = await findTerraform();
  emulator = await startEmulator({ account: ACCOUNT, region: REGION, onLog: progress });
  await createBucket("acme-state");
  synthesize({ maxVcpus: 16, egress: "10.0.0.0/8", boundary: true });
  emulator.writeOverride(dir);
  await terraform.init(dir, options());
  await terraform.apply(dir, options());
}, 180_000);

afterAll(async () => {
  await emulator?.stop();
  rmSync(dir, { recursive: true });
});

describe("an applied stack", () => {
  test("has no changes at the second plan", async () => {
    expect(await terraform.hasChanges(dir, options())).toBe(false);
  }, 60_000);

  test("keeps its state in the bucket of its backend", async () => {
    expect((await emulator.call("s3", "/acme-state/gaps.tfstate")).status).toBe(200);
  });

  test("has a role with an AWS managed policy", async () => {
    const attached = await iam({ Action: "ListAttachedRolePolicies", RoleName: "acme-instance" });
    expect(attached).toContain("arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role");
  });

  test("has a user with a permissions boundary", async () => {
    expect(await iam({ Action: "GetUser", UserName: "ada" })).toContain(`arn:aws:iam::${ACCOUNT}:policy/acme-boundary`);
  });

  test("has the service-linked role of Batch under AWS's name", async () => {
    expect(await iam({ Action: "GetRole", RoleName: LINKED_ROLE })).toContain(
      `arn:aws:iam::${ACCOUNT}:role/aws-service-role/batch.amazonaws.com/${LINKED_ROLE}`,
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
  }, 60_000);

  test("is updated in place, and has no changes after that", async () => {
    const before = await environment();
    synthesize({ maxVcpus: 32, egress: "192.168.0.0/16", boundary: false });
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
  }, 120_000);

  test("is destroyed with all versions and delete markers in its bucket, and leaves nothing", async () => {
    await emulator.call("s3", "/acme-runs/run.log", { method: "PUT", body: "done again" });
    await emulator.call("s3", "/acme-runs/run.log", { method: "DELETE" });
    await terraform.destroy(dir, options());
    expect((await emulator.inventory()).map(({ id }) => id)).toEqual(["arn:aws:s3:::acme-state"]);
  }, 180_000);
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
  const body = `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>${REGION}</LocationConstraint></CreateBucketConfiguration>`;
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

async function ask(service: string, query: Record<string, string>): Promise<string> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams(query).toString();
  return (await emulator.call(service, "/", { method: "POST", headers, body })).text();
}

function synthesize(values: { maxVcpus: number; egress: string; boundary: boolean }): void {
  writeFileSync(join(dir, "cdk.tf.json"), JSON.stringify(configuration(values), null, 2));
}

function configuration({
  maxVcpus,
  egress,
  boundary,
}: {
  maxVcpus: number;
  egress: string;
  boundary: boolean;
}): object {
  const allow = (statement: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
  const refusePlainHttp = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::acme-runs", "arn:aws:s3:::acme-runs/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
  return {
    terraform: {
      required_providers: { aws: { source: "aws", version: "5.100.0" } },
      backend: { s3: { bucket: "acme-state", key: "gaps.tfstate", region: REGION, use_lockfile: true } },
    },
    provider: {
      aws: [{ region: REGION, allowed_account_ids: [ACCOUNT], default_tags: [{ tags: { owner: "genomics" } }] }],
    },
    data: {
      aws_ssm_parameter: {
        image: { name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64" },
      },
    },
    resource: {
      aws_iam_policy: {
        boundary: {
          name: "acme-boundary",
          policy: allow({ Action: "s3:ListBucket", Resource: "arn:aws:s3:::acme-runs" }),
        },
      },
      aws_iam_user: {
        ada: { name: "ada", ...(boundary && { permissions_boundary: "${aws_iam_policy.boundary.arn}" }) },
      },
      aws_iam_service_linked_role: { batch: { aws_service_name: "batch.amazonaws.com" } },
      aws_iam_role: {
        instance: {
          name: "acme-instance",
          assume_role_policy: allow({ Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }),
        },
      },
      aws_iam_role_policy_attachment: {
        ecs: {
          role: "${aws_iam_role.instance.name}",
          policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role",
        },
      },
      aws_iam_instance_profile: { instance: { name: "acme-instance", role: "${aws_iam_role.instance.name}" } },
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { main: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.0.0/24" } },
      aws_security_group: { main: { name: "acme-jobs", vpc_id: "${aws_vpc.main.id}" } },
      aws_vpc_security_group_egress_rule: {
        all: { security_group_id: "${aws_security_group.main.id}", ip_protocol: "-1", cidr_ipv4: egress },
      },
      aws_launch_template: {
        jobs: {
          name: "acme-jobs",
          tags: { purpose: "jobs" },
          tag_specifications: [{ resource_type: "instance", tags: { purpose: "jobs" } }],
        },
      },
      aws_batch_compute_environment: {
        spot: {
          compute_environment_name: "acme-spot",
          type: "MANAGED",
          compute_resources: {
            type: "SPOT",
            allocation_strategy: "SPOT_PRICE_CAPACITY_OPTIMIZED",
            min_vcpus: 0,
            max_vcpus: maxVcpus,
            instance_type: ["optimal"],
            instance_role: "${aws_iam_instance_profile.instance.arn}",
            subnets: ["${aws_subnet.main.id}"],
            security_group_ids: ["${aws_security_group.main.id}"],
            launch_template: { launch_template_name: "${aws_launch_template.jobs.name}" },
          },
          update_policy: { job_execution_timeout_minutes: 60, terminate_jobs_on_update: false },
        },
      },
      aws_batch_job_queue: {
        main: {
          name: "acme-jobs",
          priority: 1,
          state: "ENABLED",
          compute_environment_order: [{ order: 1, compute_environment: "${aws_batch_compute_environment.spot.arn}" }],
          job_state_time_limit_action: [
            {
              action: "CANCEL",
              max_time_seconds: 3600,
              reason: "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
              state: "RUNNABLE",
            },
          ],
        },
      },
      aws_instance: {
        head: {
          ami: "${data.aws_ssm_parameter.image.value}",
          instance_type: "t3.small",
          subnet_id: "${aws_subnet.main.id}",
          root_block_device: { encrypted: true },
        },
      },
      aws_s3_bucket: { runs: { bucket: "acme-runs", force_destroy: true } },
      aws_s3_bucket_versioning: {
        runs: { bucket: "${aws_s3_bucket.runs.id}", versioning_configuration: { status: "Enabled" } },
      },
      aws_s3_bucket_policy: { runs: { bucket: "${aws_s3_bucket.runs.id}", policy: refusePlainHttp } },
      aws_s3_object: {
        sheet: {
          bucket: "${aws_s3_bucket.runs.id}",
          key: "sheet.csv",
          content: "sample",
          depends_on: ["aws_s3_bucket_policy.runs", "aws_s3_bucket_versioning.runs"],
        },
      },
    },
  };
}
