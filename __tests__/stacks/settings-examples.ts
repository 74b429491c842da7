/** Settings by what they are about: every stack that they name is valid, and its policies keep the rules. */
export const SETTINGS_EXAMPLES: Readonly<Record<string, string>> = {
  "the smallest settings": `
name: acme
account: "111122223333"
region: eu-west-2
network: create
systems:
  duet: { bucket: { create: acme-duet } }
`,
  "everything on": `
name: acme
account: "111122223333"
region: eu-west-2
tags: { owner: genomics, cost-centre: "42" }
iam: { path: /labs/, permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary" }
state: { bucket: acme-terraform-state, kmsKey: "arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-3333-4444-555555555555" }
network: { create: { cidr: 10.20.0.0/16, egress: nat } }
systems:
  duet:
    bucket:
      create: acme-duet
      prefix: duet/
      forceDestroy: true
      kmsKey: arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-3333-4444-555555555555
    inputBuckets:
      - { bucket: references, prefix: hg38/ }
      - { bucket: paid-by-reader, requesterPays: true }
      - { bucket: sealed, kmsKey: "arn:aws:kms:eu-west-1:444455556666:key/11111111-2222-3333-4444-555555555555" }
    virtualMachine:
      dataGiB: 100
      elasticIp: true
      ssh: { publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1NM2lM0V4dXJpUZJbeKzHVnDwmyqSx7Ymyrr8yOd1n ada", from: [203.0.113.0/24] }
    batch: { type: SPOT, allocationStrategy: BEST_FIT, bidPercentage: 60, instanceTypes: [g5], serviceRole: { create: true } }
  amazon-genomics-cli:
    attachTo: { users: [ada], groups: [scientists], roles: [sign-in] }
    assumableBy: ["arn:aws:iam::111122223333:user/ada"]
    admin: { attachTo: { groups: [operators] }, assumableBy: ["arn:aws:iam::111122223333:role/sso/sign-in"] }
    bucket: { existing: acme-genomics, kmsKey: "arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-3333-4444-555555555555" }
`,
  "a network without a way out, in China": `
name: acme
account: "111122223333"
region: cn-north-1
network: { create: { egress: endpoints } }
systems:
  duet: { bucket: { create: acme-duet }, virtualMachine: false }
  amazon-genomics-cli: { attachTo: { groups: [scientists] } }
`,
  "everything existing, in GovCloud": `
name: acme
account: "111122223333"
region: us-gov-west-1
network: { vpc: vpc-0a1, subnets: [subnet-1, subnet-2], securityGroups: [sg-1] }
systems:
  duet:
    bucket: { existing: acme-runs, prefix: duet/ }
    batch: { type: EC2, instanceProfile: { existing: theirs }, serviceRole: { existing: "arn:aws-us-gov:iam::111122223333:role/batch" } }
    virtualMachine: { instanceRole: { existing: "arn:aws-us-gov:iam::111122223333:role/theirs" }, subnet: subnet-1 }
  amazon-genomics-cli:
    bucket: { existing: acme-genomics }
    inputBuckets: [{ bucket: references, prefix: hg38/ }]
`,
  "genomics-workflows with everything on": `
name: acme
account: "111122223333"
region: eu-west-2
network: { create: { egress: endpoints } }
systems:
  genomics-workflows:
    bucket: { create: acme-genomics, prefix: lab/, kmsKey: "arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-3333-4444-555555555555" }
    buckets: [{ create: acme-results, access: read }, { existing: theirs, prefix: runs/ }]
    inputBuckets: [{ bucket: references, requesterPays: true }]
    environments:
      spot: { allocationStrategy: BEST_FIT, serviceRole: { create: true } }
      gpu: { type: EC2, instanceTypes: [g5] }
      containers: { type: FARGATE_SPOT }
    queues:
      gpu: { environments: [gpu, on-demand], cancelAfterMinutes: { noCapacity: 60, exceedsMaxVcpus: 10, noInstanceFits: 10 } }
      serverless: { environments: [containers] }
    instances:
      volumeKmsKey: arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-3333-4444-555555555555
      ebsAutoscale: { source: "s3://acme-tools/ebs-autoscale.tgz", sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 }
    images: { repositoryPrefix: lab/, accounts: ["444455556666"] }
    jobRole: { statements: [{ sid: ReadSamples, actions: [dynamodb:GetItem], resources: ["arn:aws:dynamodb:eu-west-2:111122223333:table/x"] }] }
    nextflow: { runsOn: machine }
    fileSystems: { efs: { create: true }, lustre: { create: { capacityGiB: 1200 } } }
`,
  "genomics-workflows with everything existing, in GovCloud": `
name: acme
account: "111122223333"
region: us-gov-west-1
network: { vpc: vpc-0a1, subnets: [subnet-1, subnet-2], securityGroups: [sg-1] }
systems:
  genomics-workflows:
    bucket: { existing: acme-runs, prefix: lab/ }
    environments: { on-demand: false }
    instances: { instanceProfile: { existing: theirs }, lendRoleToJobs: false }
    jobRole: { existing: "arn:aws-us-gov:iam::111122223333:role/job" }
    nextflow: { existing: "arn:aws-us-gov:iam::111122223333:role/head" }
    cromwell: false
    fileSystems: { efs: { existing: fs-12345678 }, lustre: { existing: fs-0123456789abcdef0, mountName: fsx } }
`,
  "slim with everything on, multi-node and file system too": `
name: acme
account: "111122223333"
region: eu-west-2
iam: { path: /labs/, permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary" }
network: { create: { egress: endpoints } }
systems:
  slim:
    bucket: { create: acme-imaging, prefix: lab/, kmsKey: "arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-3333-4444-555555555555" }
    inputBuckets: [{ bucket: surveys }, { bucket: models, prefix: bp/ }]
    gradientQueues: { create: true, chunks: 3, kmsKey: "arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-3333-4444-555555555555" }
    users: [ada, grace.hopper@example.org]
    userRole: { trusted: ["arn:aws:iam::111122223333:user/ada"] }
    environments:
      m4-spot: { allocationStrategy: BEST_FIT, bidPercentage: 50 }
      mine: { type: EC2, instanceTypes: [hpc7g], multiNode: true }
    volumeKmsKey: arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-3333-4444-555555555555
    serviceRole: { create: true }
    jobRole: { create: true }
    sharedFileSystem: { create: true, forceDestroy: true }
`,
  "slim with nothing but its defaults, in China": `
name: acme
account: "111122223333"
region: cn-north-1
network: create
systems: { slim: { userPermissions: aws-managed } }
`,
  "slim with everything existing, in GovCloud": `
name: acme
account: "111122223333"
region: us-gov-west-1
network: { vpc: vpc-0a1, subnets: [subnet-1, subnet-2], securityGroups: [sg-1] }
systems:
  slim:
    bucket: { existing: acme-runs, prefix: lab/ }
    gradientQueues: { existing: GradientQueue_, chunks: 2 }
    users: false
    instanceProfile: { existing: theirs }
    serviceRole: { existing: "arn:aws-us-gov:iam::111122223333:role/batch" }
    lambdaRole: { existing: "arn:aws-us-gov:iam::111122223333:role/lambda" }
    stateMachineRole: { existing: "arn:aws-us-gov:iam::111122223333:role/states" }
    jobRole: { existing: "arn:aws-us-gov:iam::111122223333:role/jobs" }
    sharedFileSystem: { existing: fs-12345678 }
`,
  "parallelcluster with everything on": `
name: acme
account: "111122223333"
region: eu-west-2
tags: { owner: chemistry }
iam: { path: /labs/, permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary" }
network: create
systems:
  parallelcluster:
    clusterPrefix: chem-
    bucket: { existing: acme-hpc }
    loginNodes: true
    functionsInNetwork: true
    features:
      fsx: { buckets: [acme-lustre] }
      efs: true
      imageBuild: true
      directorySecret: arn:aws:secretsmanager:eu-west-2:111122223333:secret:directory-a1B2c3
      databaseSecret: arn:aws:secretsmanager:eu-west-2:111122223333:secret:database-a1B2c3
      mungeKeySecret: arn:aws:secretsmanager:eu-west-2:111122223333:secret:munge-a1B2c3
      hostedZones: [Z0123456789ABCDEFGHIJ]
    s3Access: [{ bucket: references }, { bucket: results, prefix: hpc/, write: true, kmsKey: "arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-3333-4444-555555555555" }]
    additionalPolicies: ["arn:aws:iam::111122223333:policy/team/scratch"]
    attachTo: { users: [ada], groups: [chemists], roles: [notebook] }
    assumableBy: ["arn:aws:iam::111122223333:user/ada"]
`,
  "parallelcluster with AWS Batch within a boundary, in GovCloud": `
name: acme
account: "111122223333"
region: us-gov-west-1
network: create
systems:
  parallelcluster:
    iamAccess: boundary
    scheduler: awsbatch
    roles: true
    resourcePrefix: /hpc/chem-
    features: { imageBuild: true, efs: { existing: [fs-0123456789abcdef0] } }
    s3Access: [{ bucket: results, write: true }]
`,
  "parallelcluster of the document's release, in China": `
name: acme
account: "111122223333"
region: cn-north-1
network: create
systems: { parallelcluster: { version: "3.1", iamAccess: boundary, features: { fsx: true, imageBuild: true } } }
`,
  "a deployer of every system": `
name: acme
account: "111122223333"
region: eu-west-2
state: { bucket: acme-terraform-state }
network: create
serviceLinkedRoles: create
systems:
  duet: { bucket: { create: acme-duet, forceDestroy: true }, batch: { type: SPOT, allocationStrategy: BEST_FIT, serviceRole: { create: true } } }
  genomics-workflows: { bucket: { create: acme-genomics }, fileSystems: { efs: { create: true } } }
  amazon-genomics-cli: { assumableBy: ["arn:aws:iam::111122223333:user/ada"] }
  slim: { bucket: { create: acme-slim }, users: [ada], userRole: { trusted: ["arn:aws:iam::111122223333:user/ada"] } }
  parallelcluster: { iamAccess: boundary, features: { imageBuild: true } }
deployer: { trustedPrincipals: ["arn:aws:iam::111122223333:role/ci"], github: { repository: acme/pipelines, repositoryId: 456789 }, destroy: true }
`,
  "a deployer within an organisation's boundary, in GovCloud": `
name: acme
account: "111122223333"
region: us-gov-west-1
iam: { path: /labs/, permissionsBoundary: "arn:aws-us-gov:iam::111122223333:policy/boundary" }
state: { bucket: acme-terraform-state }
network: { vpc: vpc-0a1, subnets: [subnet-1, subnet-2] }
systems:
  duet: { bucket: { existing: acme-runs, prefix: duet/ }, batch: { instanceRole: { existing: "arn:aws-us-gov:iam::111122223333:role/theirs" } } }
deployer: { github: { repository: acme/pipelines, repositoryId: 456789, ownerId: 123456, branch: release/2, environment: production, provider: existing } }
`,
};
