import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import { joinCluster, pullImages, writeJobLogs } from "../../modules/container-instance";
import { type Condition, not, when } from "../../modules/deferred";
import { pushImages } from "../../modules/image-repositories";
import { passJobRoles, readJobLogs, submitJobs, watchJobs } from "../../modules/job-submission";
import {
  deployFunctions,
  invokeFunctions,
  readFunctionLogs,
  standInNetwork,
  triggerFunctions,
  writeFunctionLogs,
} from "../../modules/lambda-functions";
import {
  exchangeMessages,
  findQueues,
  type MessageAccess,
  purgeQueues,
  sendMessages,
} from "../../modules/message-queue";
import type { Statement, Statements } from "../../modules/policy-document";
import { deployStateMachines, runStateMachines } from "../../modules/state-machines";

/** How people deploy the workflow: chapters lambda, sqs and step of its documentation. */
const WORKFLOW = "https://github.com/slimgroup/ServerlessImagingAWS/tree/master/docs";

/** What its functions call. */
const FUNCTIONS = "https://github.com/slimgroup/ServerlessImagingAWS/tree/master/lambda";

/** Policies of AWS that the document attaches to each user, in its order; the sixth is the successor of one that ended. */
export const USER_POLICIES = [
  "AmazonEC2FullAccess",
  "AWSBatchFullAccess",
  "AmazonEC2ContainerRegistryFullAccess",
  "AWSLambda_FullAccess",
  "AmazonSQSFullAccess",
  "AWSStepFunctionsFullAccess",
  "AmazonS3ReadOnlyAccess",
] as const;

/** What the policies of slim speak of. */
export interface SlimArns {
  readonly aws: AwsEnvironment;
  /** First letters of the names of Lambda functions and state machines. */
  readonly prefix: string;
  /** First letters of the names of job definitions. */
  readonly definitions: string;
  readonly queueArns: readonly Arn[];
  /** First words of the names of the environments. */
  readonly environmentNames: readonly string[];
  /** Repositories of images, by pattern. */
  readonly repositories: readonly Arn[];
  /** Queues that gradients are announced in. */
  readonly gradientQueues: MessageAccess;
  /** Whether jobs have a role of their own, and do not work with the instances'. */
  readonly jobsHaveRole: Condition;
  /** That role. */
  readonly jobRoleArn: Arn;
  readonly lambdaRoleArn: Arn;
  readonly stateMachineRoleArn: Arn;
  /** What is allowed on the work bucket. */
  readonly work: Statements;
  /** What is allowed on the input buckets. */
  readonly inputs: Statements;
}

/**
 * What people may do: build images, deploy functions, triggers and state machines, run them, watch them, and look after data.
 *
 * The document gives them full access to seven services, and reading of every bucket; writing, which its own scripts do, and
 * passing roles came with a policy that AWS has ended.
 *
 * @param besides whether they have {@link USER_POLICIES} besides, which write to no bucket and pass no role but to Lambda
 */
export function userPolicy(props: SlimArns, besides: Condition): Statements {
  const { aws, prefix, definitions, repositories, queueArns, gradientQueues, work, inputs } = props;
  const functions = { aws, functions: prefix };
  const machines = { aws, machines: prefix };
  const alone = (...statements: Statements) => when<Statement>(not(besides), ...statements);
  return [
    ...alone(
      ...pullImages(repositories),
      ...pushImages(repositories),
      ...deployFunctions(functions),
      ...triggerFunctions(functions),
      ...invokeFunctions(functions),
      ...readFunctionLogs(functions),
      ...deployStateMachines(machines),
      ...runStateMachines(machines),
    ),
    ...passRolesToTheWorkflow(props),
    ...alone(...submitJobs({ aws, queueArns, definitions, tagged: false, source: FUNCTIONS })),
    ...passToJobs(props),
    ...alone(...watchJobs(), ...readJobLogs({ aws, definitions }), ...findQueues(gradientQueues)),
    ...work,
    ...alone(...inputs),
  ];
}

/** What state machines may do: call the functions of the workflow. */
export function stateMachinePolicy({ aws, prefix }: SlimArns): Statements {
  return invokeFunctions({ aws, functions: prefix });
}

/**
 * What the functions may do: register and submit jobs and watch them, sum up gradients that queues announce, write logs, and
 * stand in a network.
 *
 * Their `auto_create_queues` is left out: the queues are there.
 */
export function lambdaPolicy(props: SlimArns): Statements {
  const { aws, prefix, definitions, queueArns, gradientQueues, work, inputs } = props;
  const functions = { aws, functions: prefix };
  return [
    ...submitJobs({ aws, queueArns, definitions, tagged: false, source: FUNCTIONS }),
    ...passToJobs(props),
    ...watchJobs(),
    ...exchangeMessages(gradientQueues),
    ...findQueues(gradientQueues),
    ...purgeQueues(gradientQueues),
    ...work,
    ...inputs,
    ...writeFunctionLogs(functions),
    ...standInNetwork(functions),
  ];
}

/** What jobs may do: read models and data, write gradients, and announce them. */
export function jobPolicy({ gradientQueues, work, inputs }: SlimArns): Statements {
  return [...work, ...inputs, ...sendMessages(gradientQueues)];
}

/** What the container instances may do: join a cluster, pull images, write logs, and what jobs do that have no role. */
export function instancePolicy(props: SlimArns): Statements {
  const { aws, environmentNames, repositories, jobsHaveRole } = props;
  return [
    ...joinCluster({ aws, environmentNames }),
    ...writeJobLogs(aws),
    ...pullImages(repositories),
    ...when<Statement>(not(jobsHaveRole), ...jobPolicy(props)),
  ];
}

function passToJobs({ aws, jobsHaveRole, jobRoleArn }: SlimArns): Statements {
  return when<Statement>(jobsHaveRole, ...passJobRoles(aws, [jobRoleArn]));
}

function passRolesToTheWorkflow({ aws, lambdaRoleArn, stateMachineRoleArn }: SlimArns): Statements {
  const pass = (sid: string, roleArn: Arn, service: string): Statement => ({
    sid,
    actions: ["iam:PassRole"],
    resources: [roleArn],
    conditions: [{ test: "StringEquals", key: "iam:PassedToService", values: [aws.servicePrincipal(service)] }],
    source: WORKFLOW,
  });
  return [
    pass("PassTheRoleOfFunctions", lambdaRoleArn, "lambda"),
    pass("PassTheRoleOfStateMachines", stateMachineRoleArn, "states"),
  ];
}
