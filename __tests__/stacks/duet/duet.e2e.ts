import { type Emulator, startEmulator } from "../../../tools/emulator";
import { findTerraform, type Terraform } from "../../../tools/terraform";
import { Deployment, listed, progress, Surroundings } from "../deployment";

const MINUTES = 60_000;

let emulator: Emulator;
let terraform: Terraform;
let surroundings: Surroundings;

beforeAll(async () => {
  terraform = await findTerraform();
  emulator = await startEmulator({ account: "111122223333", region: "eu-west-2" });
  surroundings = new Surroundings(emulator);
}, 6 * MINUTES);

afterAll(() => emulator?.stop());

function settings(name: string, duet: string, network = "create"): string {
  return `
name: ${name}
account: "111122223333"
region: eu-west-2
state: { bucket: ${name}-terraform-state }
network: ${network}
systems:
  duet:
${duet.replace(/^/gm, "    ")}
`;
}

/** A made bucket for the state, and a deployment that keeps its own there. */
async function prepare(name: string): Promise<Deployment> {
  await surroundings.makeBucket(`${name}-terraform-state`);
  return new Deployment("duet", terraform, emulator);
}

/** What exists of one `name`, in any service. */
async function inventory(name: string): Promise<string[]> {
  return listed(await emulator.inventory()).filter((line) => line.includes(name) && !line.includes("terraform-state"));
}

describe("duet, when everything is created", () => {
  const name = "full";
  const SMALL = "bucket: { create: full-duet }\nbatch: { maxVcpus: 16 }";
  let duet: Deployment;

  beforeAll(async () => {
    duet = await prepare(name);
    progress("duet: cdktf deploy");
    duet.settings(settings(name, SMALL));
    const { code, stdout, stderr } = await duet.cdktf(settings(name, SMALL), "deploy", "duet", "--auto-approve");
    if (code !== 0) throw new Error(stdout + stderr);
  }, 18 * MINUTES);

  afterAll(() => duet.remove());

  test(
    "a second plan, by terraform itself, has no changes",
    async () => {
      expect(await duet.hasChanges()).toBe(false);
    },
    5 * MINUTES,
  );

  test(
    "its outputs name the queue, the bucket and the machine",
    async () => {
      const outputs = await duet.outputs();
      expect(outputs).toMatchObject({
        bucket_arn: "arn:aws:s3:::full-duet",
        queue_arn: "arn:aws:batch:eu-west-2:111122223333:job-queue/full-duet-queue",
        machine_instance_id: expect.stringMatching(/^i-/),
      });
      expect(outputs.nextflow_config).toContain("queue = 'full-duet-queue'");
    },
    5 * MINUTES,
  );

  test(
    "a planted lock refuses an apply, and names who holds it",
    async () => {
      const key = `${name}-terraform-state/${name}/duet/terraform.tfstate.tflock`;
      const lock = {
        ID: "11111111-2222-3333-4444-555555555555",
        Operation: "OperationTypeApply",
        Who: "somebody@else",
      };
      await surroundings.s3("PUT", key, JSON.stringify({ ...lock, Info: "", Version: "1.11.4", Path: key }));
      const { code, stderr } = await duet.run("apply", "-auto-approve", "-input=false");
      await surroundings.s3("DELETE", key);
      expect(code).toBe(1);
      expect(stderr).toContain("Error acquiring the state lock");
      expect(stderr).toContain("somebody@else");
    },
    5 * MINUTES,
  );

  test(
    "priority and most vCPUs are updated in place",
    async () => {
      duet.settings(settings(name, "bucket: { create: full-duet }\nbatch: { maxVcpus: 32 }\nqueue: { priority: 7 }"));
      expect(await duet.plan()).toEqual({
        "aws_batch_compute_environment.batch_environment": "update",
        "aws_batch_job_queue.queue": "update",
      });
      progress("duet: updating in place");
      await duet.apply();
      expect(await duet.hasChanges()).toBe(false);
    },
    9 * MINUTES,
  );

  test(
    "an environment is replaced together with its role, profile and launch template",
    async () => {
      await surroundings.makeInstanceProfile("full-other");
      const batch =
        "batch: { maxVcpus: 32, volumeGiB: 200, instanceTypes: [c6i], instanceProfile: { existing: full-other } }";
      duet.settings(settings(name, `bucket: { create: full-duet }\n${batch}\nqueue: { priority: 7 }`));
      const planned = await duet.plan();
      expect(planned).toMatchObject({
        "aws_batch_compute_environment.batch_environment": "create then delete",
        "aws_batch_job_queue.queue": "update",
        "aws_iam_instance_profile.instance_profile": "delete",
        "aws_iam_role.instance": "delete",
        "aws_launch_template.batch_template": "update",
      });
      progress("duet: replacing the environment");
      await duet.apply();
      expect(await duet.hasChanges()).toBe(false);
      const environments = (await inventory(name)).filter((line) => line.startsWith("AWS::Batch::ComputeEnvironment"));
      expect(environments).toHaveLength(1);
    },
    12 * MINUTES,
  );

  test(
    "destroying with an object in the bucket fails clearly and loses nothing",
    async () => {
      await surroundings.s3("PUT", "full-duet/results/sample.bam", "one");
      await surroundings.s3("PUT", "full-duet/results/sample.bam", "two");
      progress("duet: destroying with an object in the bucket");
      const { code, stderr } = await duet.run("destroy", "-auto-approve", "-input=false");
      expect(code).toBe(1);
      expect(stderr).toMatch(/deleting S3 Bucket \(full-duet\).*BucketNotEmpty/s);
      const { text } = await surroundings.s3("GET", "full-duet?versions");
      expect(text.match(/<VersionId>/g)).toHaveLength(2);
      expect((await surroundings.s3("GET", "full-duet/results/sample.bam")).text).toBe("two");
    },
    12 * MINUTES,
  );

  test(
    "the next apply restores what protects the bucket, and the stack is destroyed with nothing left",
    async () => {
      progress("duet: applying again");
      await duet.apply();
      const policy = (await surroundings.s3("GET", "full-duet?policy")).text;
      expect(JSON.parse(policy).Statement[0]).toMatchObject({ Sid: "RefusePlainHttp", Effect: "Deny" });
      expect((await surroundings.s3("GET", "full-duet?versioning")).text).toContain("<Status>Enabled</Status>");
      await surroundings.emptyBucket("full-duet");
      progress("duet: destroying");
      await duet.destroy();
      const left = await inventory(name);
      expect(left.filter((line) => !line.includes("full-other"))).toEqual([]);
    },
    18 * MINUTES,
  );
});
