import type { PolicyJson } from "../../../modules/policy-document";
import type { Target, Things } from "../../contract-calls";

/** Where a slim of these tests stands, and what its settings name. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly bucket: string;
  /** Ends with `/`; empty for the whole bucket. */
  readonly prefix: string;
  /** Path of its roles. */
  readonly path: string;
}

export const HOME: Place = {
  partition: "aws",
  region: "eu-west-2",
  bucket: "acme-slim-111122223333-eu-west-2",
  prefix: "",
  path: "/groundwork/acme/slim/",
};

/** Kinds of things that calls act on. */
export type Kind =
  | "job queue"
  | "definition"
  | "revision"
  | "job"
  | "message queue"
  | "function"
  | "new trigger"
  | "trigger"
  | "state machine"
  | "execution"
  | "role of functions"
  | "role of state machines"
  | "role of jobs"
  | "repository"
  | "bucket"
  | "located bucket"
  | "object"
  | "job log"
  | "log group of a function"
  | "log of a function"
  | "interface"
  | "subnet"
  | "security group"
  | "cluster"
  | "container instance"
  | "role"
  | "policy"
  | "group"
  | "user"
  | "environment"
  | "instance"
  | "nothing";

const ACCOUNT = "111122223333";
const ELSEWHERE = "444455556666";
const UUID = "0a1b2c3d-0000-4000-8000-0123456789ab";

type Maker = (service: string, resource: string, owner?: string, where?: string) => Target;

/** The things of each kind; ids that AWS assigns are made up. */
export function thingsOf(place: Place): Record<Kind, Things> {
  const { partition, region } = place;
  const arn: Maker = (service, resource, owner = ACCOUNT, where = region) => ({
    resource: `arn:${partition}:${service}:${where}:${owner}:${resource}`,
    // another account lets us in: what remains closed, our own policies close
    ...(owner !== ACCOUNT && { resourcePolicy: letIn(partition) }),
  });
  return {
    ...batch(arn),
    ...workflow(arn),
    ...passed(place),
    ...data(place),
    ...logs(arn),
    ...machines(arn),
    ...administration(place, arn),
    repository: {
      ours: { "one below the prefix": arn("ecr", "repository/acme-slim/aws_seismic_imaging") },
      theirs: {
        "another project's": arn("ecr", "repository/acme-duet/modkit"),
        "one without namespace": arn("ecr", "repository/aws_seismic_imaging"),
        "another account's": arn("ecr", "repository/acme-slim/aws_seismic_imaging", ELSEWHERE),
      },
    },
    nothing: { ours: { "": { resource: "*" } }, theirs: {} },
  };
}

function letIn(partition: string): PolicyJson {
  const principal = { AWS: `arn:${partition}:iam::${ACCOUNT}:root` };
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "*", Resource: "*" }],
  };
}

/** A thing by its name, and others: of a like name, of another account, of another region. */
function named(arn: Maker, service: string, [ours, ...like]: readonly [string, ...string[]]): Things {
  return {
    ours: { [ours]: arn(service, ours) },
    theirs: {
      ...Object.fromEntries(like.map((name) => [name, arn(service, name)])),
      "another account's": arn(service, ours, ELSEWHERE),
      "another region's": arn(service, ours, ACCOUNT, "xx-other-1"),
    },
  };
}

function batch(arn: Maker) {
  const definition = (suffix: string) =>
    named(arn, "batch", [
      `job-definition/isotropic-single-instance-batch${suffix}`,
      `job-definition/nf-modkit${suffix}`,
      `job-definition/anisotropic-batch${suffix}`,
    ]);
  return {
    "job queue": {
      ours: {
        "the first": arn("batch", "job-queue/acme-slim-m4-spot"),
        "the last": arn("batch", "job-queue/acme-slim-c5n-multi-18"),
      },
      theirs: {
        "another of the account": arn("batch", "job-queue/production"),
        "another project's": arn("batch", "job-queue/acme-duet-queue"),
        "one whose name begins like ours": arn("batch", "job-queue/acme-slim-m4-spot-2"),
        "another account's": arn("batch", "job-queue/acme-slim-m4-spot", ELSEWHERE),
      },
    },
    definition: definition(""),
    revision: definition(":3"),
    job: named(arn, "batch", [`job/${UUID}`]),
  };
}

function workflow(arn: Maker) {
  const functionArn = (name: string, owner?: string) => arn("lambda", `function:${name}`, owner).resource;
  const triggers = (resource: string): Things => {
    const of = (context: Record<string, string>): Target => ({ resource, context });
    return {
      ours: { "of our function": of({ "lambda:FunctionArn": functionArn("acme-slim-ReduceGradients") }) },
      theirs: {
        "of another project's function": of({ "lambda:FunctionArn": functionArn("acme-duet-Notify") }),
        "of another account's function": of({
          "lambda:FunctionArn": functionArn("acme-slim-ReduceGradients", ELSEWHERE),
        }),
        "of nobody knows which": of({}),
      },
    };
  };
  return {
    "message queue": named(arn, "sqs", ["acme-slim-gradients-1", "acme-slim-gradients-10", "orders"]),
    function: named(arn, "lambda", [
      "function:acme-slim-ComputeGradients",
      "function:acme-duet-Notify",
      "function:ComputeGradients",
    ]),
    "new trigger": triggers("*"),
    trigger: triggers(arn("lambda", `event-source-mapping:${UUID}`).resource),
    "state machine": named(arn, "states", [
      "stateMachine:acme-slim-LSRTM-SGD",
      "stateMachine:acme-duet-Nightly",
      "stateMachine:LSRTM-SGD",
    ]),
    execution: named(arn, "states", [
      `execution:acme-slim-LSRTM-SGD:${UUID}`,
      `execution:acme-duet-Nightly:${UUID}`,
      `execution:LSRTM-SGD:${UUID}`,
    ]),
  };
}

