import type { WrittenSettings } from "./duet-json";

/** Settings that build something else. */
export interface SettingsCase {
  readonly title: string;
  readonly settings: WrittenSettings;
}

export const ACCOUNT = "arn:aws:iam::111122223333";
export const KEY = "arn:aws:kms:eu-west-2:111122223333:key/0a1b2c3d-0000-4000-8000-0123456789ab";
export const PUBLIC_KEY = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${"A".repeat(43)} ada`;

/** A network that exists, with groups that exist. */
export const EXISTING_NETWORK = {
  vpc: "vpc-0123456789abcdef0",
  subnets: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
  securityGroups: ["sg-0123456789abcdef0"],
};

/** Everything that can be named instead of created. */
export const EVERYTHING_EXISTS: WrittenSettings = {
  network: EXISTING_NETWORK,
  duet: {
    bucket: { existing: "acme-runs", prefix: "duet/", kmsKey: KEY },
    virtualMachine: {
      instanceRole: { existing: `${ACCOUNT}:role/pipelines/head` },
      subnet: "subnet-0123456789abcdef2",
    },
    batch: {
      instanceProfile: { existing: `${ACCOUNT}:instance-profile/pipelines/ecs` },
      serviceRole: { existing: `${ACCOUNT}:role/service-role/AWSBatchServiceRole` },
    },
  },
};

export const SETTINGS: readonly SettingsCase[] = [
  { title: "nothing but a bucket", settings: {} },
  {
    title: "an organisation's path, boundary and tags",
    settings: {
      tags: { owner: "genomics", "cost centre": "42" },
      iam: { path: "/teams/", permissionsBoundary: `${ACCOUNT}:policy/boundary` },
      duet: { batch: { serviceRole: { create: true } } },
    },
  },
  {
    title: "endpoints in the place of a NAT gateway",
    settings: { network: { create: { cidr: "10.20.0.0/20", egress: "endpoints" } } },
  },
  {
    title: "a machine that SSH reaches, with a fixed address and a second volume",
    settings: {
      duet: {
        virtualMachine: {
          ssh: { publicKey: PUBLIC_KEY, from: ["203.0.113.0/24", "198.51.100.7/32"] },
          elasticIp: true,
          dataGiB: 200,
        },
      },
    },
  },
  { title: "no machine", settings: { duet: { virtualMachine: false } } },
  { title: "everything there already", settings: EVERYTHING_EXISTS },
  {
    title: "keys of its own for everything",
    settings: {
      duet: {
        bucket: { create: "acme-duet", kmsKey: KEY },
        virtualMachine: { volumeKmsKey: KEY },
        batch: { volumeKmsKey: KEY },
      },
    },
  },
  {
    title: "on-demand instances with GPUs",
    settings: { duet: { batch: { type: "EC2", instanceTypes: ["g5", "g6.4xlarge"], minVcpus: 4, maxVcpus: 64 } } },
  },
  {
    title: "a spot fleet",
    settings: { duet: { batch: { type: "SPOT", allocationStrategy: "BEST_FIT", bidPercentage: 60 } } },
  },
  {
    title: "many input buckets",
    settings: {
      duet: {
        inputBuckets: Array.from({ length: 40 }, (_, index) => ({
          bucket: `acme-references-of-the-consortium-${index}`,
          ...(index % 2 === 0 && { prefix: `human/release-${index}/` }),
        })),
      },
    },
  },
  { title: "a region of China", settings: { region: "cn-north-1" } },
];
