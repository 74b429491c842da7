import { AwsEnvironment } from "../../modules/aws-environment";
import {
  deployFunctions,
  invokeFunctions,
  type LambdaFunctions,
  readFunctionLogs,
  standInNetwork,
  triggerFunctions,
  writeFunctionLogs,
} from "../../modules/lambda-functions";
import { policyJson, type Statements, statementFindings } from "../../modules/policy-document";
import { allowed } from "../../tools/proof/judge";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
const HERE = "eu-west-2:111122223333";
const FUNCTION = `arn:aws:lambda:${HERE}:function:acme-slim-Sum`;
const OTHER = `arn:aws:lambda:${HERE}:function:acme-duet-Notify`;
const TRIGGER = `arn:aws:lambda:${HERE}:event-source-mapping:0a1b2c3d-0000-4000-8000-0123456789ab`;
const INTERFACE = `arn:aws:ec2:${HERE}:network-interface/eni-0123456789abcdef0`;
const LOG = `arn:aws:logs:${HERE}:log-group:/aws/lambda/acme-slim-Sum`;

type Grant = (props: LambdaFunctions) => Statements;

function may(grant: Grant, action: string, resource: string, context?: Record<string, string>): Promise<boolean> {
  const policy = policyJson(grant({ aws, functions: "acme-slim-" }));
  return allowed({ policies: [policy] }, { action, resources: [resource], context });
}

test.each<[string, Grant]>([
  ["calling", invokeFunctions],
  ["deploying", deployFunctions],
  ["triggering", triggerFunctions],
  ["writing the logs of", writeFunctionLogs],
  ["reading the logs of", readFunctionLogs],
  ["giving a network to", standInNetwork],
])("%s functions has no finding", (_, grant) => {
  expect(statementFindings(grant({ aws, functions: "acme-slim-" }))).toEqual([]);
});

test("functions are called by the first letters of their names, and by their versions", async () => {
  expect(await may(invokeFunctions, "lambda:InvokeFunction", FUNCTION)).toBe(true);
  expect(await may(invokeFunctions, "lambda:InvokeFunction", `${FUNCTION}:3`)).toBe(true);
  expect(await may(invokeFunctions, "lambda:InvokeFunction", OTHER)).toBe(false);
});

test("those who deploy functions do not open them to others", async () => {
  expect(await may(deployFunctions, "lambda:CreateFunction", FUNCTION)).toBe(true);
  expect(await may(deployFunctions, "lambda:UpdateFunctionCode", OTHER)).toBe(false);
  expect(await may(deployFunctions, "lambda:AddPermission", FUNCTION)).toBe(false);
});

test("a trigger is made and taken away for our functions only", async () => {
  const ours = { "lambda:FunctionArn": FUNCTION };
  const theirs = { "lambda:FunctionArn": OTHER };
  expect(await may(triggerFunctions, "lambda:CreateEventSourceMapping", "*", ours)).toBe(true);
  expect(await may(triggerFunctions, "lambda:CreateEventSourceMapping", "*", theirs)).toBe(false);
  expect(await may(triggerFunctions, "lambda:DeleteEventSourceMapping", TRIGGER, ours)).toBe(true);
  expect(await may(triggerFunctions, "lambda:DeleteEventSourceMapping", TRIGGER, theirs)).toBe(false);
});

test("logs are written and read in the functions' own groups", async () => {
  expect(await may(writeFunctionLogs, "logs:CreateLogGroup", LOG)).toBe(true);
  expect(await may(writeFunctionLogs, "logs:PutLogEvents", `${LOG}:log-stream:2026`)).toBe(true);
  expect(await may(writeFunctionLogs, "logs:DeleteLogGroup", LOG)).toBe(false);
  expect(await may(readFunctionLogs, "logs:GetLogEvents", `${LOG}:log-stream:2026`)).toBe(true);
  expect(await may(readFunctionLogs, "logs:FilterLogEvents", LOG.replace("slim", "duet"))).toBe(false);
});

test("Lambda makes interfaces with the function's role, and the function's code does not", async () => {
  const fromCode = { "lambda:SourceFunctionArn": FUNCTION };
  for (const action of ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"]) {
    expect(await may(standInNetwork, action, INTERFACE)).toBe(true);
    expect(await may(standInNetwork, action, INTERFACE, fromCode)).toBe(false);
  }
  expect(await may(standInNetwork, "ec2:DescribeSubnets", "*")).toBe(true);
  expect(await may(standInNetwork, "ec2:DescribeSubnets", "*", fromCode)).toBe(false);
});