/** Roles as they are handed to a service. */
function passed({ partition, path }: Place) {
  const role = (name: string, service: string, where = path): Target => ({
    resource: `arn:${partition}:iam::${ACCOUNT}:role${where}${name}`,
    context: { "iam:PassedToService": `${service}.amazonaws.com` },
  });
  const things = (thing: string, service: string): Things => ({
    ours: { [`to ${service}`]: role(`acme-slim-${thing}`, service) },
    theirs: {
      "to EC2": role(`acme-slim-${thing}`, "ec2"),
      "to CloudFormation": role(`acme-slim-${thing}`, "cloudformation"),
      "the instances' role": role("acme-slim-instance", service),
      "another project's": role(`acme-duet-${thing}`, service, "/groundwork/acme/duet/"),
      "one of the name in another path": role(`acme-slim-${thing}`, service, "/"),
      "the administrator's": role("admin", service, "/"),
    },
  });
  return {
    "role of functions": things("lambda", "lambda"),
    "role of state machines": things("state-machine", "states"),
    "role of jobs": things("job", "ecs-tasks"),
  };
}

function data({ partition, bucket, prefix }: Place) {
  const of = (resource: string): Target => ({ resource: `arn:${partition}:s3:::${resource}` });
  const listed = (name: string, lookup: string): Target => ({ ...of(name), context: { "s3:prefix": lookup } });
  const directory = prefix.replace(/\/$/, "");
  // the functions look for files by the beginning of their names
  const gradients = `${prefix}partial_gradients/chunk_1/bp_example_gradient_iteration_`;
  const outside = (make: (lookup: string) => Target): Record<string, Target> =>
    prefix === "" ? {} : { "a folder like ours": make(`${directory}-2/x`), "another folder": make("other/x") };
  return {
    bucket: {
      ours: { gradients: listed(bucket, gradients) },
      theirs: {
        "another bucket": listed("production", gradients),
        "one whose name begins like ours": listed(`${bucket}-2`, gradients),
        ...outside((lookup) => listed(bucket, lookup)),
      },
    },
    "located bucket": {
      ours: { "the system's": of(bucket) },
      theirs: { "another bucket": of("production"), "one whose name begins like ours": of(`${bucket}-2`) },
    },
    object: {
      ours: { "a gradient": of(`${bucket}/${gradients}x`), "a script": of(`${bucket}/${prefix}scripts/bp.py`) },
      theirs: {
        "another bucket's": of(`production/${gradients}x`),
        "one of a bucket whose name begins like ours": of(`${bucket}-2/${gradients}x`),
        ...outside((lookup) => of(`${bucket}/${lookup}`)),
      },
    },
  };
}

function logs(arn: Maker) {
  return {
    "job log": named(arn, "logs", [
      `log-group:/aws/batch/job:log-stream:isotropic-single-instance-batch/default/${UUID}`,
      `log-group:/aws/other:log-stream:isotropic-single-instance-batch/default/${UUID}`,
    ]),
    "log group of a function": named(arn, "logs", [
      "log-group:/aws/lambda/acme-slim-ComputeGradients",
      "log-group:/aws/lambda/acme-duet-Notify",
    ]),
    "log of a function": named(arn, "logs", [
      "log-group:/aws/lambda/acme-slim-ComputeGradients:log-stream:2026",
      "log-group:/aws/lambda/acme-duet-Notify:log-stream:2026",
    ]),
  };
}

function machines(arn: Maker) {
  const inCluster = (kind: string, id: string): Things => {
    const of = (cluster: string, owner?: string) => arn("ecs", `${kind}/${cluster}${id}`, owner);
    const ours = `AWSBatch-acme-slim-m4-spot-20261122-${UUID}`;
    return {
      ours: {
        "of the linked role's cluster": of(ours),
        "of the service role's cluster": of(`acme-slim-c5n-multi-18-20261122_Batch_${UUID}`),
      },
      theirs: {
        "of another project's cluster": of(`AWSBatch-acme-duet-batch-20261122-${UUID}`),
        "of a cluster without Batch": of("default"),
        "of another account's": of(ours, ELSEWHERE),
      },
    };
  };
  // Lambda calls with the function's role before the code does; the code's own calls say which function it is
  const code = { "lambda:SourceFunctionArn": arn("lambda", "function:acme-slim-Iterator").resource };
  const part = (resource: string): Things => ({
    ours: { "one of the account": arn("ec2", resource) },
    theirs: {
      "from the code of a function": { ...arn("ec2", resource), context: code },
      "another account's": arn("ec2", resource, ELSEWHERE),
      "another region's": arn("ec2", resource, ACCOUNT, "xx-other-1"),
    },
  });
  return {
    interface: part("network-interface/eni-0123456789abcdef0"),
    subnet: part("subnet/subnet-0123456789abcdef0"),
    "security group": part("security-group/sg-0123456789abcdef0"),
    cluster: inCluster("cluster", ""),
    "container instance": inCluster("container-instance", "/0123456789abcdef0123456789abcdef"),
  };
}

function administration({ partition, path }: Place, arn: Maker) {
  const iam = (resource: string): Things => ({
    ours: { "the system's": { resource: `arn:${partition}:iam::${ACCOUNT}:${resource}` } },
    theirs: {},
  });
  return {
    role: iam(`role${path}acme-slim-lambda`),
    policy: iam(`policy${path}acme-slim-lambda`),
    group: iam(`group${path}acme-slim-users`),
    user: iam("user/ada"),
    environment: named(arn, "batch", ["compute-environment/acme-slim-m4-spot-20261122"]),
    instance: named(arn, "ec2", ["instance/i-0123456789abcdef0"]),
  };
}
