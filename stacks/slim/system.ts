import { Construct } from "constructs";
import { DataBucket } from "../../modules/data-bucket";
import type { Condition, List } from "../../modules/deferred";
import { type InputBucket, readInputs } from "../../modules/input-buckets";
import {
  type AccessPlace,
  type Existing,
  type InstanceAccess,
  instanceAccess,
  type RoleProps,
} from "../../modules/instance-access";
import { type JobRole, jobRole } from "../../modules/job-role";
import { keyPolicyToMerge } from "../../modules/key-policy";
import { MessageQueue } from "../../modules/message-queue";
import { PolicyDocument } from "../../modules/policy-document";
import { type ServiceAccess, serviceAccess } from "../../modules/service-access";
import { Environments, type EnvironmentsProps } from "./environments";
import { People, type PeopleProps } from "./people";
import {
  instancePolicy,
  jobPolicy,
  lambdaPolicy,
  type SlimArns,
  stateMachinePolicy,
  userPolicy,
  userSupplement,
} from "./policies";

/**
 * Seconds for which a gradient that is summed up is hidden: six times the minute that the published function has.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-eventsource
 */
const VISIBILITY_TIMEOUT = 360;

/** Props of {@link Slim}. */
export interface SlimProps
  extends AccessPlace,
    Pick<
      EnvironmentsProps,
      | "network"
      | "securityGroupIds"
      | "serviceRole"
      | "environments"
      | "volumeGiB"
      | "volumeKmsKey"
      | "sharedFileSystem"
      | "instanceTags"
    >,
    Pick<PeopleProps, "users" | "trusted" | "awsManaged"> {
  readonly bucket: {
    readonly name: string;
    readonly create: Condition;
    /** Folder that the system keeps to; ends with `/`. @default - the whole bucket */
    readonly prefix?: string;
    readonly forceDestroy?: Condition;
    readonly kmsKey?: string;
  };
  /** @default - none */
  readonly inputBuckets?: List<InputBucket> | undefined;
  readonly gradientQueues: {
    /** Name of the queues without their number. */
    readonly baseName: string;
    readonly create: boolean;
    /** How many there are: `1` behind the name, `2`, … */
    readonly chunks: number;
    readonly kmsKey?: string | undefined;
  };
  /** Namespace of the repositories of images; ends with `/`. */
  readonly repositoryPrefix: string;
  /** First letters of the job definitions that the functions register. */
  readonly jobDefinitionPrefix: string;
  readonly instances: RoleProps;
  readonly lambdaRole?: Existing | undefined;
  readonly stateMachineRole?: Existing | undefined;
  /** @default - none: jobs work with the instances' role */
  readonly jobRole?: "create" | Existing | undefined;
}

/**
 * SLIM's serverless seismic imaging: what its workflow needs before its functions and state machines are deployed.
 *
 * People deploy those, with names that begin with the system's prefix; every role speaks of those names, of the queues and of
 * the bucket, and of nothing else.
 */
export class Slim extends Construct {
  readonly bucket: DataBucket;
  readonly gradientQueues: readonly MessageQueue[];
  readonly people: People;
  readonly lambda: ServiceAccess;
  readonly stateMachines: ServiceAccess;
  readonly jobs?: JobRole;
  readonly instances: InstanceAccess;
  readonly environments: Environments;
  /** What to put in the workflow's `parameters.json`. */
  readonly jobParameters: Readonly<Record<string, string | number>>;
  /** What the policy of an existing bucket should say. */
  readonly bucketPolicyToMerge: string;
  /** What the policies of existing queues should say, by the queue's name. */
  readonly queuePoliciesToMerge?: Readonly<Record<string, string>>;
  /** What the policies of keys of one's own should say. Undefined without such a key. */
  readonly keyPolicyToMerge?: string;

