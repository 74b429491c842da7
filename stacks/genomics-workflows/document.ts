import type { DocumentFates, DroppedActions } from "../document-fates";

const BUCKET: DroppedActions = {
  actions: ["s3:*"],
  because:
    "objects are read and written, and listed; buckets are administered by the stack, or by whoever they belong to",
};

const SCRATCH = "the script creates volumes, attaches them and deletes what it could not attach";

/** Where the policies of "Core: Permissions", and of the template that the page links, stand now. */
export const DOCUMENT: DocumentFates = {
  settings: {
    bucket: { create: "acme-genomics" },
    instances: {
      ebsAutoscale: {
        source: "s3://acme-tools/amazon-ebs-autoscale.tgz",
        sha256: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      },
    },
    environments: { spot: { allocationStrategy: "BEST_FIT", serviceRole: { create: true } } },
  },
  policies: {
    "s3bucket-access-<region>": { into: ["instance policy", "job policy"], dropped: [BUCKET] },
    "ebs-autoscale-<region>": { into: ["instance policy"] },
    "ebs-autoscale-policy": {
      into: ["instance policy"],
      dropped: [{ actions: ["ec2:*Volume"], because: `${SCRATCH}; it neither changes, imports nor detaches any` }],
    },
    "AWSBatchServiceRole: AWSBatchServiceRole": {
      attached:
        "serviceRole: { create: true } makes the role with it; by default Batch works with its service-linked role",
    },
    "ecsInstanceRole: AmazonEC2ContainerServiceforEC2Role": {
      into: ["instance policy"],
      dropped: [
        { actions: ["ecs:CreateCluster"], because: "Batch makes the clusters" },
        {
          actions: ["ecs:ListTagsForResource", "ecs:TagResource"],
          because: "the agent tags what it registers, and hands out tags, only where it is configured to",
        },
      ],
    },
    "ecsInstanceRole: AmazonS3ReadOnlyAccess": {
      into: ["instance policy"],
      dropped: [
        {
          actions: ["s3:*"],
          because:
            "it reads every bucket of the account; here the buckets that settings name are read, public data sets among them",
        },
        { actions: ["s3-object-lambda:*"], because: "no access point transforms objects here" },
      ],
    },
    "AWSSpotFleetTaggingRole: AmazonEC2SpotFleetTaggingRole": {
      attached:
        "allocationStrategy: BEST_FIT of a SPOT environment makes the role with it; the other strategies start no fleet",
    },
    "BatchJobRole: S3Bucket-Access": {
      into: ["job policy"],
      dropped: [BUCKET, { actions: ["s3:ListBucket*"], because: "objects are listed; versions and uploads are not" }],
    },
    "BatchInstanceRole: CodeCommit-Access": {
      dropped: "instances fetch no scripts from a repository: their user data has what they need",
    },
    "BatchInstanceRole: SystemsManager-Access": {
      into: ["nextflow policy", "cromwell policy"],
      dropped: [
        {
          actions: ["ssm:GetParameter*"],
          because: "parameters are read by Nextflow and Cromwell, not by instances, and without their history",
        },
        {
          actions: ["ssm:DescribeParameters"],
          because: "the path of the parameters is known; it would list those of the whole account",
        },
      ],
    },
    "BatchInstanceRole: AmazonSSMManagedInstanceCore": {
      into: ["instance policy"],
      dropped: [
        {
          actions: ["ssm:*"],
          because:
            "Session Manager needs none of it; State Manager, Patch Manager and Run Command do, and it reads every parameter of the account",
        },
        { actions: ["ec2messages:*"], because: "Run Command's channel, which is not used" },
      ],
    },
    "BatchInstanceRole: CloudWatchAgentServerPolicy": {
      into: ["instance policy"],
      dropped: [
        {
          actions: ["logs:CreateLogGroup", "logs:DescribeLogGroups", "logs:PutRetentionPolicy"],
          because: "the stack makes the log group, with its retention",
        },
        { actions: ["ssm:GetParameter"], because: "the agent's configuration is in the user data" },
        { actions: ["xray:*"], because: "nothing is traced" },
      ],
    },
  },
};
