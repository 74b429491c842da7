import { Construct } from "constructs";
import type { Arn } from "../../modules/aws-environment";
import { DataBucket } from "../../modules/data-bucket";
import { type Condition, choose, equal, type List, or, present } from "../../modules/deferred";
import { itemsOf, mapItems } from "../../modules/deferred-items";
import { anyThing, eachThing, mapThings, nameOrFirst } from "../../modules/deferred-map";
import { named } from "../../modules/deferred-name";
import { firstGiven, given, oneOrNone, onlyWhen } from "../../modules/deferred-text";
import { type Existing, isGiven } from "../../modules/existing";
import { type InputBucket, readInputs } from "../../modules/input-buckets";
import { type AccessPlace, type InstanceAccess, instanceAccess, type RoleProps } from "../../modules/instance-access";
import { type JobRole, jobRole } from "../../modules/job-role";
import { keyPolicyToMerge } from "../../modules/key-policy";
import { PolicyDocument } from "../../modules/policy-document";
import { type ServiceAccess, serviceAccess } from "../../modules/service-access";
import { Environments, type EnvironmentsProps } from "./environments";
import { type GradientQueues, type GradientQueuesProps, gradientQueues } from "./gradient-queues";
import { People, type PeopleProps } from "./people";
import { instancePolicy, jobPolicy, lambdaPolicy, type SlimArns, stateMachinePolicy, userPolicy } from "./policies";

/** The environment that the workflow's parameters name, where it is there. */
const USUAL_ENVIRONMENT = "m4-spot";

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
    Pick<PeopleProps, "hasGroup" | "users" | "hasRole" | "trusted" | "awsManaged"> {
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
  readonly gradientQueues: GradientQueuesProps;
  /** Namespace of the repositories of images; ends with `/`. */
  readonly repositoryPrefix: string;
  /** First letters of the job definitions that the functions register. */
  readonly jobDefinitionPrefix: string;
  readonly instances: RoleProps;
  readonly lambdaRole?: Existing | undefined;
  readonly stateMachineRole?: Existing | undefined;
  /** @default - none: jobs work with the instances' role */
  readonly jobRole?:
    | {
        /** @default - one is created */
        readonly existing?: Existing | undefined;
        /** Whether there is one, where that is not known yet. @default true */
        readonly there?: Condition;
      }
    | undefined;
}

/**
 * SLIM's serverless seismic imaging: what its workflow needs before its functions and state machines are deployed.
 *
 * People deploy those, with names that begin with the system's prefix; every role speaks of those names, of the queues and of
 * the bucket, and of nothing else.
 */
export class Slim extends Construct {
  /** First letters that names of Lambda functions and state machines must have. */
  readonly namePrefix: string;
  readonly bucket: DataBucket;
  readonly gradientQueues: GradientQueues;
  readonly people: People;
  readonly lambda: ServiceAccess;
  readonly stateMachines: ServiceAccess;
  readonly jobs?: JobRole;
  readonly instances: InstanceAccess;
  readonly environments: Environments;
  /** Names of the queues of AWS Batch, by the names of the environments. */
  readonly batchQueues: Readonly<Record<string, string>>;
  /** What to put in the workflow's `parameters.json`. */
  readonly jobParameters: Readonly<Record<string, string | number>>;
  /** What the policy of an existing bucket should say. */
  readonly bucketPolicyToMerge: string;
  /** What the policies of keys of one's own should say. Undefined without such a key. */
  readonly keyPolicyToMerge?: string;

  constructor(scope: Construct, id: string, props: SlimProps) {
    super(scope, id);
    const { aws, names, bucket, inputBuckets = [], environments, tags } = props;
    const prefixes = oneOrNone(bucket.prefix);
    this.namePrefix = `${names.prefix}-`;
    this.bucket = new DataBucket(this, "data", {
      aws,
      bucketName: bucket.name,
      create: bucket.create,
      forceDestroy: bucket.forceDestroy,
      kmsKeyArn: bucket.kmsKey,
      tags,
    });
    this.gradientQueues = gradientQueues(this, props, props.gradientQueues);
    const environmentNames = itemsOf(
      named(
        this,
        "environment_names",
        eachThing(environments, (_, name) => names.of(name)),
      ),
    );
    const roleArn = (thing: string, existing?: Existing): Arn => {
      const created = aws.iamArn(`role${names.iamPath}${names.of(thing)}`);
      return existing ? choose(isGiven(existing), existing.arn, created) : created;
    };
    const jobsHaveRole = props.jobRole === undefined ? false : (props.jobRole.there ?? true);
    const jobRoleArn = roleArn("job", props.jobRole?.existing);
    const arns: SlimArns = {
      aws,
      prefix: this.namePrefix,
      definitions: props.jobDefinitionPrefix,
      queueArns: mapItems(environmentNames, (name) => aws.arn("batch", `job-queue/${name}`)),
      environmentNames,
      repositories: [aws.arn("ecr", `repository/${props.repositoryPrefix}*`)],
      gradientQueues: this.gradientQueues.access,
      jobsHaveRole,
      jobRoleArn,
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
      this.jobs = jobRole(this, "job", props, props.jobRole.existing, {
        there: jobsHaveRole,
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
      statements: userPolicy(arns, props.awsManaged),
    });
    this.environments = new Environments(this, "Default", {
      ...props,
      place: props,
      access: this.instances,
      jobsHaveRole,
    });
    this.batchQueues = mapThings(environments, (_, name) => names.of(name));
    this.jobParameters = this.parameters(props);

    // S3 and KMS refuse a policy that names a role which is not there
    const { roleArn: instanceRoleArn } = this.instances;
    const roleArns = named(
      this,
      "role_arns",
      given(
        this.lambda.roleArn,
        choose(jobsHaveRole, this.jobs?.roleArn ?? jobRoleArn, instanceRoleArn as Arn),
        this.people.roleArn,
      ),
    );
    this.bucketPolicyToMerge = new PolicyDocument(this, "bucket-policy-to-merge", {
      statements: this.bucket.policyToMerge(roleArns, prefixes),
    }).json;
    const keyPolicy = keyPolicyToMerge({
      aws,
      volumeKey: props.volumeKmsKey,
      spot: {
        instances: anyThing(environments, ({ type }) => equal(type, "SPOT")),
        fleet: this.environments.asksSpotFleet,
      },
      bucketKeys: [bucket.kmsKey],
      roleArns,
    });
    if (keyPolicy.length > 0) {
      const { json } = new PolicyDocument(this, "key-policy-to-merge", { statements: keyPolicy });
      this.keyPolicyToMerge = onlyWhen(or(present(props.volumeKmsKey), present(bucket.kmsKey)), json);
    }
  }

  /**
   * The parameters of the workflow that say where things are.
   *
   * @see https://github.com/slimgroup/ServerlessImagingAWS, numerical_examples/imaging_example_sgd/parameters.json
   */
  private parameters({ aws, names, bucket, gradientQueues, environments }: SlimProps) {
    const root = named(this, "root", firstGiven(bucket.prefix, ""));
    const folder = (name: string) => `${root}${name}/`;
    return {
      bucket_name: bucket.name,
      model_path: folder("models"),
      data_path: folder("data"),
      script_path: folder("scripts"),
      partial_gradient_path: folder("partial_gradients"),
      full_gradient_path: folder("full_gradients"),
      variable_path: folder("variables"),
      batch_queue: names.of(nameOrFirst(environments, USUAL_ENVIRONMENT)),
      sqs_queue: gradientQueues.baseName,
      num_chunks: gradientQueues.chunks,
      auto_create_queues: "FALSE",
      user_id: aws.account,
    };
  }
}
