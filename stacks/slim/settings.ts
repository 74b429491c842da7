import { z } from "zod";
import { fileSystemId, jobDefinitionPrefix, numberedQueues, repositoryPrefix, userName } from "../../modules/aws-rules";
import { checkInstanceRole, instanceFields } from "../batch-settings";
import { bucketSettings, checkInputBuckets, inputBucketsSettings, kmsKey } from "../bucket-settings";
import {
  capacity,
  checkingCapacity,
  type EnvironmentDefaults,
  existingRole,
  instanceCapacity,
} from "../environment-settings";
import { byName, orFalse, thoseThere } from "../named-settings";
import { assumableBy } from "../people-settings";
import { choice, either, flag, list, type Refuse, relating, section, text, whole } from "../settings-field";
import { MOST_CHUNKS } from "./gradient-queues";

/** An environment where the settings do not say. */
interface Published extends EnvironmentDefaults<"SPOT" | "EC2"> {
  readonly instanceTypes?: readonly string[];
  readonly processors?: number;
  readonly multiNode?: boolean;
}

/**
 * The environments of the published workflow, with its instance types and limits of vCPUs; the numbers are the processors
 * that jobs see.
 *
 * @see https://github.com/slimgroup/ServerlessImagingAWS, batch/create_environment_*.json and docs/batch.md
 */
const PUBLISHED = {
  "m4-spot": { type: "SPOT", instanceTypes: ["m4.4xlarge"], maxVcpus: 2048, processors: 8 },
  "r5-spot-24": { type: "SPOT", instanceTypes: ["r5.24xlarge"], maxVcpus: 2048, processors: 24 },
  "r5-spot-48": { type: "SPOT", instanceTypes: ["r5.24xlarge"], maxVcpus: 2048, processors: 48 },
  "r5-multi-24": { type: "EC2", instanceTypes: ["r5.24xlarge"], maxVcpus: 1920, processors: 24, multiNode: true },
  "c5n-multi-18": { type: "EC2", instanceTypes: ["c5n.18xlarge"], maxVcpus: 1440, processors: 18, multiNode: true },
} as const satisfies Record<string, Published>;

function environmentShape({ instanceTypes = ["optimal"], processors, multiNode = false, ...defaults }: Published) {
  // Batch's own role is one for all environments, as in the document
  const { serviceRole: _, ...fields } = capacity(["SPOT", "EC2"], defaults);
  return section({
    ...fields,
    instanceTypes: fields.instanceTypes.meta({ default: [...instanceTypes] }),
    processors: whole(1, 1024)
      .optional()
      .meta(processors === undefined ? {} : { default: processors })
      .describe(
        "Processors of an instance that jobs see, the first ones: half of its vCPUs are all cores without hyper-threads. Default with instance types of your own: all.",
      ),
    multiNode: flag()
      .default(multiNode)
      .describe("Whether it runs multi-node (MPI) jobs: type EC2, one zone, a cluster placement group of its own."),
  });
}

type Given = z.output<ReturnType<typeof environmentShape>>;

/** An environment, published or of one's own. */
function environment(published: Published, title: string) {
  const shape = environmentShape(published);
  const { instanceTypes, processors, type: usual } = published;
  /** @see https://docs.aws.amazon.com/batch/latest/userguide/mnp-ce.html */
  const checkMultiNode = ({ type, multiNode }: Pick<Given, "type" | "multiNode">, refuse: Refuse) => {
    const hint = "Batch runs multi-node jobs on instances on demand only";
    if (multiNode && type === "SPOT") refuse(["type"], "EC2, or multiNode: false beside it", hint);
    if (multiNode && !type && usual === "SPOT") refuse(["multiNode"], "false, or type: EC2 beside it", hint);
  };
  const checked = relating(checkingCapacity(shape, published), ["type", "multiNode"], checkMultiNode);
  const complete = checked.transform(({ multiNode, ...given }) => ({
    ...instanceCapacity({ instanceTypes: instanceTypes && [...instanceTypes], ...given }, published),
    // what is published holds for its own instance types
    processors: given.processors ?? (given.instanceTypes ? undefined : processors),
    multiNode,
  }));
  return orFalse(complete, "environment").describe(title);
}

const environments = byName(
  {
    "m4-spot": environment(PUBLISHED["m4-spot"], "SpotQueue_M4 of the published workflow.").prefault({}),
    "r5-spot-24": environment(PUBLISHED["r5-spot-24"], "R5 spot instances, one socket.").prefault({}),
    "r5-spot-48": environment(PUBLISHED["r5-spot-48"], "R5 spot instances, both sockets.").prefault({}),
    "r5-multi-24": environment(PUBLISHED["r5-multi-24"], "R5 instances for multi-node jobs.").prefault({}),
    "c5n-multi-18": environment(PUBLISHED["c5n-multi-18"], "C5n instances for multi-node jobs.").prefault({}),
  },
  environment({ type: "SPOT", maxVcpus: 256 }, "An environment of your own."),
  "environments",
);

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
const { serviceRole } = capacity(["SPOT", "EC2"], PUBLISHED["m4-spot"]);

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
    trusted: assumableBy.describe("Who may assume it."),
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
  environments: environments
    .prefault({})
    .describe(
      "Where jobs run: environments of AWS Batch, each with a queue of its name; the published five unless they are false.",
    ),
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
  if (shared && !Object.values(thoseThere(environments)).some(({ multiNode }) => multiNode))
    refuse(["sharedFileSystem"], "nothing without an environment with multiNode: true", "no other would mount it");
}

function checkEnvironments({ environments }: Pick<Slim, "environments">, refuse: Refuse): void {
  if (Object.keys(thoseThere(environments)).length === 0)
    refuse(["environments"], "at least one environment", "jobs run somewhere: leave one of them");
}

const checked = [
  (it: typeof slim) => relating(it, ["environments"], checkEnvironments),
  (it: typeof slim) => relating(it, ["bucket", "inputBuckets"], checkInputs),
  (it: typeof slim) => relating(it, ["instanceRole", "instanceProfile"], checkInstanceRole),
  (it: typeof slim) => relating(it, ["sharedFileSystem", "environments"], checkSharedFileSystem),
].reduce((it, check) => check(it), slim);

/** SLIM's serverless seismic imaging: `systems.slim` of the settings. */
export const slimSettings = checked
  .transform((given) => ({ ...given, environments: thoseThere(given.environments) }))
  .describe("SLIM's serverless seismic imaging: roles and groups, queues of messages, a bucket, and AWS Batch.");
