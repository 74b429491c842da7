import { parseSettings } from "../../../stacks/settings";
import { yamlOf } from "./stack-json";

const KEY = "arn:aws:kms:eu-west-2:111122223333:key/12345678-90ab-cdef-1234-567890abcdef";
const SHA256 = "0".repeat(64);

function settingsOf(system: Record<string, unknown> = {}) {
  return parseSettings(yamlOf({ system }), "groundwork.yaml").systems["genomics-workflows"];
}

/** What is said of each mistake, without its place in the text: path, what is allowed, hint. */
function mistakesIn(system: Record<string, unknown>): string[] {
  try {
    settingsOf(system);
    return [];
  } catch (error) {
    const { mistakes } = error as { mistakes?: { path: PropertyKey[]; allowed: string; hint?: string }[] };
    if (!mistakes) throw error;
    return mistakes.map(({ path, allowed, hint }) =>
      [path.slice(2).join("."), allowed, ...(hint ? [hint] : [])].join(" | "),
    );
  }
}

describe("the settings of genomics-workflows", () => {
  test("are complete with a bucket alone: the document's environments and queues", () => {
    expect(settingsOf()).toMatchObject({
      environments: {
        spot: {
          type: "SPOT",
          minVcpus: 0,
          maxVcpus: 1000,
          allocationStrategy: "SPOT_PRICE_CAPACITY_OPTIMIZED",
          imageType: "ECS_AL2023",
        },
        "on-demand": { type: "EC2", minVcpus: 0, maxVcpus: 100, allocationStrategy: "BEST_FIT_PROGRESSIVE" },
      },
      queues: {
        default: { priority: 1, environments: ["spot"] },
        priority: { priority: 1000, environments: ["on-demand", "spot"] },
      },
      nextflow: { runsOn: "job" },
      cromwell: { runsOn: "job" },
      logDays: 7,
    });
  });

  test("keep the defaults of an environment that says one thing of itself", () => {
    expect(settingsOf({ environments: { "on-demand": { maxVcpus: 64 } } })?.environments).toMatchObject({
      "on-demand": { type: "EC2", maxVcpus: 64 },
      spot: { type: "SPOT" },
    });
  });

  test("leave an environment out of the usual queues where there is none", () => {
    const without = settingsOf({ environments: { "on-demand": false } });
    expect(Object.keys(without?.environments ?? {})).toEqual(["spot"]);
    expect(without?.queues.priority?.environments).toEqual(["spot"]);
  });

  test("say nothing of instances for Fargate", () => {
    const fargate = settingsOf({ environments: { containers: { type: "FARGATE_SPOT", maxVcpus: 8 } } });
    expect(fargate?.environments.containers).toEqual({ type: "FARGATE_SPOT", maxVcpus: 8 });
  });

  test("take further environments and queues by name, in order", () => {
    const more = settingsOf({
      environments: { gpu: { type: "EC2", instanceTypes: ["g5"] } },
      queues: { gpu: { priority: 5, environments: ["gpu", "on-demand"] } },
    });
    expect(more?.environments.gpu).toMatchObject({ type: "EC2", imageType: "ECS_AL2023_NVIDIA" });
    expect(more?.queues.gpu).toMatchObject({ priority: 5, environments: ["gpu", "on-demand"] });
  });
});

const ONE_KIND = "environments of one kind: Fargate, or instances of one architecture";
const FARGATE = "Fargate has no instances of yours: leave it out, or use SPOT or EC2";
const VALID = "a statement that AWS takes and that allows something";

