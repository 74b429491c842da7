const IAM = "arn:aws:iam::111122223333";
const KEY = "arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-3333-4444-555555555555";
const OTHER_KEY = "arn:aws:kms:eu-west-2:111122223333:key/66666666-7777-8888-9999-000000000000";
const SSH = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1NM2lM0V4dXJpUZJbeKzHVnDwmyqSx7Ymyrr8yOd1n ada";

const SHARED = { name: "acme", account: "111122223333", region: "eu-west-2", network: "create" };
const EXISTING_NETWORK = { vpc: "vpc-0a1", subnets: ["subnet-01", "subnet-02"], securityGroups: ["sg-01"] };

const CLUSTER_FEATURES = {
  fsx: { buckets: ["acme-lustre"] },
  efs: true,
  imageBuild: true,
  directorySecret: "arn:aws:secretsmanager:eu-west-2:111122223333:secret:hpc/directory-a1B2c3",
  mungeKeySecret: "arn:aws:secretsmanager:eu-west-2:111122223333:secret:hpc/munge-a1B2c3",
  hostedZones: ["Z0123456789ABCDEFGHIJ"],
};
const CLUSTER_DATA = [
  { bucket: "acme-references" },
  { bucket: "acme-results", prefix: "hpc/", write: true },
  { bucket: "acme-sealed", kmsKey: KEY, write: true },
];
/** Environments of slim that are there unless they are false. */
const NOT_PUBLISHED = {
  "m4-spot": false,
  "r5-spot-24": false,
  "r5-spot-48": false,
  "r5-multi-24": false,
  "c5n-multi-18": false,
};

