import type { Target, Things } from "../../contract-calls";
import { END, type Maker, named, type Place, UUID } from "./place";

export type ComputeKind =
  | "compute environment"
  | "job queue"
  | "head job"
  | "task definition of a job"
  | "job"
  | "copy function"
  | "layer"
  | "layer version"
  | "adapter"
  | "adapter, called by APIs"
  | "log group of an engine"
  | "cluster"
  | "service"
  | "task definition"
  | "load balancer"
  | "listener"
  | "target group"
  | "file system"
  | "access point"
  | "any file system"
  | "any access point"
  | "file system as it is made"
  | "access point as it is made"
  | "new API"
  | "API"
  | "APIs"
  | "part of an API"
  | "tags of an API"
  | "account of APIs"
  | "links"
  | "link"
  | "cluster of Batch"
  | "container instance of Batch"
  | "task of Batch"
  | "task definition of Batch";

const STACK = "aws:ResourceTag/aws:cloudformation:stack-name";
const CONTEXT = "Agc-Context-demo-ada-spot";

/** What contexts run on; names as CloudFormation and Batch make them. */
export function computeThings(place: Place, arn: Maker): Record<ComputeKind, Things> {
  return { ...batch(arn), ...functions(place, arn), ...engines(arn), ...fileSystems(arn), ...apis(place) };
}

function batch(arn: Maker) {
  const environment = `BatchTaskBatchComputeEnv${END}`;
  const cluster = `${environment}_Batch_${UUID}`;
  return {
    "compute environment": named(
      arn,
      "batch",
      [`compute-environment/${environment}`, `compute-environment/HeadBatchComputeEnv-${END}`],
      ["compute-environment/acme-duet-batch", "compute-environment/production"],
    ),
    "job queue": named(
      arn,
      "batch",
      [`job-queue/TaskBatchJobQueue${END}`, `job-queue/NextflowHeadBatchJobQueue-${END}`],
      ["job-queue/acme-duet-queue", "job-queue/production"],
    ),
    "head job": named(
      arn,
      "batch",
      [`job-definition/NextflowEngineHeadJobDef${END}:1`],
      ["job-definition/production:1", "job-definition/nf-modkit:1"],
    ),
    "task definition of a job": ofAnyAccount(
      named(
        arn,
        "batch",
        [
          "job-definition/nf-modkit:1",
          "job-definition/cromwell_ubuntu_0a1b:2",
          "job-definition/snakejob-def-0a1b:1",
          `job-definition/SnakemakeHeadJobDef${END}:1`,
        ],
        ["job-definition/production:1", "job-definition/isotropic-batch:1"],
      ),
    ),
    job: ofAnyAccount(named(arn, "batch", [`job/${UUID}`])),
    "cluster of Batch": ofAnyAccount(named(arn, "ecs", [`cluster/${cluster}`], ["cluster/production"])),
    "container instance of Batch": ofAnyAccount(
      named(arn, "ecs", [`container-instance/${cluster}/0a1b`], ["container-instance/production/0a1b"]),
    ),
    "task of Batch": ofAnyAccount(named(arn, "ecs", [`task/${cluster}/0a1b`], ["task/production/0a1b"])),
    "task definition of Batch": ofAnyAccount(
      named(arn, "ecs", ["task-definition/nf-modkit:1"], ["task-definition/production:1"]),
    ),
  };
}

/** The boundary says nothing of accounts where the service lets no other one in. */
function ofAnyAccount({ ours, theirs: { "another account's": _, ...theirs } }: Things): Things {
  return { ours, theirs };
}

function functions({ partition }: Place, arn: Maker) {
  const foreign = ["function:orders", "function:acme-slim-Iterator"];
  const layer = `layer:DeploymentAwsCliLayer${END}`;
  const adapter = (context?: Record<string, string>): Target =>
    arn("lambda", `function:${CONTEXT}-Adapter-${END}`, { context });
  return {
    "copy function": named(arn, "lambda", [`function:Agc-Core-CustomCDKBucketDeployment-${END}`], foreign),
    layer: named(arn, "lambda", [layer], ["layer:production"]),
    "layer version": named(arn, "lambda", [`${layer}:1`], ["layer:production:1"]),
    adapter: named(arn, "lambda", [`function:${CONTEXT}-Adapter-${END}`], foreign),
    "adapter, called by APIs": {
      ours: { "": adapter({ "lambda:Principal": "apigateway.amazonaws.com" }) },
      theirs: {
        "by another account": adapter({ "lambda:Principal": `arn:${partition}:iam::444455556666:root` }),
        "by everybody": adapter({ "lambda:Principal": "*" }),
        "somebody else's": arn("lambda", "function:orders", {
          context: { "lambda:Principal": "apigateway.amazonaws.com" },
        }),
      },
    },
    "log group of an engine": named(
      arn,
      "logs",
      [`log-group:${CONTEXT}-Engine-${END}`],
      ["log-group:/aws/lambda/orders", "log-group:production"],
    ),
  };
}