  constructor(scope: Construct, id: string, props: SlimProps) {
    super(scope, id);
    const { aws, names, bucket, inputBuckets = [], gradientQueues, environments, tags } = props;
    const prefixes = bucket.prefix === undefined ? [] : [bucket.prefix];
    this.bucket = new DataBucket(this, "data", {
      aws,
      bucketName: bucket.name,
      create: bucket.create,
      forceDestroy: bucket.forceDestroy,
      kmsKeyArn: bucket.kmsKey,
      tags,
    });
    this.gradientQueues = numbers(gradientQueues.chunks).map(
      (number) =>
        new MessageQueue(this, `gradients-${number}`, {
          aws,
          queueName: `${gradientQueues.baseName}${number}`,
          create: gradientQueues.create,
          kmsKeyArn: gradientQueues.kmsKey,
          visibilityTimeoutSeconds: VISIBILITY_TIMEOUT,
          tags,
        }),
    );
    const environmentNames = Object.keys(environments).map((name) => names.of(name));
    const existingJobRole = props.jobRole === "create" ? undefined : props.jobRole;
    const roleArn = (thing: string, existing?: Existing) =>
      existing?.arn ?? aws.iamArn(`role${names.iamPath}${names.of(thing)}`);
    const arns: SlimArns = {
      aws,
      prefix: `${names.prefix}-`,
      definitions: props.jobDefinitionPrefix,
      queueArns: environmentNames.map((name) => aws.arn("batch", `job-queue/${name}`)),
      environmentNames,
      repositories: [aws.arn("ecr", `repository/${props.repositoryPrefix}*`)],
      gradientQueues: this.gradientQueues,
      jobRoleArn: props.jobRole && roleArn("job", existingJobRole),
      lambdaRoleArn: roleArn("lambda", props.lambdaRole),
      stateMachineRoleArn: roleArn("state-machine", props.stateMachineRole),
      work: this.bucket.readWrite(prefixes),
      inputs: readInputs(aws, inputBuckets),
    };
    this.lambda = serviceAccess(this, "lambda", props, props.lambdaRole, {
      service: "lambda",
      description: "Functions of slim: submit jobs and sum up gradients",
      statements: lambdaPolicy(arns),
    });
    this.stateMachines = serviceAccess(this, "state-machine", props, props.stateMachineRole, {
      service: "states",
      description: "State machines of slim: call its functions",
      statements: stateMachinePolicy(arns),
    });
    if (props.jobRole) {
      this.jobs = jobRole(this, "job", props, existingJobRole, {
        description: "Jobs of slim: read data, write gradients and announce them",
        statements: jobPolicy(arns),
      });
    }
    this.instances = instanceAccess(this, "instance", props, props.instances, {
      description: "Container instances of slim, and jobs without a role of their own",
      statements: instancePolicy(arns),
    });
    this.people = new People(this, "user", {
      ...props,
      place: props,
      statements: props.awsManaged ? userSupplement(arns) : userPolicy(arns),
    });
    this.environments = new Environments(this, "Default", {
      ...props,
      place: props,
      access: this.instances,
      jobsHaveRole: props.jobRole !== undefined,
    });
    this.jobParameters = jobParameters(props, `${Object.values(this.environments.queues)[0]?.queueName}`);

    // S3 and KMS refuse a policy that names a role which is not there
    const roleArns = [this.lambda, this.jobs ?? this.instances, this.people.role].flatMap((it) => it?.roleArn ?? []);
    this.bucketPolicyToMerge = new PolicyDocument(this, "bucket-policy-to-merge", {
      statements: this.bucket.policyToMerge(roleArns, prefixes),
    }).json;
    if (!gradientQueues.create) {
      this.queuePoliciesToMerge = Object.fromEntries(
        this.gradientQueues.map((queue, index) => [
          queue.queueName,
          new PolicyDocument(this, `queue-policy-to-merge-${index + 1}`, { statements: queue.policyToMerge() }).json,
        ]),
      );
    }
    const keyPolicy = keyPolicyToMerge({
      aws,
      volumeKey: props.volumeKmsKey,
      spot: {
        instances: Object.values(environments).some(({ type }) => type === "SPOT"),
        fleet: this.environments.spotFleetRole !== undefined,
      },
      bucketKeys: [bucket.kmsKey],
      roleArns,
    });
    if (keyPolicy.length > 0) {
      this.keyPolicyToMerge = new PolicyDocument(this, "key-policy-to-merge", { statements: keyPolicy }).json;
    }
  }
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/**
 * The parameters of the workflow that say where things are.
 *
 * @see https://github.com/slimgroup/ServerlessImagingAWS, numerical_examples/imaging_example_sgd/parameters.json
 */
function jobParameters({ aws, bucket, gradientQueues }: SlimProps, queueName: string) {
  const folder = (name: string) => `${bucket.prefix ?? ""}${name}/`;
  return {
    bucket_name: bucket.name,
    model_path: folder("models"),
    data_path: folder("data"),
    script_path: folder("scripts"),
    partial_gradient_path: folder("partial_gradients"),
    full_gradient_path: folder("full_gradients"),
    variable_path: folder("variables"),
    batch_queue: queueName,
    sqs_queue: gradientQueues.baseName,
    num_chunks: gradientQueues.chunks,
    auto_create_queues: "FALSE",
    user_id: aws.account,
  };
}
