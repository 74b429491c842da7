import type { Target, Things } from "../../contract-calls";
import { ACCOUNT, type Maker, named, type Place, UUID } from "./place";

export type StackKind =
  | "core stack"
  | "context stack"
  | "seen stack"
  | "change of the core"
  | "change of a context"
  | "bucket of the CDK"
  | "file of the CDK"
  | "repository of the CDK"
  | "version of the CDK"
  | "parameter"
  | "image of ECS"
  | "table"
  | "index"
  | "bucket"
  | "file of a project"
  | "script"
  | "log of a context"
  | "nothing";

/** Stacks, and what AGC and its CDK keep outside of contexts. */
export function stackThings(place: Place, arn: Maker): Record<StackKind, Things> {
  const { partition, region, bucket } = place;
  const assets = `cdk-agc-assets-${ACCOUNT}-${region}`;
  return {
    ...stacks(place, arn),
    "bucket of the CDK": buckets(partition, assets, "", "cdk-hnb659fds-assets-111122223333-eu-west-2"),
    "file of the CDK": buckets(partition, assets, `/${UUID}.zip`, "cdk-hnb659fds-assets-111122223333-eu-west-2"),
    "repository of the CDK": named(
      arn,
      "ecr",
      [`repository/cdk-agc-container-assets-${ACCOUNT}-${region}`],
      ["repository/acme-duet/modkit", `repository/cdk-hnb659fds-container-assets-${ACCOUNT}-${region}`],
    ),
    "version of the CDK": named(
      arn,
      "ssm",
      ["parameter/cdk-bootstrap/agc/version"],
      ["parameter/cdk-bootstrap/hnb659fds/version", "parameter/acme/password"],
    ),
    parameter: named(
      arn,
      "ssm",
      ["parameter/agc/_common/vpc", "parameter/agc/_common/installed-artifacts/s3-root-url"],
      ["parameter/agc/other", "parameter/acme/password"],
    ),
    "image of ECS": {
      ours: {
        "": arn("ssm", "parameter/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id"),
      },
      theirs: { "another of AWS": arn("ssm", "parameter/aws/service/eks/image") },
    },
    table: named(arn, "dynamodb", ["table/Agc"], ["table/Agc2", "table/orders"]),
    index: named(arn, "dynamodb", ["table/Agc/index/gsi1"], ["table/orders/index/gsi1"]),
    bucket: buckets(partition, bucket, "", "acme-duet"),
    "file of a project": {
      ...buckets(partition, bucket, "/project/demo/userid/ada/context/spot/x", "acme-duet"),
    },
    script: buckets(partition, bucket, "/artifacts/batch-artifacts/install.sh", "acme-duet"),
    "log of a context": named(
      arn,
      "logs",
      [
        "log-group:Agc-Context-demo-ada-spot-Engine-1A2B",
        "log-group:/aws/lambda/Agc-Context-demo-ada-spot-Adapter-1A2B",
        "log-group:/aws/batch/job",
      ],
      ["log-group:/aws/lambda/orders", "log-group:/aws/batch/other", "log-group:production"],
    ),
    nothing: { ours: { "": { resource: "*" } }, theirs: {} },
  };
}

function buckets(partition: string, name: string, key: string, other: string): Things {
  const of = (bucket: string): Target => ({ resource: `arn:${partition}:s3:::${bucket}${key}` });
  return {
    ours: { "": of(name) },
    theirs: {
      "another project's": of(other),
      "one whose name begins like ours": of(`${name}-2`),
      "the state's": of("acme-terraform-state"),
    },
  };
}

function stacks({ partition, region, path }: Place, arn: Maker) {
  const stack = (name: string, context?: Record<string, string>) =>
    arn("cloudformation", `stack/${name}/${UUID}`, { context });
  const foreign = ["production", "CDKToolkit", "acme-Agc-Core"];
  const ofNames = (ours: readonly [string, ...string[]], theirs: readonly string[]) =>
    named(
      arn,
      "cloudformation",
      [`stack/${ours[0]}/${UUID}`, ...ours.slice(1).map((name) => `stack/${name}/${UUID}`)],
      theirs.map((name) => `stack/${name}/${UUID}`),
    );

  const role = (name: string) => ({ "cloudformation:RoleArn": `arn:${partition}:iam::${ACCOUNT}:role${name}` });
  const execution = (thing: string) => role(`${path}acme-amazon-genomics-cli-${thing}`);
  const change = (ours: readonly string[], theirs: readonly string[], thing: string, other: string): Things => {
    const [first = ""] = ours;
    return {
      ours: Object.fromEntries(ours.map((name) => [name, stack(name, execution(thing))])),
      theirs: {
        ...Object.fromEntries([...foreign, ...theirs].map((name) => [name, stack(name, execution(thing))])),
        "in one's own name": stack(first),
        "with the other role": stack(first, execution(other)),
        "with the CDK's administrator": stack(first, role(`/cdk-agc-cfn-exec-role-${ACCOUNT}-${region}`)),
        "with the account's administrator": stack(first, role("/admin")),
        "with an import of what others made": stack(first, {
          ...execution(thing),
          "cloudformation:ImportResourceTypes": "AWS::EC2::SecurityGroup",
        }),
      },
    };
  };
  const context = "Agc-Context-demo-ada-spot";
  const core = ["Agc-Core", "Agc-CDKToolkit"] as const;
  return {
    "core stack": ofNames(core, foreign),
    "context stack": ofNames([context], foreign),
    "seen stack": ofNames([...core, context, "CDKToolkit"], ["production"]),
    "change of the core": change(core, [context], "core", "contexts"),
    "change of a context": change([context], core, "contexts", "core"),
  };
}
