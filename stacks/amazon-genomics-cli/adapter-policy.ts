import type { AwsEnvironment } from "../../modules/aws-environment";
import { DEPLOY_FUNCTION_OF_STACK } from "../../modules/lambda-functions";
import type { Statements } from "../../modules/policy-document";
import { type AgcNames, ANY_CONTEXT, ANY_ID } from "./agc-names";

const DOCUMENT = "https://github.com/aws/amazon-genomics-cli/tree/main/extras/agc-minimal-permissions";
const API_GATEWAY =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html";
const LAMBDA_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html";

/** The adapter between the command line and an engine is a function; another sets how long logs are kept. */
export function runAdapters(aws: AwsEnvironment, agc: AgcNames): Statements {
  const functions = [aws.arn("lambda", "function:Agc-Context-*")];
  return [
    {
      sid: "RunAdapters",
      actions: [...DEPLOY_FUNCTION_OF_STACK, "lambda:RemovePermission"].sort(),
      resources: functions,
      because: ANY_CONTEXT,
      source: LAMBDA_ACTIONS,
    },
    {
      sid: "LetApisCallAdapters",
      actions: ["lambda:AddPermission"],
      resources: functions,
      because: ANY_CONTEXT,
      conditions: [{ test: "StringEquals", key: "lambda:Principal", values: [aws.servicePrincipal("apigateway")] }],
      source: LAMBDA_ACTIONS,
    },
    {
      sid: "ReadTheCodeOfAdapters",
      actions: ["s3:GetObject"],
      resources: [`${agc.assetsArn}/*`],
      because: "the CDK names code by its hash",
      source: LAMBDA_ACTIONS,
    },
    {
      sid: "SeeLogGroups",
      actions: ["logs:DescribeLogGroups"],
      resources: "*",
      because: "the action takes no resource",
      source: DOCUMENT,
    },
    {
      sid: "KeepLogs",
      actions: [
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:DeleteRetentionPolicy",
        "logs:ListTagsForResource",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
      ],
      resources: [aws.arn("logs", "log-group:Agc-Context-*")],
      because: ANY_CONTEXT,
      source: DOCUMENT,
    },
  ];
}

/** The API in front of an adapter. Its parts carry no tags, so that they cannot be told from those of other APIs. */
export function makeApis(aws: AwsEnvironment, agc: AgcNames): Statements {
  const api = (...paths: string[]) =>
    paths.map((path) => `arn:${aws.partition}:apigateway:${aws.region}::${path}` as const);
  const source = API_GATEWAY;
  return [
    {
      sid: "SeeApis",
      actions: ["apigateway:GET"],
      resources: api("/account", "/restapis*", "/vpclinks*"),
      because: ANY_ID,
      source,
    },
    {
      sid: "MakeApis",
      actions: ["apigateway:POST", "apigateway:UpdateRestApiPolicy"],
      resources: api("/restapis"),
      conditions: [{ test: "StringLike", key: "apigateway:Request/ApiName", values: ["*ApiProxy"] }],
      source,
    },
    {
      sid: "ChangeTheirApis",
      actions: ["apigateway:DELETE", "apigateway:PATCH", "apigateway:UpdateRestApiPolicy"],
      resources: api("/restapis/*"),
      because: `${ANY_ID}; CloudFormation's own tag holds it to APIs that contexts made`,
      conditions: [agc.madeBy("Context-*")],
      source,
    },
    {
      sid: "ChangePartsOfApis",
      actions: ["apigateway:DELETE", "apigateway:PATCH", "apigateway:POST", "apigateway:PUT"],
      resources: api("/restapis/*/deployments*", "/restapis/*/resources*", "/restapis/*/stages*"),
      because: `${ANY_ID}, and parts of an API carry neither its name nor its tags`,
      source,
    },
    {
      sid: "TagApis",
      actions: ["apigateway:DELETE", "apigateway:PUT"],
      resources: api("/tags/*"),
      because: ANY_ID,
      source,
    },
    {
      sid: "SetTheRoleOfLogs",
      actions: ["apigateway:PATCH"],
      resources: api("/account"),
      source: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
    },
    {
      sid: "LinkApisToEngines",
      actions: ["apigateway:DELETE", "apigateway:PATCH", "apigateway:POST"],
      resources: api("/vpclinks", "/vpclinks/*"),
      because: ANY_ID,
      source,
    },
  ];
}