/** Title, settings, and what is said of them. */
const MISTAKES: readonly (readonly [title: string, system: Record<string, unknown>, ...said: string[]])[] = [
  [
    "what Fargate takes no value for",
    {
      environments: {
        c: { type: "FARGATE", minVcpus: 4, instanceTypes: ["c6i"], imageType: "ECS_AL2023", bidPercentage: 50 },
      },
    },
    `environments.c.minVcpus | nothing for type FARGATE | ${FARGATE}`,
    `environments.c.instanceTypes | nothing for type FARGATE | ${FARGATE}`,
    `environments.c.imageType | nothing for type FARGATE | ${FARGATE}`,
    `environments.c.bidPercentage | nothing for type FARGATE | ${FARGATE}`,
  ],
  [
    "an allocation strategy of spot on the on-demand environment, whose type is not written",
    { environments: { "on-demand": { allocationStrategy: "SPOT_CAPACITY_OPTIMIZED" } } },
    "environments.on-demand.allocationStrategy | BEST_FIT_PROGRESSIVE or BEST_FIT | type EC2 has no SPOT_CAPACITY_OPTIMIZED",
  ],
  [
    "more vCPUs at least than at most of the default",
    { environments: { "on-demand": { minVcpus: 200 } } },
    "environments.on-demand.minVcpus | at most maxVcpus, which is 100",
  ],
  [
    "a queue of an environment that is not there",
    { queues: { default: { environments: ["sopt"] } } },
    "queues.default.environments.0 | one of the environments: spot, on-demand | there is no environment sopt",
  ],
  [
    "Fargate and instances in one queue",
    {
      environments: { c: { type: "FARGATE" } },
      queues: { default: { environments: ["spot", "c"] } },
    },
    `queues.default.environments.1 | ${ONE_KIND} | spot is x86_64, c is Fargate`,
  ],
  [
    "two architectures in one queue",
    {
      environments: { arm: { instanceTypes: ["c7g"] } },
      queues: { default: { environments: ["spot", "arm"] } },
    },
    `queues.default.environments.1 | ${ONE_KIND} | spot is x86_64, arm is arm64`,
  ],
  [
    "a queue of one's own without environments",
    { queues: { mine: { priority: 3 } } },
    "queues.mine | a section with environments | a queue of your own says where its jobs run",
  ],
  [
    "no environment that the usual queues could have",
    { environments: { spot: false, "on-demand": false, c: { type: "FARGATE" } } },
    "queues.default | false, or a section with environments | none of its usual environments is there",
    "queues.priority | false, or a section with environments | none of its usual environments is there",
  ],
  [
    "no queue at all",
    { queues: { default: false, priority: false } },
    "queues | at least one queue | jobs are sent to a queue: leave one of them",
  ],
  [
    "a limit that is too short",
    { queues: { default: { cancelAfterMinutes: { noCapacity: 5 } } } },
    "queues.default.cancelAfterMinutes.noCapacity | a whole number from 10 to 1440",
  ],
  [
    "an archive by plain HTTP",
    { instances: { ebsAutoscale: { source: "http://example.com/a.tgz", sha256: SHA256 } } },
    "instances.ebsAutoscale.source | s3://<bucket>/<key>.tgz or https://<host>/<path>.tgz, of letters, digits and _.+~=- | it is plain HTTP, where anybody on the way may change it",
  ],
  [
    "an archive without a checksum",
    { instances: { ebsAutoscale: { source: "s3://acme-tools/a.tgz" } } },
    "instances.ebsAutoscale.sha256 | 64 hexadecimal digits in lower case, as sha256sum prints them",
  ],
  [
    "a bucket that is named twice",
    { buckets: [{ existing: "acme-genomics" }] },
    "buckets.0 | each bucket once | acme-genomics is named before: name it once, with a folder that holds both",
  ],
  [
    "an input bucket that is one of the buckets",
    { buckets: [{ existing: "runs" }], inputBuckets: [{ bucket: "runs" }] },
    "inputBuckets.0.bucket | places outside of the work bucket | the work bucket can be read already: leave it out, or give both a prefix",
  ],
  [
    "a role beside a profile",
    {
      instances: {
        instanceRole: { existing: "arn:aws:iam::111122223333:role/x" },
        instanceProfile: { existing: "x" },
      },
    },
    "instances.instanceRole | nothing beside instanceProfile | an instance profile brings its role: name one of the two",
  ],
  [
    "a key of another region",
    { instances: { volumeKmsKey: KEY.replace("eu-west-2", "us-east-1") } },
    "instances.volumeKmsKey | an ARN of region eu-west-2 | a key encrypts what is in its own region only",
  ],
  [
    "days that CloudWatch does not know",
    { logDays: 8 },
    "logDays | days that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922",
  ],
  [
    "a size that FSx does not make",
    { fileSystems: { lustre: { create: { capacityGiB: 1000 } } } },
    "fileSystems.lustre.create.capacityGiB | 1200, or a multiple of 2400",
  ],
  [
    "a statement with an action that IAM does not know",
    { jobRole: { statements: [{ sid: "List", actions: ["s3:ListObjectsV2"], resources: ["arn:aws:s3:::runs"] }] } },
    `jobRole.statements.0 | ${VALID} | IAM knows no action 's3:ListObjectsV2': write s3:ListBucket`,
  ],
  [
    "a statement with a wildcard without a reason",
    {
      jobRole: {
        statements: [{ sid: "Get", actions: ["dynamodb:GetItem"], resources: ["arn:aws:dynamodb:*:*:table/*"] }],
      },
    },
    `jobRole.statements.0 | ${VALID} | the wildcard in 'arn:aws:dynamodb:*:*:table/*' has no reason: say why in 'because'`,
  ],
  [
    "a statement that hands any role to any service",
    {
      jobRole: {
        statements: [{ sid: "Pass", actions: ["iam:PassRole"], resources: ["*"], because: "it is simpler" }],
      },
    },
    `jobRole.statements.0 | a statement by which nobody gets rights that it does not name | iam:PassRole on any role to any service: a service that is handed a role does with it what the holder says; instead: iam:PassRole hands the role to any service: write StringEquals on iam:PassedToService with the service principal, such as ec2.amazonaws.com; iam:PassRole on '*' passes any role: name the roles, or their path`,
  ],
  [
    "a statement that Terraform would fill in",
    { jobRole: { statements: [{ sid: "X", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::${var.x}/*"] }] } },
    'jobRole.statements.0.resources.0 | ARNs, or * alone where the action takes no resource | it contains "${", "%{" or a control character, which would not stay what it is',
  ],
];

describe("a mistake in the settings of genomics-workflows", () => {
  test.each(MISTAKES)("%s: is named with its place and what is allowed", (_, system, ...said) => {
    expect(mistakesIn(system as Record<string, unknown>)).toEqual(said);
  });

  test("a name that is too long, or of other letters, is named", () => {
    for (const name of ["Spot", "a234567890123456", "on_demand"])
      expect(mistakesIn({ environments: { [name]: {} } })).toEqual([
        expect.stringContaining(`environments.${name} | 1 to 15 lower-case letters`),
      ]);
  });
});
