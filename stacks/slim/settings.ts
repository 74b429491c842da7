import { z } from "zod";
import {
  fileSystemId,
  jobDefinitionPrefix,
  numberedQueues,
  personArn,
  repositoryPrefix,
  thingName,
  userName,
} from "../../modules/aws-rules";
import { checkInstanceRole, instanceFields } from "../batch-settings";
import { bucketSettings, checkInputBuckets, inputBucketsSettings, kmsKey } from "../bucket-settings";
import {
  capacity,
  checkingCapacity,
  type EnvironmentDefaults,
  existingRole,
  instanceCapacity,
} from "../environment-settings";
import { choice, either, flag, list, type Refuse, relating, section, text, whole } from "../settings-field";

const DEFAULTS: EnvironmentDefaults<"SPOT" | "EC2"> = { type: "SPOT", maxVcpus: 256 };

// Batch's own role is one for all environments, as in the document
const { serviceRole, ...capacityFields } = capacity(["SPOT", "EC2"], DEFAULTS);

const environmentShape = section({
  ...capacityFields,
  processors: whole(1, 1024)
    .optional()
    .describe(
      "Processors of an instance that jobs see, the first ones: half of its vCPUs are all cores without hyper-threads. Default: all.",
    ),
  multiNode: flag()
    .default(false)
    .describe("Whether it runs multi-node (MPI) jobs: type EC2, one zone, a cluster placement group of its own."),
});

/** @see https://docs.aws.amazon.com/batch/latest/userguide/mnp-ce.html */
function checkMultiNode(
  { type = DEFAULTS.type, multiNode }: Pick<z.output<typeof environmentShape>, "type" | "multiNode">,
  refuse: Refuse,
): void {
  if (multiNode && type !== "EC2")
    refuse(
      ["multiNode"],
      `false for type ${type}`,
      "Batch runs multi-node jobs on instances on demand only: type: EC2",
    );
}

const environment = relating(
  checkingCapacity(environmentShape, DEFAULTS),
  ["type", "multiNode"],
  checkMultiNode,
).transform(({ processors, multiNode, ...given }) => ({
  ...instanceCapacity(given, DEFAULTS),
  processors,
  multiNode,
}));

/**
 * The environments of the published workflow, with its instance types and limits of vCPUs; its numbers are the processors
 * that jobs see.
 *
 * @see https://github.com/slimgroup/ServerlessImagingAWS, batch/create_environment_*.json and docs/batch.md
 */
const PUBLISHED: Record<string, z.input<typeof environment>> = {
  "m4-spot": { type: "SPOT", instanceTypes: ["m4.4xlarge"], maxVcpus: 2048, processors: 8 },
  "r5-spot-24": { type: "SPOT", instanceTypes: ["r5.24xlarge"], maxVcpus: 2048, processors: 24 },
  "r5-spot-48": { type: "SPOT", instanceTypes: ["r5.24xlarge"], maxVcpus: 2048, processors: 48 },
  "r5-multi-24": { type: "EC2", instanceTypes: ["r5.24xlarge"], maxVcpus: 1920, processors: 24, multiNode: true },
  "c5n-multi-18": { type: "EC2", instanceTypes: ["c5n.18xlarge"], maxVcpus: 1440, processors: 18, multiNode: true },
};

const MOST_CHUNKS = 20;

const chunks = whole(1, MOST_CHUNKS)
  .default(1)
  .describe("How many there are: one for each chunk of a gradient, num_chunks of the workflow's parameters.");

const gradientQueues = either("{ create: true } or { existing: <name without number> }, one of the two", [
  section({
    create: z.literal(true, { error: "true" }).describe("Queues are created."),
    chunks,
    kmsKey: kmsKey("the messages"),
  }),
  section({
    existing: text(numberedQueues).describe(
      "Name of queues that exist, without the number that the workflow adds: GradientQueue_ for GradientQueue_1. They are never changed.",
    ),
    chunks,
    kmsKey: kmsKey("the messages"),
  }),
]);

const roleOf = (whose: string) =>
  existingRole.optional().describe(`Role of ${whose} that exists already. Default: one is created.`);

const createdOrExisting = either("{ create: true } or { existing: <role ARN> }", [
  section({ create: z.literal(true, { error: "true" }).describe("A role is created.") }),
  existingRole,
]).optional();

