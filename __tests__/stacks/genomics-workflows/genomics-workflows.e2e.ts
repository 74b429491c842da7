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

function settings(name: string, system: string, network = "create"): string {
  return `
name: ${name}
account: "111122223333"
region: eu-west-2
network: ${network}
systems:
  genomics-workflows:
${system.replace(/^/gm, "    ")}
`;
}

/** What exists of one `name`, in any service. */
async function inventory(name: string): Promise<string[]> {
  return listed(await emulator.inventory()).filter((line) => line.includes(name));
}

/** One side after the other would take the provider's fixed waits twice: both are driven at once. */
describe("genomics-workflows on the emulator, everything created beside everything existing", () => {
  const SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  let full: Deployment;
  let theirs: Deployment;
  let before: string[];
  let bucket: string[];

  const everything = (more: { scratchGiB: number; maxVcpus: number; priority: number }) =>
    settings(
      "gwfull",
      `
bucket: { create: gwfull-genomics, prefix: lab/ }
buckets: [{ create: gwfull-results, access: read }]
environments:
  spot: { allocationStrategy: BEST_FIT, serviceRole: { create: true } }
  on-demand: { maxVcpus: ${more.maxVcpus} }
  containers: { type: FARGATE, maxVcpus: 16 }
queues:
  default: { cancelAfterMinutes: { noCapacity: 60 } }
  priority: { priority: ${more.priority} }
  serverless: { environments: [containers] }
instances:
  scratchGiB: ${more.scratchGiB}
  ebsAutoscale: { source: "s3://gwfull-genomics/lab/tools/ebs-autoscale.tgz", sha256: ${SHA256} }
fileSystems: { efs: { create: true, forceDestroy: true } }
cromwell: { runsOn: machine }
`,
    );

  beforeAll(async () => {
    full = new Deployment("genomics-workflows", terraform, emulator);
    theirs = new Deployment("genomics-workflows", terraform, emulator);
    const { vpc, subnets, securityGroup } = await surroundings.makeNetwork();
    await surroundings.makeInstanceProfile("gwtheirs-instance");
    await surroundings.makeInstanceProfile("gwtheirs-head");
    await surroundings.makeBucket("gwtheirs-data");
    await surroundings.s3("PUT", "gwtheirs-data/sample.csv", "sample");
    before = listed(await emulator.inventory());
    bucket = await surroundings.describeBucket("gwtheirs-data");
    full.settings(everything({ scratchGiB: 200, maxVcpus: 100, priority: 1000 }));
    theirs.settings(
      settings(
        "gwtheirs",
        `
bucket: { existing: gwtheirs-data, prefix: lab/ }
instances: { instanceProfile: { existing: gwtheirs-instance } }
jobRole: { existing: "arn:aws:iam::111122223333:role/gwtheirs-head" }
nextflow: { existing: "arn:aws:iam::111122223333:role/gwtheirs-head" }
cromwell: false
environments: { on-demand: false }
queues: { priority: false }
fileSystems: { efs: { existing: fs-0123456789abcdef0 } }
`,
        `{ vpc: ${vpc}, subnets: [${subnets}], securityGroups: [${securityGroup}] }`,
      ),
    );
    progress("genomics-workflows: applying both");
    await Promise.all([full, theirs].map(async (it) => it.init().then(() => it.apply())));
  }, 18 * MINUTES);

  afterAll(() => {
    full?.remove();
    theirs?.remove();
  });

  test(
    "second plans have no changes",
    async () => {
      expect(await Promise.all([full.hasChanges(), theirs.hasChanges()])).toEqual([false, false]);
    },
    6 * MINUTES,
  );

  test(
    "the outputs name what was built, by the document's names",
    async () => {
      const role = (name: string) =>
        `arn:aws:iam::111122223333:role/groundwork/gwfull/genomics-workflows/gwfull-genomics-workflows-${name}`;
      expect(await full.outputs()).toMatchObject({
        batch_job_role_arn: role("job"),
        batch_instance_role_arn: role("instance"),
        batch_spot_fleet_role_arn: role("spot-fleet"),
        batch_service_role_arns: { spot: role("service") },
        batch_execution_role_arn: role("execution"),
        cromwell_instance_profile_arn: expect.stringContaining("instance-profile/"),
        default_job_queue_arn: "arn:aws:batch:eu-west-2:111122223333:job-queue/gwfull-genomics-workflows-default",
        efs_file_system_id: expect.stringMatching(/^fs-/),
        parameter_names: { "queues/priority": "/groundwork/gwfull/genomics-workflows/queues/priority" },
      });
    },
    5 * MINUTES,
  );

  test(
    "with existing things it makes no bucket, role, profile, network or policy, and says what they need",
    async () => {
      const made = (await inventory("gwtheirs")).filter((line) => !before.includes(line));
      expect(made.filter((line) => /^AWS::(S3|IAM|EFS)|VPC|Subnet|SecurityGroup/.test(line))).toEqual([]);
      const outputs = await theirs.outputs();
      expect(Object.keys(outputs).filter((name) => /to_attach|to_merge/.test(name))).toEqual([
        "batch_instance_policy_to_attach",
        "batch_job_policy_to_attach",
        "bucket_policies_to_merge",
        "nextflow_policy_to_attach",
      ]);
    },
    5 * MINUTES,
  );

  test(
    "a larger scratch volume reaches the environments in one apply, with queue and limits updated in place",
    async () => {
      full.settings(everything({ scratchGiB: 300, maxVcpus: 64, priority: 900 }));
      expect(await full.plan()).toEqual({
        "aws_batch_compute_environment.on_demand_environment": "create then delete",
        "aws_batch_compute_environment.spot_environment": "create then delete",
        "aws_batch_job_queue.default_queue": "update",
        "aws_batch_job_queue.priority_queue": "update",
        "aws_launch_template.batch_template": "update",
      });
      progress("genomics-workflows: updating one, destroying the other");
      await Promise.all([full.apply(), theirs.destroy()]);
      expect(await full.hasChanges()).toBe(false);
    },
    12 * MINUTES,
  );

  test("what existed is the same afterwards", async () => {
    expect(await surroundings.describeBucket("gwtheirs-data")).toEqual(bucket);
    const after = listed(await emulator.inventory());
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
    expect((await inventory("gwtheirs")).filter((line) => !before.includes(line))).toEqual([]);
  });

  test(
    "it is destroyed with nothing left",
    async () => {
      progress("genomics-workflows: destroying");
      await full.destroy();
      expect(await inventory("gwfull")).toEqual([]);
    },
    12 * MINUTES,
  );
});
