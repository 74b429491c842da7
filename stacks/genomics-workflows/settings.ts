import { z } from "zod";
import {
  accountId,
  archiveSource,
  fileSystemId,
  lustreMountName,
  objectPrefix,
  repositoryPrefix,
  sha256,
} from "../../modules/aws-rules";
import { checkInstanceRole, instanceFields } from "../batch-settings";
import { bucketSettings, bucketsSettings, checkInputBuckets, inputBucketsSettings, kmsKey } from "../bucket-settings";
import {
  type EnvironmentDefaults,
  type EnvironmentSettings,
  environmentSettings,
  existingRole,
} from "../environment-settings";
import { byName, orFalse, thoseThere } from "../named-settings";
import { checkQueue, type QueueDefaults, type QueueSettings, queueSettings } from "../queue-settings";
import { choice, either, flag, list, type Refuse, relating, section, text, whole } from "../settings-field";
import { statementsSettings } from "../statement-settings";

/** The environments of the document's templates. */
const SPOT: EnvironmentDefaults<"SPOT"> = { type: "SPOT", maxVcpus: 1000 };
const ON_DEMAND: EnvironmentDefaults<"EC2"> = { type: "EC2", maxVcpus: 100 };

/** The queues of the document's templates. */
const QUEUES = {
  default: { priority: 1, environments: ["spot"] },
  priority: { priority: 1000, environments: ["on-demand", "spot"] },
} as const satisfies Record<string, QueueDefaults>;

const environment = (defaults: EnvironmentDefaults<"SPOT" | "EC2">) =>
  orFalse(environmentSettings(defaults), "environment");

const environments = byName(
  {
    spot: environment(SPOT).prefault({}).describe("Spare instances: 0 to 1,000 vCPUs unless it says otherwise."),
    "on-demand": environment(ON_DEMAND).prefault({}).describe("Instances on demand: 0 to 100 vCPUs."),
  },
  environment({ type: "SPOT", maxVcpus: 256 }),
  "environments",
);

const queues = byName(
  {
    default: orFalse(queueSettings(QUEUES.default), "queue").prefault({}).describe("Jobs that can wait: spot."),
    priority: orFalse(queueSettings(QUEUES.priority), "queue")
      .prefault({})
      .describe("Jobs that come first: on demand, then spot."),
  },
  orFalse(queueSettings({ priority: 1 }), "queue"),
  "queues",
);

const instances = section({
  ...instanceFields(50),
  scratchGiB: whole(10, 16_384)
    .default(200)
    .describe("Size of the scratch volume at /scratch, where containers and their files are."),
  ebsAutoscale: section({
    source: text(archiveSource).describe("Archive of a release of Amazon EBS Autoscale, in S3 or at an https URL."),
    sha256: text(sha256).describe("Checksum of the archive; one that has another is not run."),
  })
    .optional()
    .describe("Lets the scratch volume grow while jobs run. Default: it keeps its size."),
  lendRoleToJobs: flag()
    .default(true)
    .describe(
      "Whether jobs without a role of their own work with the instances'. false where every job carries the job role: the instances then reach no bucket.",
    ),
});

const head = (tool: string) =>
  either(`false, { runsOn: job }, { runsOn: machine } or { existing: <role ARN> }`, [
    z.literal(false),
    section({
      runsOn: choice(["job", "machine"])
        .default("job")
        .describe(`Where ${tool} itself runs: in a job of its own, or on a machine, which gets an instance profile.`),
    }),
    existingRole,
  ])
    .prefault({})
    .describe(`Role of ${tool} itself; false where it is not used.`);

/** @see https://docs.aws.amazon.com/fsx/latest/LustreGuide/using-fsx-lustre.html */
const lustreCapacity = z
  .int({ error: "1200, or a multiple of 2400" })
  .refine((size) => size === 1200 || (size > 0 && size % 2400 === 0 && size <= 240_000), {
    error: "1200, or a multiple of 2400",
  });

const fileSystems = section({
  efs: either("{ create: true } or { existing: <id> }, one of the two", [
    section({
      create: z.literal(true, { error: "true" }).describe("A file system of EFS is created, one subnet a zone."),
      forceDestroy: flag()
        .default(false)
        .describe("Whether destroying may delete it with what is in it. It must be applied before it counts."),
      kmsKey: kmsKey("it"),
    }),
    section({ existing: text(fileSystemId).describe("Id of a file system that exists; it lets the instances in.") }),
  ])
    .optional()
    .describe("File system of EFS that instances mount at /mnt/efs. Default: none."),
  lustre: either("{ create: { capacityGiB } } or { existing: <id>, mountName }, one of the two", [
    section({
      create: section({ capacityGiB: lustreCapacity.describe("Size: 1200, or a multiple of 2400.") }).describe(
        "A scratch file system of FSx is created in the first subnet; what is in it is not kept.",
      ),
    }),
    section({
      existing: text(fileSystemId).describe("Id of a file system that exists; it lets the instances in."),
      mountName: text(lustreMountName).describe("Its mount name, as FSx shows it."),
    }),
  ])
    .optional()
    .describe("File system of FSx for Lustre that instances mount at /mnt/fsx. Default: none."),
});