function engines(arn: Maker) {
  const balancing = (ours: string, theirs: string) => named(arn, "elasticloadbalancing", [ours], [theirs]);
  return {
    cluster: named(arn, "ecs", [`cluster/${CONTEXT}-Cluster-${END}`], ["cluster/production"]),
    service: named(
      arn,
      "ecs",
      [`service/${CONTEXT}-Cluster-${END}/${CONTEXT}-Service-${END}`],
      ["service/production/orders"],
    ),
    "task definition": named(
      arn,
      "ecs",
      [`task-definition/AgcContextdemoadaspotEngineTaskDef${END}:1`],
      ["task-definition/orders:1"],
    ),
    "load balancer": balancing(`loadbalancer/net/Agc-Con-LoadB-${END}/0a1b`, "loadbalancer/net/production/0a1b"),
    listener: balancing(`listener/net/Agc-Con-LoadB-${END}/0a1b/2c3d`, "listener/net/production/0a1b/2c3d"),
    "target group": balancing(`targetgroup/Agc-Con-Targe-${END}/0a1b`, "targetgroup/production/0a1b"),
  };
}

function fileSystems(arn: Maker) {
  const efs = "elasticfilesystem";
  const fileSystem = "file-system/fs-0123456789abcdef0";
  const accessPoint = "access-point/fsap-0123456789abcdef0";
  const ofContexts = (resource: string): Things => {
    const of = (stack: string) => arn(efs, resource, { context: { [STACK]: stack } });
    return {
      ours: { "a context's": of(CONTEXT) },
      theirs: { "another stack's": of("production"), "of no stack": arn(efs, resource) },
    };
  };
  const asMade = (resource: string, call: string): Things => ({
    ours: { "": arn(efs, resource, { context: { "elasticfilesystem:CreateAction": call } }) },
    theirs: { "when it is there already": arn(efs, resource) },
  });
  return {
    "file system": ofContexts(fileSystem),
    "access point": ofContexts(accessPoint),
    "any file system": named(arn, efs, [fileSystem]),
    "any access point": named(arn, efs, [accessPoint]),
    "file system as it is made": asMade(fileSystem, "CreateFileSystem"),
    "access point as it is made": asMade(accessPoint, "CreateAccessPoint"),
  };
}

function apis({ partition, region }: Place) {
  const api = (path: string, context?: Record<string, string>): Target => ({
    resource: `arn:${partition}:apigateway:${region}::${path}`,
    context,
  });
  const ofPaths = (...paths: string[]): Things => ({
    ours: Object.fromEntries(paths.map((path) => [path, api(path)])),
    theirs: {
      "another region's": { resource: `arn:${partition}:apigateway:xx-other-1::${paths[0]}` },
    },
  });
  const name = (value: string) => ({ "apigateway:Request/ApiName": value });
  const ofApi = "/restapis/a1b2c3d4e5";
  return {
    "new API": {
      ours: { "with a context's name": api("/restapis", name("demoadaspotApiProxy")) },
      theirs: { "with another name": api("/restapis", name("orders")), "without a name": api("/restapis") },
    },
    API: {
      ours: { "a context's": api(ofApi, { [STACK]: CONTEXT }) },
      theirs: { "another stack's": api(ofApi, { [STACK]: "production" }), "of no stack": api(ofApi) },
    },
    APIs: ofPaths(ofApi, "/vpclinks/a1b2c3", "/account", `${ofApi}/stages/prod`),
    "part of an API": ofPaths(`${ofApi}/resources/x/methods/ANY`, `${ofApi}/deployments/x`, `${ofApi}/stages/prod`),
    "tags of an API": ofPaths(`/tags/${encodeURIComponent(`arn:${partition}:apigateway:${region}::${ofApi}`)}`),
    "account of APIs": ofPaths("/account"),
    links: ofPaths("/vpclinks"),
    link: ofPaths("/vpclinks/a1b2c3"),
  };
}
