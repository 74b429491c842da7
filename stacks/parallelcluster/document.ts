import type { DocumentFates, DroppedActions, PolicyFate } from "../document-fates";

const EVERYTHING = {
  features: {
    fsx: { buckets: ["acme-lustre"] },
    efs: true,
    imageBuild: true,
    directorySecret: "arn:aws:secretsmanager:eu-west-2:111122223333:secret:directory-a1B2c3",
  },
  s3Access: [{ bucket: "acme-references" }, { bucket: "acme-results", prefix: "hpc/", write: true }],
};

const NO_SIMULATION: DroppedActions = {
  actions: ["iam:SimulatePrincipalPolicy"],
  because: "ParallelCluster calls it nowhere; whoever may call it reads every policy of a role",
};

const LINKED_ROLES_STAY: DroppedActions = {
  actions: ["iam:DeleteServiceLinkedRole"],
  because: "the account has one for everybody, and without it the things of others stop working",
};

const LINKED_ROLES_ELSEWHERE: DroppedActions = {
  actions: ["iam:CreateServiceLinkedRole"],
  because: "no linked role stands below that path; each feature's policy has the one of its service",
};

/** The roles of a build stay when its stack goes: they are this stack's. */
const ROLES_OF_BUILDS: DroppedActions = {
  actions: [
    ...["iam:DeleteInstanceProfile", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy"],
    "iam:RemoveRoleFromInstanceProfile",
  ],
  because: "the build's machine and this function have roles that are there for all builds, so that it takes none away",
};

const NO_PARAMETERS: DroppedActions = {
  actions: ["ssm:GetParameter", "ssm:GetParameters"],
  because: "whoever works on the machine could read every parameter of the account, and passwords are kept there",
};

/** The policy of the CloudWatch agent; ParallelCluster writes its configuration into a file. */
function agentIn(into: string, ...more: readonly string[]): PolicyFate {
  const dropped = [
    {
      actions: ["logs:CreateLogGroup", "logs:DescribeLogGroups", "logs:PutRetentionPolicy"],
      because: "the group, with its retention, is in the cluster's stack",
    },
    {
      actions: ["ec2:DescribeTags", ...more],
      because: "for metrics with tags and volumes; ParallelCluster's have the id of the instance",
    },
    { actions: ["ssm:GetParameter"], because: "the agent's configuration is in a file" },
    { actions: ["xray:*"], because: "nothing on a node is traced" },
  ];
  return { into: [into], dropped };
}

/** The policy of everything that Systems Manager does with machines: of it, sessions are kept. */
function sessionsIn(into: string): PolicyFate {
  const dropped = [
    NO_PARAMETERS,
    {
      actions: ["ec2messages:*", "ssm:*"],
      because:
        "people open sessions on nodes; commands, patches and inventories of Systems Manager are not for clusters",
    },
  ];
  return { into: [into], dropped };
}

/** Where what the user guide's page on IAM grants stands now. */
export const DOCUMENT: DocumentFates = {
  settings: { ...EVERYTHING, loginNodes: true },
  variants: {
    bounded: { ...EVERYTHING, iamAccess: "boundary" },
    batch: { ...EVERYTHING, iamAccess: "boundary", scheduler: "awsbatch", roles: true },
    privileged: { ...EVERYTHING, iamAccess: "privileged" },
    "batch-privileged": { ...EVERYTHING, iamAccess: "privileged", scheduler: "awsbatch" },
  },
  policies: {
    "Base user policy": {
      into: ["base", "efs", "logs", "privileged iam"],
      dropped: [
        NO_SIMULATION,
        {
          actions: ["cloudformation:*"],
          because:
            "stacks are made, changed, deleted and read; no change sets, stack sets, types, exports or stack policies",
        },
        { actions: ["ec2:Describe*"], because: "what the command line and its stacks look up" },
        {
          actions: ["elasticfilesystem:*"],
          because:
            "file systems of clusters and their mount targets; no replication, access points or file system policies",
        },
        {
          actions: ["s3:*"],
          because:
            "the one bucket of the account and region, and below it what belongs to clusters; it is never deleted or opened",
        },
        {
          actions: ["s3:Get*", "s3:List*"],
          because: "published objects are fetched by their names; everybody may read them",
        },
      ],
    },
    "Additional user policy when using AWS Batch scheduler": {
      into: ["batch awsbatch", "batch-privileged iam"],
      dropped: [
        LINKED_ROLES_STAY,
        {
          actions: ["batch:*"],
          because:
            "environments, queues and definitions of clusters; head nodes submit and end jobs, and nobody else's are touched",
        },
        { actions: ["codebuild:*"], because: "the project of a cluster; its builds are started by functions" },
        { actions: ["ecr:*"], because: "the repository of a cluster; images are pushed by its build" },
        {
          actions: ["events:*"],
          because: "the rule of a cluster that notices the end of a build; no buses and no archives",
        },
      ],
    },
    "Additional user policy when using Amazon FSx for Lustre": {
      into: ["fsx"],
      dropped: [
        LINKED_ROLES_STAY,
        {
          actions: ["fsx:*"],
          because:
            "file systems in clusters' stacks and their links to buckets; no backups, volumes or caches are made",
        },
        {
          actions: ["s3:Get*", "s3:List*"],
          because: "the place and the list of the bucket, and its objects; not how it is set up",
        },
      ],
    },
    "User policy to use image build features": {
      into: ["image", "base", "privileged iam"],
      dropped: [
        { actions: ["imagebuilder:Get*"], because: "what a build's stack holds; no policies and no workflows" },
      ],
    },
    "Privileged IAM access mode": {
      into: ["privileged iam", "batch-privileged iam"],
      dropped: [LINKED_ROLES_ELSEWHERE],
    },
    "Restricted IAM access mode": { into: ["iam"] },
    "PermissionsBoundary mode": { into: ["bounded iam", "batch iam"], dropped: [LINKED_ROLES_ELSEWHERE] },
    "Head node, Slurm": { into: ["roles head-node policy"] },
    "Head node, AWS Batch": { into: ["batch roles head-node policy"] },
    "AWS Lambda functions role": { into: ["roles functions policy"] },
    "Compute nodes": { into: ["roles compute policy"] },
    "Instance role for EC2 Image Builder": { into: ["roles builder policy"] },
    "AWS Lambda cleanup role": { into: ["roles cleanup policy"], dropped: [ROLES_OF_BUILDS] },
    "Head node: CloudWatchAgentServerPolicy": agentIn("roles head-node policy"),
    "Head node: AmazonSSMManagedInstanceCore": sessionsIn("roles head-node policy"),
    "Compute nodes: CloudWatchAgentServerPolicy": agentIn("roles compute policy", "ec2:DescribeVolumes"),
    "Compute nodes: AmazonSSMManagedInstanceCore": sessionsIn("roles compute policy"),
    "Instance role for EC2 Image Builder: AmazonSSMManagedInstanceCore": {
      into: ["roles builder policy"],
      dropped: [NO_PARAMETERS],
    },
    "Instance role for EC2 Image Builder: EC2InstanceProfileForImageBuilder": {
      into: ["roles builder policy"],
      dropped: [
        {
          actions: ["ec2:CreateSnapshot", "ec2:DescribeSnapshots", "ec2:DescribeVolumes"],
          because: "ParallelCluster builds from images of EC2, and Image Builder itself makes the new one's snapshot",
        },
        { actions: ["imagebuilder:GetMarketplaceResource"], because: "recipes name no components of the Marketplace" },
      ],
    },
    "AWS Lambda cleanup role: AWSLambdaBasicExecutionRole": {
      into: ["roles cleanup policy"],
      dropped: [{ actions: ["logs:CreateLogGroup"], because: "the group is in the stack of the build" }],
    },
  },
};