const sharedFileSystem = either("{ create: true } or { existing: <id> }, one of the two", [
  section({
    create: z.literal(true, { error: "true" }).describe("A file system is created."),
    forceDestroy: flag()
      .default(false)
      .describe("Whether destroying may delete it with what is in it. It must be applied before it counts."),
    kmsKey: kmsKey("what is in it"),
  }),
  section({
    existing: text(fileSystemId).describe(
      "Id of a file system of EFS that exists and that the instances reach. It is never changed.",
    ),
  }),
]);

const { volumeGiB, volumeKmsKey, instanceRole, instanceProfile } = instanceFields(100);

const slim = section({
  bucket: bucketSettings
    .optional()
    .describe(
      "Bucket of models, data, gradients and images: a new one, or one that exists. Default: a new one, named <name>-slim-<account>-<region>.",
    ),
  inputBuckets: inputBucketsSettings.optional().describe("Buckets that the workflow only reads. Default: none."),
  gradientQueues: gradientQueues
    .prefault({ create: true })
    .describe("Queues of messages (SQS) that announce gradients to the function that sums them up."),
  users: either("false, or a list of user names", [z.literal(false), list(text(userName), "user names")])
    .optional()
    .describe(
      "Users who exist and become members of the group of those who work with slim; false: no group. Default: a group without members. Groups are for administrators: no permissions boundary holds them.",
    ),
  userRole: section({
    trusted: list(text(personArn), "ARNs of users and roles").describe("Who may assume it."),
  })
    .optional()
    .describe("Role that people assume to work with slim, which a permissions boundary holds. Default: none."),
  userPermissions: choice(["workflow", "aws-managed"])
    .default("workflow")
    .describe(
      "What the group and the role allow. workflow: what deploying and running the workflow takes, on its own things. aws-managed: full access to seven services of the account, as the document has it.",
    ),
  repositoryPrefix: text(repositoryPrefix)
    .optional()
    .describe("Namespace of the container repositories that people may create and push to. Default: <name>-slim/."),
  jobDefinitionPrefix: text(jobDefinitionPrefix)
    .default("isotropic-")
    .describe("First letters of the job definitions that the functions register; the published ones say isotropic-."),
  environments: z
    .record(text(thingName), environment, { error: "a section of environments: <name>: { type: SPOT }" })
    .refine((named) => Object.keys(named).length > 0, { error: "a section with at least one environment" })
    .prefault(PUBLISHED)
    .describe("Where jobs run: environments of AWS Batch, each with a queue of its name. Default: the published five."),
  volumeGiB,
  volumeKmsKey,
  instanceRole,
  instanceProfile,
  serviceRole,
  lambdaRole: roleOf("the Lambda functions"),
  stateMachineRole: roleOf("the state machines"),
  jobRole: createdOrExisting.describe(
    "Role that jobs carry in their definitions, which the functions must name there then. Default: none, jobs work with the instances' role as the published functions have it.",
  ),
  sharedFileSystem: sharedFileSystem
    .optional()
    .describe("File system (EFS) at /efs of the instances that run multi-node jobs. Default: none."),
});

type Slim = z.output<typeof slim>;

function checkInputs({ bucket, inputBuckets = [] }: Pick<Slim, "bucket" | "inputBuckets">, refuse: Refuse): void {
  const name = bucket && ("create" in bucket ? bucket.create : bucket.existing);
  checkInputBuckets({ bucket: name ?? "", prefix: bucket?.prefix }, inputBuckets, refuse);
}

function checkSharedFileSystem(
  { sharedFileSystem: shared, environments }: Pick<Slim, "sharedFileSystem" | "environments">,
  refuse: Refuse,
): void {
  if (shared && !Object.values(environments).some(({ multiNode }) => multiNode))
    refuse(["sharedFileSystem"], "nothing without an environment with multiNode: true", "no other would mount it");
}

const checked = [
  (it: typeof slim) => relating(it, ["bucket", "inputBuckets"], checkInputs),
  (it: typeof slim) => relating(it, ["instanceRole", "instanceProfile"], checkInstanceRole),
  (it: typeof slim) => relating(it, ["sharedFileSystem", "environments"], checkSharedFileSystem),
].reduce((it, check) => check(it), slim);

/** SLIM's serverless seismic imaging: `systems.slim` of the settings. */
export const slimSettings = checked.describe(
  "SLIM's serverless seismic imaging: roles and groups, queues of messages, a bucket, and AWS Batch.",
);
