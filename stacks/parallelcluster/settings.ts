import {
  bucketName,
  clusterPrefix,
  fileSystemId,
  hostedZoneId,
  iamResourcePrefix,
  objectPrefix,
  policyArn,
  secretArn,
} from "../../modules/aws-rules";
import { ADMINISTRATORS } from "../../modules/iam-write-rules";
import { kmsKey } from "../bucket-settings";
import { assumableBy, attachTo } from "../people-settings";
import { choice, either, flag, list, type Refuse, relating, section, text } from "../settings-field";
import { isFrom, NEWEST, RELEASES, type Release } from "./releases";

const fileSystems = list(text(fileSystemId), "ids of file systems");

/** File systems that exist: clusters get no new ones then, and nobody may change these. */
const existingOnly = section({
  existing: fileSystems.describe("Ids of the file systems that exist, which clusters only mount."),
});

const features = section({
  fsx: either("true, false, { buckets: […] } or { existing: […] }", [
    flag(),
    section({
      buckets: list(text(bucketName), "bucket names").describe(
        "Buckets that file systems import from and export to; all of a bucket can be read and written through one.",
      ),
    }),
    existingOnly,
  ])
    .default(false)
    .describe("Whether clusters have file systems of FSx for Lustre, and with which buckets they are filled."),
  efs: either("true, false or { existing: […] }", [flag(), existingOnly])
    .default(false)
    .describe("Whether clusters have file systems of EFS."),
  imageBuild: flag().default(false).describe("Whether users build images: pcluster build-image."),
  logRetrieval: flag()
    .default(true)
    .describe("Whether users read and export logs: pcluster get-cluster-log-events, export-cluster-logs."),
  directorySecret: text(secretArn)
    .optional()
    .describe("ARN of the secret with the directory's password: DirectoryService/PasswordSecretArn. Default: none."),
  databaseSecret: text(secretArn)
    .optional()
    .describe("ARN of the secret with the password of Slurm's accounting database. Default: none."),
  mungeKeySecret: text(secretArn).optional().describe("ARN of the secret with the MUNGE key. Default: none."),
  hostedZones: list(text(hostedZoneId), "ids of hosted zones")
    .optional()
    .describe("Hosted zones that exist and that clusters name nodes in: SlurmSettings/Dns/HostedZoneId."),
});

const s3Access = list(
  section({
    bucket: text(bucketName).describe("Name of the bucket."),
    prefix: text(objectPrefix).optional().describe("Folder in the bucket. Default: the whole bucket."),
    write: flag().default(false).describe("Whether nodes write there too."),
    kmsKey: kmsKey("the objects"),
  }),
  "buckets",
);

const parallelcluster = section({
  version: choice(RELEASES)
    .default(NEWEST)
    .describe("Release of ParallelCluster that the policies are for: 3.16 is for 3.16.3 and the ones before it."),
  scheduler: choice(["slurm", "awsbatch"]).default("slurm").describe("Scheduler of the clusters."),
  iamAccess: choice(["restricted", "boundary", "privileged"])
    .default("restricted")
    .describe(
      "Who makes roles: restricted, this stack, and users none; boundary, ParallelCluster within a permissions boundary; privileged, ParallelCluster without a limit.",
    ),
  roles: flag()
    .optional()
    .describe(
      "Whether this stack makes roles of nodes, functions and builds for configurations to name. Default: true with restricted, otherwise false.",
    ),
  clusterPrefix: text(clusterPrefix)
    .optional()
    .describe("First letters of the names of clusters; users get at no others. Default: clusters of any name."),
  resourcePrefix: text(iamResourcePrefix)
    .optional()
    .describe("Iam/ResourcePrefix of the configurations: path or first letters of what ParallelCluster makes in IAM."),
  bucket: section({
    existing: text(bucketName).describe("Name of a bucket that exists: CustomS3Bucket of the configurations."),
  })
    .optional()
    .describe(
      "Bucket that keeps configurations and artifacts. Default: ParallelCluster makes one for account and region.",
    ),
  loginNodes: flag().default(false).describe("Whether clusters have login nodes."),
  functionsInNetwork: flag()
    .default(false)
    .describe("Whether configurations set DeploymentSettings/LambdaFunctionsVpcConfig."),
  features: features.prefault({}).describe("What users do besides; each is a policy of its own."),
  s3Access: s3Access.optional().describe("Buckets of data that nodes read and write. Default: none."),
  additionalPolicies: list(text(policyArn), "ARNs of managed policies")
    .optional()
    .describe("Policies that nodes get besides: Iam/AdditionalIamPolicies. Default: none."),
  attachTo: attachTo
    .optional()
    .describe("Users, groups and roles that exist and get the user policies. Applied by an administrator."),
  assumableBy: assumableBy
    .optional()
    .describe("ARNs of users and roles that may assume a role with the user policies. Default: no such role."),
});

