import { catalogFindings } from "../../modules/iam-catalog";
import { readStatements } from "../../modules/written-policy";
import { publishedDocument } from "../../tools/published-document";

/** What the catalog finds in the policies that a document brings itself: policy, statement, rule and what is meant. */
function findings(system: string): string[] {
  const policies = publishedDocument(system).policies.filter(({ awsManaged }) => awsManaged === undefined);
  return policies.flatMap(({ name: policy, policy: json }) =>
    readStatements(json).flatMap(({ name, effect, actions, resources, conditions }) =>
      catalogFindings({ sid: name, effect, actions, resources, conditions }).map(({ rule, message }) => {
        const [subject] = message.match(/'[^']*'|[a-z0-9]+:\w+/) ?? [];
        return `${policy} ${name}: ${rule} ${subject?.replaceAll("'", "")}`;
      }),
    ),
  );
}

describe("what the catalog finds in the published document of", () => {
  test("duet is one call in the place of an action; what else is wrong is missing, or too wide", () => {
    expect(findings("duet")).toEqual(["S3 Permissions 1: unknown-action s3:ListObjectsV2"]);
  });

  test("genomics-workflows is wholesale access and actions in the wrong letter case", () => {
    expect(findings("genomics-workflows")).toEqual([
      "s3bucket-access-<region> 1: wildcard-action s3:*",
      "ebs-autoscale-policy 1: wildcard-action ec2:*Volume",
      "ebs-autoscale-policy 1: letter-case ec2:modifyInstanceAttribute",
      "ebs-autoscale-policy 1: letter-case ec2:describeVolumes",
      "BatchJobRole: S3Bucket-Access 2: wildcard-action s3:ListBucket*",
      "BatchJobRole: S3Bucket-Access 3: wildcard-action s3:*",
      "BatchInstanceRole: SystemsManager-Access 1: wildcard-action ssm:GetParameter*",
    ]);
  });

  test("amazon-genomics-cli is what its page names, and wildcards in most statements", () => {
    const found = findings("amazon-genomics-cli");
    expect(found.filter((finding) => !finding.includes("wildcard-action"))).toEqual([
      "agc-admin-policy 3: unknown-action s3:ListObjectVersions",
      "agc-admin-policy 6: dead-action dynamodb:ListTables",
      "agc-admin-policy 10: dead-action ssm:DescribeParameters",
      "agc-admin-policy 13: dead-action cloudformation:ListStacks",
      "agc-admin-policy 15: pass-role iam:PassRole",
      "agc-admin-policy 16: pass-role iam:PassRole",
      "agc-user-policy-cdk 1: pass-role iam:PassRole",
      "agc-user-policy-cdk 2: pass-role iam:PassRole",
      "agc-user-policy-cdk 4: dead-action ec2:DescribeVpnGateways",
      "agc-user-policy-cdk 4: dead-action ec2:DescribeSubnets",
      "agc-user-policy-cdk 4: dead-action ec2:DescribeVpcs",
      "agc-user-policy-cdk 4: dead-action ec2:DescribeRouteTables",
      "agc-user-policy-cdk 19: dead-action cloudformation:ListStacks",
      "agc-user-policy 1: dead-action dynamodb:ListTables",
      "agc-user-policy 3: unknown-action s3:ListObjectVersions",
      "agc-user-policy 4: dead-action ssm:DescribeParameters",
      "agc-user-policy 11: dead-action servicediscovery:CreatePrivateDnsNamespace",
      "agc-user-policy 13: dead-action logs:DescribeLogGroups",
    ]);
    expect(found.filter((finding) => finding.includes("wildcard-action"))).toHaveLength(63);
  });

  test("parallelcluster is what its page names", () => {
    const batch = "Additional user policy when using AWS Batch scheduler";
    const fsx = "Additional user policy when using Amazon FSx for Lustre";
    const image = "User policy to use image build features";
    const profiles = "arn:aws:iam::<AWS ACCOUNT ID>:instance-profile/parallelcluster/*";
    expect(findings("parallelcluster")).toEqual([
      "Base user policy EC2Read: wildcard-action ec2:Describe*",
      "Base user policy CloudFormation: wildcard-action cloudformation:*",
      "Base user policy IamPassRole: pass-role StringEqualsIfExists",
      "Base user policy S3ResourcesBucket: wildcard-action s3:*",
      "Base user policy S3ParallelClusterReadOnly: wildcard-action s3:Get*",
      "Base user policy S3ParallelClusterReadOnly: wildcard-action s3:List*",
      "Base user policy EFS: wildcard-action elasticfilesystem:*",
      `${batch} IamPassRole: pass-role StringEqualsIfExists`,
      `${batch} 2: doubtful-condition-key iam:DeleteServiceLinkedRole`,
      `${batch} 3: wildcard-action codebuild:*`,
      `${batch} ECR: wildcard-action ecr:*`,
      `${batch} Batch: wildcard-action batch:*`,
      `${batch} AmazonCloudWatchEvents: wildcard-action events:*`,
      `${fsx} 1: doubtful-condition-key iam:DeleteServiceLinkedRole`,
      `${fsx} FSx: wildcard-action fsx:*`,
      `${fsx} 4: wildcard-action s3:Get*`,
      `${fsx} 4: wildcard-action s3:List*`,
      `${fsx} 4: dead-action s3:PutObject`,
      `${image} IAMPassRole: dead-resource ${profiles}`,
      `${image} ImageBuilderGet: wildcard-action imagebuilder:Get*`,
      `${image} SNS: letter-case SNS:DeleteTopic`,
      `${image} SNS: letter-case SNS:Unsubscribe`,
      "Privileged IAM access mode IamRole: dead-action iam:CreateServiceLinkedRole",
      "Restricted IAM access mode IamPassRole: pass-role StringEqualsIfExists",
      "PermissionsBoundary mode IamRole: dead-action iam:CreateServiceLinkedRole",
      `Head node, Slurm 5: dead-resource ${profiles}`,
      `Head node, AWS Batch 3: dead-resource ${profiles}`,
      "AWS Lambda cleanup role 13: letter-case SNS:GetTopicAttributes",
      "AWS Lambda cleanup role 13: letter-case SNS:DeleteTopic",
      "AWS Lambda cleanup role 13: letter-case SNS:GetSubscriptionAttributes",
      "AWS Lambda cleanup role 13: letter-case SNS:Unsubscribe",
    ]);
  });

  test("slim is a permission that IAM no longer has", () => {
    expect(findings("slim")).toEqual([
      "SLIM-Extras_for_Lambda: LambdaBatchExecutionPolicy VisualEditor0: unknown-action s3:ListBucketByTags",
    ]);
  });
});