/** Days for which CloudWatch keeps logs. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTIONS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
];
const DAYS = `days that CloudWatch knows: ${RETENTIONS.join(", ")}`;

const shape = section({
  bucket: bucketSettings.describe("Bucket that pipelines work in: a new one, or one that exists."),
  buckets: bucketsSettings
    .optional()
    .describe("More buckets, new or existing, each read or read-write. Default: none."),
  inputBuckets: inputBucketsSettings
    .optional()
    .describe("Buckets of others that are only read, public data sets too. Default: none."),
  workPrefix: text(objectPrefix)
    .default("work/")
    .describe("Folder below the bucket's prefix where tools keep what they run with."),
  environments: environments.prefault({}).describe("Where jobs run; spot and on-demand unless they are false."),
  queues: queues.prefault({}).describe("Queues, each with environments; default and priority unless they are false."),
  instances: relating(instances, ["instanceRole", "instanceProfile"], checkInstanceRole)
    .prefault({})
    .describe("The instances of all environments."),
  images: section({
    repositoryPrefix: text(repositoryPrefix)
      .optional()
      .describe("Namespace of the container repositories that are pulled from. Default: all of the account."),
    accounts: list(text(accountId), "account numbers")
      .optional()
      .describe("Other accounts whose repositories are pulled from, where they let us in. Default: none."),
  })
    .prefault({})
    .describe("Container images of ECR."),
  jobRole: either("{ statements } or { existing: <role ARN> }, one of the two", [
    section({
      statements: statementsSettings
        .optional()
        .describe("What jobs may do besides working with the buckets. Default: nothing."),
    }),
    existingRole,
  ])
    .prefault({})
    .describe("Role that jobs carry. Default: one is created."),
  nextflow: head("Nextflow"),
  cromwell: head("Cromwell"),
  fileSystems: fileSystems.prefault({}).describe("File systems that instances share. Default: none."),
  logDays: z
    .int({ error: DAYS })
    .refine((days) => RETENTIONS.includes(days), { error: DAYS })
    .meta({ enum: RETENTIONS })
    .default(7)
    .describe("Days until the instances' logs are deleted."),
});

type Given = z.output<typeof shape>;

/** The environments that are there. */
function environmentsOf({ environments }: Pick<Given, "environments">): Record<string, EnvironmentSettings> {
  return thoseThere(environments);
}

/** The queues that are there; those of the document leave out environments that are not. */
function queuesOf(given: Pick<Given, "environments" | "queues">): Record<string, QueueSettings> {
  const there = environmentsOf(given);
  const complete = Object.entries(given.queues).flatMap(([name, queue]) => {
    if (queue === false) return [];
    const usual: readonly string[] = name in QUEUES ? QUEUES[name as keyof typeof QUEUES].environments : [];
    const { environments = usual.filter((environment) => environment in there) } = queue;
    return [[name, { ...queue, environments }]];
  });
  return Object.fromEntries(complete);
}

function checkQueues(given: Pick<Given, "environments" | "queues">, refuse: Refuse): void {
  const there = environmentsOf(given);
  const queues = Object.entries(queuesOf(given));
  if (queues.length === 0) refuse(["queues"], "at least one queue", "jobs are sent to a queue: leave one of them");
  for (const [name, queue] of queues) {
    const at: Refuse = (path, allowed, hint) => refuse(["queues", name, ...path], allowed, hint);
    if (queue.environments.length === 0 && name in QUEUES)
      at([], "false, or a section with environments", "none of its usual environments is there");
    else if (queue.environments.length === 0)
      at([], "a section with environments", "a queue of your own says where its jobs run");
    else checkQueue(queue, there, at);
  }
}

/** A bucket is created or named once: two of one name would be two owners. */
function checkBuckets({ bucket, buckets = [], inputBuckets = [] }: Given, refuse: Refuse): void {
  const nameOf = (it: Given["bucket"]) => ("create" in it ? it.create : it.existing);
  const mine = [bucket, ...buckets].map((it) => ({ bucket: nameOf(it), prefix: it.prefix }));
  buckets.forEach((_, index) => {
    const name = mine[index + 1]?.bucket;
    if (mine.slice(0, index + 1).some((other) => other.bucket === name))
      refuse(
        ["buckets", index],
        "each bucket once",
        `${name} is named before: name it once, with a folder that holds both`,
      );
  });
  checkInputBuckets(mine, inputBuckets, refuse);
}

const checked = [
  (it: typeof shape) => relating(it, ["environments", "queues"], checkQueues),
  (it: typeof shape) =>
    relating(it, ["bucket", "buckets", "inputBuckets"], (given, refuse) => checkBuckets(given as Given, refuse)),
].reduce((it, check) => check(it), shape);

/** Genomics Workflows on AWS, the core environment: `systems.genomics-workflows` of the settings. */
export const genomicsWorkflowsSettings = checked
  .transform((given) => ({ ...given, environments: environmentsOf(given), queues: queuesOf(given) }))
  .describe("Genomics Workflows on AWS: buckets, AWS Batch with two queues, and roles for Nextflow and Cromwell.");
