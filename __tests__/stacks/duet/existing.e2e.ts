import { type Emulator, startEmulator } from "../../../tools/emulator";
import { findTerraform } from "../../../tools/terraform";
import { Deployment, listed, progress, Surroundings } from "../deployment";

const MINUTES = 60_000;

describe("duet, when everything exists already", () => {
  const name = "theirs";
  let emulator: Emulator;
  let surroundings: Surroundings;
  let duet: Deployment;
  let before: string[];
  let bucket: string[];

  beforeAll(async () => {
    const terraform = await findTerraform();
    emulator = await startEmulator({ account: "111122223333", region: "eu-west-2" });
    surroundings = new Surroundings(emulator);
    duet = new Deployment("duet", terraform, emulator);
    const { vpc, subnets, securityGroup } = await surroundings.makeNetwork();
    await surroundings.makeInstanceProfile("theirs-instance");
    await surroundings.makeInstanceProfile("theirs-machine");
    await surroundings.makeBucket("theirs-runs");
    await surroundings.s3("PUT", "theirs-runs?policy", JSON.stringify(theirPolicy()));
    await surroundings.s3("PUT", "theirs-runs/duet/sample.csv", "sample");
    before = listed(await emulator.inventory());
    bucket = await surroundings.describeBucket("theirs-runs");
    duet.settings(`
name: ${name}
account: "111122223333"
region: eu-west-2
network: { vpc: ${vpc}, subnets: [${subnets}], securityGroups: [${securityGroup}] }
systems:
  duet:
    bucket: { existing: theirs-runs, prefix: duet/ }
    batch: { type: EC2, instanceProfile: { existing: theirs-instance } }
    virtualMachine: { instanceProfile: { existing: theirs-machine } }
`);
    progress("duet with existing things: applying");
    await duet.init();
    await duet.apply();
  }, 15 * MINUTES);

  afterAll(async () => {
    await emulator?.stop();
    duet?.remove();
  });

  test(
    "a second plan has no changes",
    async () => {
      expect(await duet.hasChanges()).toBe(false);
    },
    5 * MINUTES,
  );

  test("it makes no bucket, role, profile, network or policy", async () => {
    const made = listed(await emulator.inventory()).filter((line) => !before.includes(line) && line.includes(name));
    const types = new Set(made.map((line) => line.split(" ")[0]));
    expect([...types].filter((type) => /S3::Bucket|IAM|VPC|Subnet/.test(String(type)))).toEqual([]);
  });

  test(
    "what the bucket's and the roles' policies need are outputs",
    async () => {
      const { bucket_policy_to_merge, machine_policy_to_attach, instance_policy_to_attach } = await duet.outputs();
      // which roles are in their profiles is theirs to know, so that nobody is let in by name
      expect(sids(bucket_policy_to_merge)).toEqual(["RefusePlainHttp"]);
      expect(sids(machine_policy_to_attach)).toContain("SubmitJobsToTheQueue");
      expect(sids(instance_policy_to_attach)).toContain("JoinTheCluster");
    },
    5 * MINUTES,
  );

  test(
    "the bucket is the same before, during and after, and so is everything else that was there",
    async () => {
      expect(await surroundings.describeBucket("theirs-runs")).toEqual(bucket);
      progress("duet with existing things: destroying");
      await duet.destroy();
      expect(await surroundings.describeBucket("theirs-runs")).toEqual(bucket);
      const after = listed(await emulator.inventory());
      expect(before.filter((line) => !after.includes(line))).toEqual([]);
      expect(after.filter((line) => line.includes(name) && !before.includes(line))).toEqual([]);
    },
    12 * MINUTES,
  );
});

function theirPolicy(): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TheirOwn",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::444455556666:root" },
        Action: ["s3:GetObject"],
        Resource: ["arn:aws:s3:::theirs-runs/shared/*"],
      },
    ],
  };
}

function sids(policy: unknown): string[] {
  const { Statement } = JSON.parse(String(policy)) as { Statement: { Sid: string } | { Sid: string }[] };
  return [Statement].flat().map(({ Sid }) => Sid);
}
