import type { Arn, AwsEnvironment } from "./aws-environment";
import type { PolicyCondition, Statement, Statements } from "./policy-document";

const LAMBDA_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html";
const LAMBDA_RESOURCES = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html";
const LAMBDA_LOGS = "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html";
const LAMBDA_VPC = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html";

/** Lambda functions that go by their names. */
export interface LambdaFunctions {
  readonly aws: AwsEnvironment;
  /** First letters of their names. */
  readonly functions: string;
}

const DEPLOY_FUNCTION = [
  "lambda:CreateFunction",
  "lambda:DeleteFunction",
  "lambda:GetFunction",
  "lambda:GetFunctionConfiguration",
  "lambda:UpdateFunctionCode",
  "lambda:UpdateFunctionConfiguration",
] as const;

/** What CloudFormation calls for a function of a template, with its tags, and for a custom resource that it answers. */
export const DEPLOY_FUNCTION_OF_STACK = [
  ...DEPLOY_FUNCTION,
  "lambda:InvokeFunction",
  "lambda:ListTags",
  "lambda:TagResource",
  "lambda:UntagResource",
] as const;

const BY_NAME =
  "functions are known by the first letters of their names: which there are, those who deploy them decide";

/** The asterisk stands for versions and aliases too. */
function functionArn({ aws, functions }: LambdaFunctions): Arn {
  return aws.arn("lambda", `function:${functions}*`);
}

/** Calling functions. */
export function invokeFunctions(props: LambdaFunctions): Statements {
  return [
    {
      sid: "InvokeFunctions",
      actions: ["lambda:InvokeFunction"],
      resources: [functionArn(props)],
      because: BY_NAME,
      source: "https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html",
    },
  ];
}

/** Making and changing functions, in a network too; the role that they get must be passed besides. */
export function deployFunctions(props: LambdaFunctions): Statements {
  return [
    {
      sid: "DeployFunctions",
      actions: DEPLOY_FUNCTION,
      resources: [functionArn(props)],
      because: BY_NAME,
      source: LAMBDA_RESOURCES,
    },
    {
      sid: "ListFunctionsAndTriggers",
      actions: ["lambda:ListEventSourceMappings", "lambda:ListFunctions"],
      resources: "*",
      because: "these list actions of Lambda take no resource",
      source: LAMBDA_ACTIONS,
    },
    {
      sid: "LookUpNetworksForFunctions",
      actions: ["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"],
      resources: "*",
      because: "these describe actions of EC2 take no resource",
      source: LAMBDA_VPC,
    },
  ];
}

/** Letting queues and streams trigger functions. */
export function triggerFunctions(props: LambdaFunctions): Statements {
  const { aws } = props;
  const ofOurs: PolicyCondition = { test: "ArnLike", key: "lambda:FunctionArn", values: [functionArn(props)] };
  return [
    {
      sid: "CreateTriggers",
      actions: ["lambda:CreateEventSourceMapping"],
      resources: "*",
      because: "the action takes no resource; the condition holds it to our functions",
      conditions: [ofOurs],
      source: LAMBDA_RESOURCES,
    },
    {
      sid: "ChangeTriggers",
      actions: ["lambda:DeleteEventSourceMapping", "lambda:GetEventSourceMapping", "lambda:UpdateEventSourceMapping"],
      resources: [aws.arn("lambda", "event-source-mapping:*")],
      because: "Lambda makes the ids of triggers; the condition holds it to those of our functions",
      conditions: [ofOurs],
      source: LAMBDA_RESOURCES,
    },
  ];
}

/** Writing what functions print. */
export function writeFunctionLogs({ aws, functions }: LambdaFunctions): Statements {
  const group = `log-group:/aws/lambda/${functions}*`;
  const because = "each function has a group of its own, named after it, with a stream for each instance of it";
  return [
    {
      sid: "MakeLogGroupsOfFunctions",
      actions: ["logs:CreateLogGroup"],
      resources: [aws.arn("logs", group)],
      because,
      source: LAMBDA_LOGS,
    },
    {
      sid: "WriteLogsOfFunctions",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [aws.arn("logs", `${group}:log-stream:*`)],
      because,
      source: LAMBDA_LOGS,
    },
  ];
}

/** Reading what functions printed. */
export function readFunctionLogs({ aws, functions }: LambdaFunctions): Statements {
  const because = "each function has a group of its own, named after it";
  return [
    {
      sid: "SearchLogsOfFunctions",
      actions: ["logs:DescribeLogStreams", "logs:FilterLogEvents"],
      resources: [aws.arn("logs", `log-group:/aws/lambda/${functions}*`)],
      because,
      source: LAMBDA_LOGS,
    },
    {
      sid: "ReadLogsOfFunctions",
      actions: ["logs:GetLogEvents"],
      resources: [aws.arn("logs", `log-group:/aws/lambda/${functions}*:log-stream:*`)],
      because,
      source: LAMBDA_LOGS,
    },
  ];
}

/**
 * Standing in a network: Lambda makes an interface for a function with the function's own role.
 *
 * The code of a function has the same role, and could give itself addresses with it: that is refused.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-best-practice-security
 */
export function standInNetwork(props: LambdaFunctions): Statements {
  const change = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
  ];
  const look = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"];
  const refusal: Statement = {
    sid: "KeepTheCodeFromInterfaces",
    effect: "Deny",
    actions: [...change, ...look],
    resources: "*",
    because: "a refusal holds for every interface",
    conditions: [{ test: "ArnLike", key: "lambda:SourceFunctionArn", values: [functionArn(props)] }],
    source: LAMBDA_VPC,
  };
  return [
    {
      sid: "MakeInterfacesForFunctions",
      actions: change,
      resources: ["network-interface", "security-group", "subnet"].map((kind) => props.aws.arn("ec2", `${kind}/*`)),
      because: "EC2 makes the ids of interfaces, and those who deploy a function name its subnets and groups",
      source: LAMBDA_VPC,
    },
    {
      sid: "LookAtInterfacesAndSubnets",
      actions: look,
      resources: "*",
      because: "these describe actions of EC2 take no resource",
      source: LAMBDA_VPC,
    },
    refusal,
  ];
}
