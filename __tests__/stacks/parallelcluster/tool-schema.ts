/**
 * What ParallelCluster's own schemas take in the parts of configurations that this stack writes.
 *
 * Facts of cli/src/pcluster/schemas/cluster_schema.py, common_schema.py and imagebuilder_schema.py, and of the patterns of
 * cli/src/pcluster/constants.py, of github.com/aws/aws-parallelcluster.
 */
type Schema = RegExp | readonly [Schema] | { readonly [field: string]: Schema };

const ROLE = /^arn:.*:role\//;
const PROFILE = /^arn:.*:instance-profile\//;
const POLICY = /^arn:.*:policy\//;
const BUCKET = /^[a-z0-9.-]{3,63}$/;

const LOGIN_NODES = {
  InstanceRole: ROLE,
  InstanceProfile: PROFILE,
  AdditionalIamPolicies: [{ Policy: POLICY }],
} as const;
const NODES = {
  ...LOGIN_NODES,
  S3Access: [{ BucketName: BUCKET, KeyName: /./, EnableWriteAccess: /^(true|false)$/ }],
} as const;

export const CLUSTER: Schema = {
  CustomS3Bucket: BUCKET,
  Iam: { Roles: { LambdaFunctionsRole: ROLE }, PermissionsBoundary: POLICY, ResourcePrefix: /^[\w+=,.@/-]+$/ },
  HeadNode: { Iam: NODES },
  Scheduling: { Scheduler: /^(slurm|awsbatch)$/, SlurmQueues: [{ Iam: NODES }] },
  LoginNodes: { Pools: [{ Iam: LOGIN_NODES }] },
};

export const IMAGE: Schema = {
  CustomS3Bucket: BUCKET,
  Build: { Iam: { ...LOGIN_NODES, CleanupLambdaRole: ROLE, PermissionsBoundary: POLICY } },
};

/** Fields of which one configuration names one at most. */
const NOT_TOGETHER = ["InstanceRole", "InstanceProfile", "AdditionalIamPolicies"];

/** The places in a configuration that ParallelCluster would refuse. */
export function refused(value: unknown, schema: Schema | undefined, path = ""): string[] {
  if (schema === undefined) return [`${path} is unknown`];
  if (schema instanceof RegExp) return schema.test(String(value)) ? [] : [`${path}: ${value}`];
  if (Array.isArray(schema)) {
    if (!Array.isArray(value)) return [`${path} must be a list`];
    return value.flatMap((item, index) => refused(item, schema[0], `${path}[${index}]`));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${path} must be a section`];
  const together = NOT_TOGETHER.filter((field) => field in value);
  const fields = schema as Readonly<Record<string, Schema>>;
  return [
    ...(together.length > 1 ? [`${path} has ${together.join(" and ")}`] : []),
    ...Object.entries(value).flatMap(([field, part]) => refused(part, fields[field], `${path}/${field}`)),
  ];
}