/** Settings of each system by what they are about; a profile `theirs` exists in the account. */
export const SYSTEM_CASES: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  "amazon-genomics-cli": {
    "as small as it gets": { ...SHARED, systems: { "amazon-genomics-cli": {} } },
    "with everything on": {
      ...SHARED,
      tags: { owner: "genomics" },
      iam: { path: "/labs/" },
      systems: {
        "amazon-genomics-cli": {
          bucket: { existing: "acme-agc", kmsKey: KEY },
          inputBuckets: [
            { bucket: "references", prefix: "hg38/" },
            { bucket: "whole" },
            { bucket: "sealed", kmsKey: KEY },
          ],
          attachTo: { users: ["ada"], groups: ["scientists"], roles: ["notebook"] },
          assumableBy: [`${IAM}:user/ada`, `${IAM}:role/scientists`],
          admin: { attachTo: { users: ["grace"] }, assumableBy: [`${IAM}:user/grace`] },
        },
      },
    },
    "within the organisation's boundary": {
      ...SHARED,
      iam: { permissionsBoundary: `${IAM}:policy/boundary` },
      systems: { "amazon-genomics-cli": { admin: { attachTo: { groups: ["admins"] } } } },
    },
  },
  duet: {
    "as small as it gets": { ...SHARED, systems: { duet: { bucket: { create: "acme-duet" } } } },
    "with everything on": {
      ...SHARED,
      tags: { owner: "genomics" },
      iam: { path: "/labs/", permissionsBoundary: `${IAM}:policy/boundary` },
      network: { create: { cidr: "10.20.0.0/16" } },
      systems: {
        duet: {
          bucket: { create: "acme-duet", prefix: "duet/", forceDestroy: true, kmsKey: KEY },
          inputBuckets: [
            { bucket: "references", prefix: "hg38/" },
            { bucket: "paid-by-reader", requesterPays: true },
            { bucket: "sealed", kmsKey: KEY },
          ],
          workDir: { prefix: "tmp/", expireAfterDays: 3 },
          repositoryPrefix: "lab/",
          virtualMachine: {
            instanceType: "t4g.small",
            dataGiB: 100,
            elasticIp: true,
            ssh: { publicKey: SSH, from: ["203.0.113.0/24", "198.51.100.7/32"] },
          },
          batch: {
            allocationStrategy: "BEST_FIT",
            bidPercentage: 60,
            instanceTypes: ["g5", "g6.xlarge"],
            serviceRole: { create: true },
            volumeKmsKey: KEY,
          },
          queue: { priority: 7 },
        },
      },
    },
    "where everything exists, without a machine": {
      ...SHARED,
      network: EXISTING_NETWORK,
      systems: {
        duet: {
          bucket: { existing: "theirs", prefix: "duet/" },
          virtualMachine: false,
          batch: {
            type: "EC2",
            instanceProfile: { existing: `${IAM}:instance-profile/theirs` },
            serviceRole: { existing: `${IAM}:role/batch` },
          },
        },
      },
    },
    "where roles and a subnet exist": {
      ...SHARED,
      network: { vpc: "vpc-0a1", subnets: ["subnet-01"] },
      systems: {
        duet: {
          bucket: { existing: "theirs" },
          virtualMachine: { instanceRole: { existing: `${IAM}:role/path/head` }, subnet: "subnet-01" },
          batch: { instanceRole: { existing: `${IAM}:role/path/ecs` } },
        },
      },
    },
    "in a network without a way out": {
      ...SHARED,
      network: { create: { egress: "endpoints" } },
      systems: { duet: { bucket: { existing: "theirs" } } },
    },
  },
  "genomics-workflows": {
    "as small as it gets": { ...SHARED, systems: { "genomics-workflows": { bucket: { create: "acme-genomics" } } } },
    "with everything on": {
      ...SHARED,
      tags: { owner: "genomics" },
      iam: { path: "/labs/", permissionsBoundary: `${IAM}:policy/boundary` },
      systems: {
        "genomics-workflows": {
          bucket: { create: "acme-genomics", prefix: "lab/", forceDestroy: true, kmsKey: KEY },
          buckets: [
            { create: "acme.archive", access: "read", kmsKey: OTHER_KEY },
            { existing: "others", kmsKey: KEY },
            { existing: "theirs", prefix: "runs/" },
          ],
          inputBuckets: [
            { bucket: "references", prefix: "hg38/" },
            { bucket: "paid-by-reader", requesterPays: true },
            { bucket: "sealed", kmsKey: KEY },
          ],
          workPrefix: "tmp/",
          environments: {
            containers: { type: "FARGATE_SPOT", maxVcpus: 64 },
            gpu: { type: "EC2", instanceTypes: ["g5", "g6.xlarge"], serviceRole: { existing: `${IAM}:role/batch` } },
            "on-demand": { type: "EC2", minVcpus: 2, maxVcpus: 100 },
            spot: {
              allocationStrategy: "BEST_FIT",
              bidPercentage: 60,
              maxVcpus: 1000,
              serviceRole: { create: true },
            },
          },
          queues: {
            default: { environments: ["spot"], cancelAfterMinutes: { noCapacity: 20, noInstanceFits: 10 } },
            priority: { priority: 1000, environments: ["on-demand", "spot"] },
            serverless: { priority: 5, environments: ["containers"] },
          },
          instances: {
            volumeKmsKey: KEY,
            scratchGiB: 500,
            ebsAutoscale: { source: "https://example.com/ebs-autoscale.tgz", sha256: "0".repeat(64) },
          },
          images: { repositoryPrefix: "lab/", accounts: ["444455556666"] },
          jobRole: {
            statements: [
              {
                sid: "ReadSamples",
                actions: ["dynamodb:GetItem"],
                resources: ["arn:aws:dynamodb:eu-west-2:111122223333:table/x"],
                conditions: [{ test: "StringEquals", key: "aws:SourceVpc", values: ["vpc-0a1"] }],
              },
            ],
          },
          nextflow: { runsOn: "machine" },
          fileSystems: { efs: { create: true, kmsKey: KEY }, lustre: { create: { capacityGiB: 1200 } } },
          logDays: 30,
        },
      },
    },
    "where everything exists, and instances lend nothing": {
      ...SHARED,
      network: EXISTING_NETWORK,
      systems: {
        "genomics-workflows": {
          bucket: { existing: "theirs", prefix: "genomics/" },
          instances: {
            instanceRole: { existing: `${IAM}:role/path/ecs` },
            ebsAutoscale: { source: "s3://tools/ebs-autoscale.tgz", sha256: "0".repeat(64) },
            lendRoleToJobs: false,
          },
          jobRole: { existing: `${IAM}:role/path/job` },
          nextflow: { existing: `${IAM}:role/path/head` },
          cromwell: { existing: `${IAM}:role/path/cromwell` },
          fileSystems: {
            efs: { existing: "fs-0123456789abcdef0" },
            lustre: { existing: "fs-0123456789abcdef1", mountName: "abcdefgh" },
          },
        },
      },
    },
    "in a network without a way out": {
      ...SHARED,
      network: { create: { egress: "endpoints" } },
      systems: {
        "genomics-workflows": {
          bucket: { existing: "theirs", prefix: "genomics/" },
          instances: { instanceProfile: { existing: "theirs" } },
          nextflow: false,
          cromwell: { runsOn: "machine" },
        },
      },
    },
    "on Fargate alone, without Cromwell": {
      ...SHARED,
      network: { create: { egress: "endpoints" } },
      systems: {
        "genomics-workflows": {
          bucket: { create: "acme-genomics" },
          environments: { containers: { type: "FARGATE" }, spot: false, "on-demand": false },
          queues: { serverless: { environments: ["containers"] }, default: false, priority: false },
          cromwell: false,
        },
      },
    },
  },
  parallelcluster: {
    "as small as it gets": { ...SHARED, systems: { parallelcluster: {} } },
    "with everything on, where users make no roles": {
      ...SHARED,
      tags: { owner: "chemistry" },
      iam: { path: "/labs/", permissionsBoundary: `${IAM}:policy/boundary` },
      systems: {
        parallelcluster: {
          clusterPrefix: "chem-",
          bucket: { existing: "acme-hpc" },
          loginNodes: true,
          functionsInNetwork: true,
          features: CLUSTER_FEATURES,
          s3Access: CLUSTER_DATA,
          additionalPolicies: [`${IAM}:policy/team/scratch`],
          attachTo: { users: ["ada", "grace"], groups: ["chemists"], roles: ["notebook"] },
          assumableBy: [`${IAM}:user/ada`],
        },
      },
    },
    "with a boundary that is made here, and roles": {
      ...SHARED,
      systems: {
        parallelcluster: {
          iamAccess: "boundary",
          roles: true,
          resourcePrefix: "/hpc/chem-",
          features: { ...CLUSTER_FEATURES, fsx: true, efs: { existing: ["fs-0123456789abcdef0"] } },
          s3Access: CLUSTER_DATA,
          attachTo: { groups: ["chemists"] },
        },
      },
    },
    "with AWS Batch within the organisation's boundary": {
      ...SHARED,
      iam: { permissionsBoundary: `${IAM}:policy/boundary` },
      systems: {
        parallelcluster: {
          iamAccess: "boundary",
          scheduler: "awsbatch",
          resourcePrefix: "chem-",
          features: { imageBuild: true, logRetrieval: false },
          s3Access: CLUSTER_DATA,
          additionalPolicies: [`${IAM}:policy/team/scratch`],
        },
      },
    },
    "of the oldest release, without a limit": {
      ...SHARED,
      systems: {
        parallelcluster: {
          version: "3.1",
          iamAccess: "privileged",
          scheduler: "awsbatch",
          roles: true,
          features: { imageBuild: true, efs: true, fsx: { existing: ["fs-0123456789abcdef0"] } },
        },
      },
    },
  },
  slim: {
    "as small as it gets": { ...SHARED, systems: { slim: {} } },
    "with everything on": {
      ...SHARED,
      tags: { owner: "imaging" },
      iam: { path: "/labs/", permissionsBoundary: `${IAM}:policy/boundary` },
      network: { create: { egress: "endpoints" } },
      systems: {
        slim: {
          bucket: { create: "acme-slim", prefix: "imaging/", forceDestroy: true, kmsKey: KEY },
          inputBuckets: [
            { bucket: "models", prefix: "bp/" },
            { bucket: "sealed", kmsKey: KEY },
          ],
          gradientQueues: { create: true, chunks: 3, kmsKey: KEY },
          users: ["ada", "grace"],
          userRole: { trusted: [`${IAM}:user/ada`] },
          repositoryPrefix: "lab/",
          jobDefinitionPrefix: "acoustic-",
          environments: {
            "m4-spot": { allocationStrategy: "BEST_FIT", bidPercentage: 60 },
            gpu: { type: "EC2", instanceTypes: ["g5"], minVcpus: 4, maxVcpus: 8 },
          },
          volumeGiB: 200,
          volumeKmsKey: KEY,
          serviceRole: { create: true },
          jobRole: { create: true },
          sharedFileSystem: { create: true, kmsKey: KEY },
        },
      },
    },
    "where everything exists": {
      ...SHARED,
      network: EXISTING_NETWORK,
      systems: {
        slim: {
          bucket: { existing: "theirs", prefix: "slim/" },
          gradientQueues: { existing: "GradientQueue_", chunks: 2 },
          users: false,
          environments: { ...NOT_PUBLISHED, mine: { type: "EC2", multiNode: true, processors: 4 } },
          instanceProfile: { existing: `${IAM}:instance-profile/theirs` },
          serviceRole: { existing: `${IAM}:role/batch` },
          lambdaRole: { existing: `${IAM}:role/path/functions` },
          stateMachineRole: { existing: `${IAM}:role/machines` },
          jobRole: { existing: `${IAM}:role/jobs` },
          sharedFileSystem: { existing: "fs-0123456789abcdef0" },
        },
      },
    },
    "with full access to seven services": {
      ...SHARED,
      network: { vpc: "vpc-0a1", subnets: ["subnet-01"] },
      systems: {
        slim: {
          userPermissions: "aws-managed",
          userRole: { trusted: [`${IAM}:role/scientists`] },
          environments: { ...NOT_PUBLISHED, "m4-spot": { maxVcpus: 64 } },
          instanceRole: { existing: `${IAM}:role/path/ecs` },
        },
      },
    },
  },
};
