import { parse } from "yaml";
import {
  type ClusterIam,
  clusterConfiguration,
  imageConfiguration,
} from "../../../stacks/parallelcluster/configuration";
import { DATA, FEATURES, parallelclusterStack } from "./parallelcluster-json";
import { CLUSTER, IMAGE, refused } from "./tool-schema";

const ACCOUNT = "arn:aws:iam::111122223333" as const;
const OURS = `${ACCOUNT}:instance-profile/groundwork/acme/parallelcluster/acme-parallelcluster`;
const ROLES = `${ACCOUNT}:role/groundwork/acme/parallelcluster/acme-parallelcluster`;
const POLICIES = `${ACCOUNT}:policy/groundwork/acme/parallelcluster/acme-parallelcluster`;

function configurations(parallelcluster: Record<string, unknown>, iam: Record<string, unknown> = {}) {
  const { clusterConfiguration, imageConfiguration } = parallelclusterStack({ iam, parallelcluster }).parallelcluster;
  return { cluster: parse(clusterConfiguration), image: imageConfiguration && parse(imageConfiguration) };
}

const SETTINGS: readonly [title: string, parallelcluster: Record<string, unknown>][] = [
  ["restricted", {}],
  [
    "restricted, with login nodes, images and a bucket",
    { loginNodes: true, features: FEATURES, bucket: { existing: "acme-hpc" } },
  ],
  ["boundary", { iamAccess: "boundary", features: FEATURES, s3Access: DATA, resourcePrefix: "/hpc/chem-" }],
  ["boundary, with roles of nodes", { iamAccess: "boundary", roles: true, features: FEATURES, s3Access: DATA }],
  ["boundary, AWS Batch", { iamAccess: "boundary", scheduler: "awsbatch", features: FEATURES }],
  ["privileged", { iamAccess: "privileged", features: FEATURES, additionalPolicies: [`${ACCOUNT}:policy/x`] }],
  ["privileged, AWS Batch", { iamAccess: "privileged", scheduler: "awsbatch", features: FEATURES }],
  ["release 3.1", { version: "3.1", iamAccess: "boundary", features: { imageBuild: true } }],
];

describe("what goes into configuration files", () => {
  test.each(SETTINGS)("is what ParallelCluster's schema takes: %s", (_, parallelcluster) => {
    const { cluster, image } = configurations(parallelcluster);
    expect(refused(cluster, CLUSTER)).toEqual([]);
    expect(image ? refused(image, IMAGE) : []).toEqual([]);
  });

  test("names the profiles of nodes and the role of functions where users make no roles", () => {
    expect(configurations({ loginNodes: true, features: { imageBuild: true }, s3Access: DATA })).toEqual({
      cluster: {
        Iam: { Roles: { LambdaFunctionsRole: `${ROLES}-functions` } },
        HeadNode: { Iam: { InstanceProfile: `${OURS}-head-node` } },
        Scheduling: { Scheduler: "slurm", SlurmQueues: [{ Iam: { InstanceProfile: `${OURS}-compute` } }] },
        LoginNodes: { Pools: [{ Iam: { InstanceProfile: `${OURS}-login-node` } }] },
      },
      image: { Build: { Iam: { InstanceProfile: `${OURS}-builder`, CleanupLambdaRole: `${ROLES}-cleanup` } } },
    });
  });

  test("names the boundary that is made, the prefix, and a policy for buckets of data where ParallelCluster makes roles", () => {
    const policies = { AdditionalIamPolicies: [{ Policy: `${POLICIES}-data` }, { Policy: `${ACCOUNT}:policy/x` }] };
    expect(
      configurations({
        iamAccess: "boundary",
        resourcePrefix: "/hpc/chem-",
        loginNodes: true,
        s3Access: DATA,
        additionalPolicies: [`${ACCOUNT}:policy/x`],
      }),
    ).toEqual({
      cluster: {
        Iam: { PermissionsBoundary: `${POLICIES}-boundary`, ResourcePrefix: "/hpc/chem-" },
        HeadNode: { Iam: policies },
        Scheduling: { Scheduler: "slurm", SlurmQueues: [{ Iam: policies }] },
        LoginNodes: { Pools: [{ Iam: policies }] },
      },
      image: undefined,
    });
  });

  test("names the organisation's boundary where it has one, and a cleanup role, which the command line makes without any", () => {
    const permissionsBoundary = `${ACCOUNT}:policy/org/boundary`;
    const bounded = configurations({ iamAccess: "boundary", features: { imageBuild: true } }, { permissionsBoundary });
    expect(bounded).toMatchObject({
      cluster: { Iam: { PermissionsBoundary: permissionsBoundary } },
      image: { Build: { Iam: { PermissionsBoundary: permissionsBoundary, CleanupLambdaRole: `${ROLES}-cleanup` } } },
    });
    expect(configurations({ iamAccess: "privileged" }, { permissionsBoundary }).cluster).toMatchObject({
      Iam: { PermissionsBoundary: permissionsBoundary },
    });
  });

  test("names the bucket in both files", () => {
    const bucket = { existing: "acme-hpc" };
    const { cluster, image } = configurations({ iamAccess: "privileged", features: { imageBuild: true }, bucket });
    expect([cluster.CustomS3Bucket, image.CustomS3Bucket]).toEqual(["acme-hpc", "acme-hpc"]);
  });

  test("is nothing for an image where ParallelCluster makes everything", () => {
    expect(imageConfiguration({})).toBe("");
  });

  test("says that what is of a queue is of every queue", () => {
    const least: ClusterIam = { scheduler: "slurm", loginNodes: false, additionalPolicies: [] };
    expect(clusterConfiguration(least)).toBe("Scheduling:\n  Scheduler: slurm\n");
    expect(clusterConfiguration({ ...least, additionalPolicies: [`${ACCOUNT}:policy/x`] })).toBe(`HeadNode:
  Iam:
    AdditionalIamPolicies:
      - Policy: arn:aws:iam::111122223333:policy/x
Scheduling:
  Scheduler: slurm
  SlurmQueues:
    # the same in every queue
    - Iam:
        AdditionalIamPolicies:
          - Policy: arn:aws:iam::111122223333:policy/x
`);
  });
});

describe("the schema that configurations are held to", () => {
  test("refuses what ParallelCluster refuses", () => {
    expect(
      refused(
        { HeadNode: { Iam: { InstanceProfile: "hpc", InstanceRole: ROLES, Roles: {} } }, LoginNodes: [] },
        CLUSTER,
      ),
    ).toEqual([
      "/HeadNode/Iam has InstanceRole and InstanceProfile",
      "/HeadNode/Iam/InstanceProfile: hpc",
      "/HeadNode/Iam/Roles is unknown",
      "/LoginNodes must be a section",
    ]);
  });
});
