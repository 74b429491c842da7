import type { Arn } from "../../modules/aws-environment";
import type { Statement } from "../../modules/policy-document";
import { iamLimits, iamRefusals } from "./iam-limits";
import type { DeployedStack, Reach } from "./reach";
import { thingLimits } from "./thing-limits";

const S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html";
const BACKEND = "https://developer.hashicorp.com/terraform/language/backend/s3";
const VIA_SERVICE = "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html";
const REFERENCE =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html";

/** Looking at what there is. Nothing in it is data, and none of it tells what is in a parameter. */
const LOOK: Readonly<Record<string, readonly string[]>> = {
  batch: ["Describe*", "ListTagsForResource"],
  ec2: ["Describe*"],
  elasticfilesystem: ["Describe*", "ListTagsForResource"],
  fsx: ["DescribeFileSystems", "ListTagsForResource"],
  iam: ["GetGroup", "GetInstanceProfile", "GetPolicy*", "GetRole*", "List*"],
  kms: ["DescribeKey"],
  logs: ["DescribeLogGroups", "ListTags*"],
  ssm: ["DescribeParameters", "ListTagsForResource"],
};

/**
 * The most that the deploy role of a stack can do, whatever policies somebody gives it.
 *
 * An allow list: a service that the stack does not need is not in it. Each thing is held by its name, its path or the owner
 * tags; docs/decisions/0002-deployer-boundary.md says against what.
 */
export function deployBoundary(stack: DeployedStack, reach: Reach): Statement[] {
  return [
    look(reach),
    ...iamLimits(stack, reach),
    ...thingLimits(stack, reach),
    ...namedThings(stack, reach),
    ...buckets(reach, ["s3:CreateBucket", "s3:DeleteBucket*", "s3:PutBucket*", "s3:PutEncryption*", "s3:PutLifecycle*"]),
    ...emptying(reach),
    ...parameters(stack, reach),
    ...state(stack, ["s3:GetObject", "s3:PutObject"]),
    ...keys(stack, reach),
    ...iamRefusals(stack),
    ...refusals(stack, reach),
  ];
}

/** The most that the plan role of a stack can do: look, and lock the state. It runs code that nobody has reviewed. */
export function planBoundary(stack: DeployedStack, reach: Reach): Statement[] {
  return [
    look(reach),
    ...buckets(reach, []),
    ...parameters(stack, reach),
    ...state(stack, ["s3:GetObject"]),
    ...iamRefusals(stack),
    ...refusals(stack, reach),
  ];
}