const TOGETHER = [
  ...["version", "scheduler", "iamAccess", "roles", "clusterPrefix", "resourcePrefix", "loginNodes"],
  ...["functionsInNetwork", "features", "additionalPolicies", "s3Access"],
] as const;

/** AWS ParallelCluster: `systems.parallelcluster` of the settings. */
export const parallelclusterSettings = relating(
  parallelcluster,
  TOGETHER as unknown as (keyof typeof parallelcluster.shape)[],
  (settings, refuse) => {
    checkAccess(settings, refuse);
    checkRelease(settings, refuse);
    checkPolicies(settings.additionalPolicies ?? [], refuse);
    checkBuckets(settings.s3Access ?? [], refuse);
  },
).describe("Permissions to use AWS ParallelCluster: user policies, roles and a boundary. IAM only.");

interface Access {
  readonly scheduler: string;
  readonly iamAccess: string;
  readonly roles?: boolean | undefined;
  readonly resourcePrefix?: string | undefined;
  readonly loginNodes: boolean;
}

/** @see https://docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html */
function checkAccess({ scheduler, iamAccess, roles, resourcePrefix, loginNodes }: Access, refuse: Refuse): void {
  if (iamAccess === "restricted") {
    if (scheduler === "awsbatch")
      refuse(
        ["scheduler"],
        "slurm with iamAccess: restricted",
        "a configuration cannot name all roles that AWS Batch needs; use iamAccess: boundary",
      );
    if (roles === false) refuse(["roles"], "true with iamAccess: restricted", "nobody else makes the roles then");
    if (resourcePrefix !== undefined)
      refuse(
        ["resourcePrefix"],
        "nothing with iamAccess: restricted",
        "it is for what ParallelCluster makes in IAM, and it makes nothing then",
      );
  }
  if (loginNodes && scheduler === "awsbatch")
    refuse(["loginNodes"], "false with scheduler: awsbatch", "login nodes are for Slurm");
}

interface Versioned extends Omit<Access, "scheduler" | "iamAccess"> {
  readonly version: Release;
  readonly clusterPrefix?: string | undefined;
  readonly functionsInNetwork: boolean;
  readonly features: { readonly databaseSecret?: string | undefined; readonly mungeKeySecret?: string | undefined };
}

function checkRelease(settings: Versioned, refuse: Refuse): void {
  const { version, clusterPrefix, resourcePrefix, functionsInNetwork, loginNodes, features } = settings;
  const needs = (since: Release, given: boolean, path: string[], allowed: string, because: string) => {
    if (given && !isFrom(version, since)) refuse(path, `${allowed} with version: "${version}"`, `${because} ${since}`);
  };
  const nothing = (since: Release, value: unknown, ...path: string[]) =>
    needs(since, value !== undefined, path, "nothing", "ParallelCluster has it since");
  needs(
    "3.2",
    clusterPrefix !== undefined,
    ["clusterPrefix"],
    "nothing",
    "everything is tagged with its cluster's name since",
  );
  nothing("3.4", resourcePrefix, "resourcePrefix");
  needs("3.4", functionsInNetwork, ["functionsInNetwork"], "false", "ParallelCluster has it since");
  needs("3.7", loginNodes, ["loginNodes"], "false", "ParallelCluster has login nodes since");
  nothing("3.3", features.databaseSecret, "features", "databaseSecret");
  nothing("3.8", features.mungeKeySecret, "features", "mungeKeySecret");
}

function checkPolicies(policies: readonly string[], refuse: Refuse): void {
  policies.forEach((policy, index) => {
    if (ADMINISTRATORS.test(policy))
      refuse(
        ["additionalPolicies", index],
        "a policy that makes no administrator",
        "whoever logs in to a node has the node's rights",
      );
  });
}

function checkBuckets(
  places: readonly { readonly bucket: string; readonly prefix?: string | undefined }[],
  refuse: Refuse,
): void {
  places.forEach(({ bucket, prefix = "" }, index) => {
    const earlier = places.findIndex(
      (other) =>
        other.bucket === bucket && (prefix.startsWith(other.prefix ?? "") || (other.prefix ?? "").startsWith(prefix)),
    );
    if (earlier < index)
      refuse(["s3Access", index, "bucket"], "each place once", `it overlaps with s3Access[${earlier}]`);
  });
}
