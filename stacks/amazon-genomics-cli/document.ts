import type { DocumentFates, DroppedActions } from "../document-fates";

const STACKS: DroppedActions = {
  actions: ["cloudformation:*"],
  because:
    "stacks change by change sets that name our execution role, and are looked at and deleted; drift, imports and other stacks' lists are not used",
};

const ROLES: DroppedActions = {
  actions: ["iam:*"],
  because:
    "roles are made within a boundary, and passed to exact services; who may assume a role is never changed, nor is a boundary",
};

const IDENTITY: DroppedActions[] = [
  {
    actions: ["sts:AssumeRole"],
    because:
      "it assumes any role; CloudFormation is handed a role instead, that can make others only within the boundary",
  },
  { actions: ["sts:GetCallerIdentity"], because: "the call needs no permission" },
];

const NAMESPACES: DroppedActions = {
  actions: ["servicediscovery:*"],
  because: "contexts reach their engines by load balancers and VPC links; no stack has a namespace of Cloud Map",
};

const BALANCERS: DroppedActions = {
  actions: ["elasticloadbalancing:*"],
  because:
    "what CloudFormation calls for network load balancers of contexts, with listeners and target groups; not rules, trust stores and capacity",
};

const FILE_SYSTEMS: DroppedActions = {
  actions: ["elasticfilesystem:*"],
  because:
    "file systems of contexts, by their tags, with mount targets and access points; not those of others, nor their policies",
};

const VERSIONS: DroppedActions = {
  actions: ["s3:ListObjectVersions"],
  because: "IAM knows no such action: the call is checked by s3:ListBucketVersions",
};

/** Where the policies of the project agc-minimal-permissions stand now. */
export const DOCUMENT: DocumentFates = {
  settings: { attachTo: { groups: ["scientists"] }, admin: { attachTo: { groups: ["administrators"] } } },
  policies: {
    "agc-admin-policy": {
      into: ["admin", "core policy", "contexts policy"],
      dropped: [
        STACKS,
        ROLES,
        ...IDENTITY,
        NAMESPACES,
        BALANCERS,
        FILE_SYSTEMS,
        VERSIONS,
        {
          actions: ["batch:*", "ecs:*"],
          because:
            "what CloudFormation calls for the environments, queues, clusters and services of contexts, and nothing else of the service",
        },
        {
          actions: ["dynamodb:*"],
          because:
            "activating makes the table, deactivating removes it, by its name; what is in it is written and read by those who run workflows",
        },
        {
          actions: ["ec2:*"],
          because: "contexts have launch templates, by name, and no endpoint services",
        },
        {
          actions: ["ecr:ListImages"],
          because: "early releases looked whether an image is there; the last ones do not",
        },
        {
          actions: ["s3:*"],
          because:
            "the bucket stays when an account is deactivated, with every version in it; no other bucket is anybody's to delete",
        },
        {
          actions: ["ssm:DeleteParameters", "ssm:LabelParameterVersion"],
          because: "CloudFormation deletes parameters one by one, and labels none",
        },
      ],
    },
    "agc-user-policy-cdk": {
      into: ["user-cdk", "contexts policy"],
      dropped: [
        STACKS,
        ROLES,
        ...IDENTITY,
        BALANCERS,
        {
          actions: ["apigateway:*"],
          because: "APIs of contexts with their parts and links; no keys, domains, certificates and portals",
        },
        {
          actions: ["ec2:*"],
          because:
            "contexts make security groups and launch templates of their own and look at the network; the network itself is the core stack's",
        },
        { actions: ["ecs:*"], because: "services of contexts run their tasks; nobody starts or stops one by hand" },
        {
          actions: ["execute-api:*"],
          because:
            "talking to engines is with those who run workflows, on the paths of AGC's adapters; no API keeps connections",
        },
        { actions: ["route53:*"], because: "no stack has a namespace of Cloud Map, whose zones these are for" },
        {
          actions: ["s3:*"],
          because: "contexts make, change and delete no bucket: the one they share is the core stack's",
        },
        { actions: ["ssm:*"], because: "contexts read parameters and write none" },
      ],
    },
    "agc-user-policy": {
      into: ["user", "user-cdk", "contexts policy"],
      dropped: [
        NAMESPACES,
        FILE_SYSTEMS,
        VERSIONS,
        {
          actions: ["batch:*"],
          because:
            "engines submit and end jobs, with roles of their own; people look at jobs, and CloudFormation makes what they run on",
        },
        {
          actions: ["dynamodb:*"],
          because:
            "the list of runs is read, looked through by index and written, one run at a time; the table is the core stack's",
        },
        {
          actions: ["ecr:*"],
          because:
            "AGC makes no repository but the CDK's, which is the core stack's; early releases looked whether an image is there",
        },
        {
          actions: ["logs:*"],
          because:
            "logs are searched, which is how the CLI reads them; groups of contexts are made and removed by CloudFormation, streams by those who write them",
        },
        { actions: ["s3:*"], because: "the CLI looks for objects in AGC's own bucket, not for policies and versions" },
        { actions: ["ssm:*"], because: "parameters are read by their names, and neither searched nor tagged" },
      ],
    },
  },
};
