import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import { useKeyThroughS3 } from "../../modules/bucket-access";
import { present, when } from "../../modules/deferred";
import type { Statements } from "../../modules/policy-document";
import { type AgcNames, ANY_CONTEXT, ANY_ID } from "./agc-names";
import { deployStacks, findStacks } from "./cdk-policy";

const CLI = "https://github.com/aws/amazon-genomics-cli/tree/main/packages/cli/internal/pkg/aws";
const KEYS =
  "https://github.com/aws/amazon-genomics-cli/blob/main/packages/cli/internal/pkg/cli/awsresources/awsresources.go";
const BATCH_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html";
const INVOKE =
  "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html";

/** What the policies of people speak of. */
export interface PeoplePolicyProps {
  readonly aws: AwsEnvironment;
  readonly agc: AgcNames;
  /** The role that CloudFormation works with. */
  readonly executionRoleArn: Arn;
}

/** `agc account activate` and `deactivate`: the document's agc-admin-policy. */
export function adminPolicy({ aws, agc, executionRoleArn }: PeoplePolicyProps): Statements {
  return [
    ...findStacks(aws, agc),
    ...deployStacks({
      aws,
      agc,
      stacks: ["Core", "CDKToolkit"],
      alsoDeletes: ["Context-*"],
      executionRoleArn,
    }),
    {
      sid: "SeeWhetherTheBucketIsThere",
      actions: ["s3:ListBucket"],
      resources: [agc.bucketArn],
      source: CLI,
    },
  ];
}

/** `agc context deploy` and `destroy`: the document's agc-user-policy-cdk. */
export function contextsPolicy({ aws, agc, executionRoleArn }: PeoplePolicyProps): Statements {
  return [
    ...findStacks(aws, agc),
    ...deployStacks({ aws, agc, stacks: ["Context-*"], executionRoleArn }),
    ...readParameters(agc),
  ];
}

/** Props of {@link runsPolicy}. */
export interface RunsPolicyProps extends Omit<PeoplePolicyProps, "executionRoleArn"> {
  /** KMS key of one's own that the bucket encrypts with. @default - none */
  readonly kmsKeyArn?: string | undefined;
}

/** `agc workflow`, `agc logs` and what looks at contexts: the document's agc-user-policy. */
export function runsPolicy({ aws, agc, kmsKeyArn }: RunsPolicyProps): Statements {
  const groups = ["Agc-Context-*", "/aws/lambda/Agc-Context-*", "/aws/batch/job", "/aws/batch/job:*"];
  return [
    ...findStacks(aws, agc),
    ...readParameters(agc),
    {
      sid: "TalkToEngines",
      actions: ["execute-api:Invoke"],
      resources: [aws.arn("execute-api", "*/prod/*/ga4gh/wes/v1/*")],
      because: `${ANY_ID} of APIs; the stage and the path are those of AGC's adapters`,
      source: INVOKE,
    },
    {
      sid: "KeepTheListOfRuns",
      actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
      resources: [agc.tableArn, `${agc.tableArn}/index/*`],
      because: "the table has an index for each way to look for runs",
      source: CLI,
    },
    {
      sid: "FindFiles",
      actions: ["s3:GetBucketLocation", "s3:ListBucket"],
      // without a prefix: AGC asks for one object, and only who may list hears that it is not there
      resources: [agc.bucketArn],
      source: CLI,
    },
    {
      sid: "StageFilesOfProjects",
      actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
      resources: [`${agc.bucketArn}/project/*`],
      because: "AGC keeps workflows, data and results below one folder, by project and user",
      source: KEYS,
    },
    ...when(present(kmsKeyArn), useKeyThroughS3(aws, [kmsKeyArn as Arn], ["kms:Decrypt", "kms:GenerateDataKey"])),
    {
      sid: "ReadLogs",
      actions: ["logs:FilterLogEvents"],
      resources: groups.map((group) => aws.arn("logs", `log-group:${group}`)),
      because: `${ANY_CONTEXT}; what jobs print goes to one group of Batch, in streams named after definitions and ids`,
      source: CLI,
    },
    {
      sid: "SeeJobs",
      actions: ["batch:DescribeJobs"],
      resources: "*",
      because: "the action takes no resource",
      source: BATCH_ACTIONS,
    },
  ];
}

function readParameters(agc: AgcNames): Statements {
  return [
    {
      sid: "ReadParameters",
      actions: ["ssm:GetParameter"],
      resources: [agc.parametersArn],
      because: "all of AGC's parameters stand below one path, and later releases add some",
      source: CLI,
    },
  ];
}
