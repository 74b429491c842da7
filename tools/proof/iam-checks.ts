import { ArnPattern } from "../../modules/arn-pattern";
import { actionFacts, isGlobalKey, isKey } from "../../modules/iam-reference";
import type { Account } from "./account";
import type { AwsCall } from "./aws-call";
import { batch } from "./checks/batch";
import { ec2 } from "./checks/ec2";
import { efs } from "./checks/efs";
import { iam } from "./checks/iam";
import { logs, sqs, ssm } from "./checks/named-things";
import type { Mapping, Question } from "./checks/question";
import { s3 } from "./checks/s3";
import type { RequestContext } from "./judge";

/** One question to IAM that a recorded call raised. */
export interface Check {
  /** The call: `iam:CreateRole`. */
  readonly operation: string;
  readonly action: string;
  /** One ARN, never a pattern, or `*` for an action that takes none. */
  readonly resource: string;
  /** Condition keys in alphabetical order. */
  readonly context: RequestContext;
}

const MAPPINGS: Readonly<Record<string, Mapping>> = {
  batch,
  ec2,
  elasticfilesystem: efs,
  iam,
  logs,
  s3,
  sqs,
  ssm,
  // nobody needs a permission to ask who he is:
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
  sts: async ({ operation }) => (operation === "GetCallerIdentity" ? [] : undefined),
};

/**
 * What IAM is asked about a call, resource by resource.
 *
 * @throws where the call cannot be mapped: what is not known is never taken for allowed
 */
export async function checksOf(call: AwsCall, account: Account): Promise<Check[]> {
  const operation = `${call.service}:${call.operation}`;
  const questions = await MAPPINGS[call.service]?.(call, account);
  if (!questions)
    throw new Error(`the proof does not know what IAM is asked about ${operation}: add it to tools/proof/checks`);
  return questions.map((question) => checkOf(operation, question));
}

function checkOf(operation: string, { action, resource, context = {} }: Question): Check {
  const facts = actionFacts(action);
  if (!facts) throw new Error(`IAM knows no action '${action}', which ${operation} is mapped to`);
  const pattern = new ArnPattern(resource);
  const types = facts.resourceTypes.filter(({ arns }) => !pattern.isEverything && pattern.couldBe(arns));
  const keys = [...facts.conditionKeys, ...types.flatMap(({ conditionKeys }) => conditionKeys)];
  const carried = Object.entries(context).filter(
    ([key]) => isGlobalKey(key) || keys.some((known) => isKey(known, key)),
  );
  return {
    operation,
    action: facts.action,
    // some operations name a thing and are asked about none
    resource: facts.wildcardOnly ? "*" : resource,
    context: Object.fromEntries(carried.sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
