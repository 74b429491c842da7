import { escalationFindings, policyKind } from "../../modules/escalation-rules";
import { publishedDocument, publishedSystems } from "../../tools/published-document";

/** What the rules find in policies of a document: by policy, `statement rule`, of the wide ones with a question mark. */
function findings(system: string, ofAws = false): Record<string, string[]> {
  const policies = publishedDocument(system).policies.filter(({ awsManaged }) => (awsManaged !== undefined) === ofAws);
  const found = policies.map(({ name, awsManaged = name, policy }) => {
    const list = escalationFindings(policy, policyKind(policy));
    return [
      awsManaged,
      list.map(({ statement, rule, severity }) => `${statement} ${rule}${severity === "wide" ? "?" : ""}`),
    ];
  });
  return Object.fromEntries(found.filter(([, list]) => list?.length));
}

/** `words("1 pass-role, 2 any-resource?")`. */
function words(list: string): string[] {
  return list.split(", ");
}

describe("what the rules find in the published document of", () => {
  test("duet is who creates roles without a boundary, and other teams' queues and images", () => {
    expect(findings("duet")).toEqual({
      "Pre-requisites": words(
        "1 any-resource?, 13 role-policy, 13 unbounded-principal, 13 removed-policy?, 14 key-grant",
      ),
      "Other Essential Permissions": words(
        "1 existing-role, 1 any-resource?, 2 existing-role, 2 any-resource?, 3 any-resource?",
      ),
    });
  });

  test("genomics-workflows is user data that can be rewritten, bucket administration, and roles open to Batch's customers", () => {
    expect(findings("genomics-workflows")).toEqual({
      "s3bucket-access-<region>": ["1 service-wildcard?"],
      "ebs-autoscale-<region>": ["1 instance-attribute", "1 any-resource?"],
      "ebs-autoscale-policy": ["1 instance-attribute", "1 any-resource?"],
      "BatchJobRole: S3Bucket-Access": ["3 service-wildcard?"],
      "BatchServiceRole: trust": ["1 service-for-anybody"],
      "BatchSpotFleetRole: trust": ["1 service-for-anybody"],
      "BatchJobRole: trust": ["1 service-for-anybody"],
    });
  });

  test("amazon-genomics-cli is administrator by two calls, any role, any secret and any bucket", () => {
    expect(findings("amazon-genomics-cli")).toEqual({
      "agc-admin-policy": [
        ...words("1 any-resource?, 2 any-resource?, 3 any-resource?, 4 shared-with-others, 4 any-resource?"),
        ...words("9 any-resource?, 10 any-secret, 10 any-resource?, 11 any-resource?, 14 any-resource?"),
        ...words("15 role-policy, 15 unbounded-principal, 15 role-trust, 15 removed-policy?, 15 pass-role"),
        ...words("16 pass-role, 17 existing-role, 17 any-resource?, 18 any-resource?, 19 assume-role"),
      ],
      "agc-user-policy-cdk": [
        ...words("1 role-policy, 1 unbounded-principal, 1 role-trust, 1 removed-policy?, 1 pass-role, 2 pass-role"),
        ...words("3 assume-role, 4 existing-role, 4 any-resource?, 5 existing-role, 5 shared-with-others"),
        ...words("5 any-resource?, 6 any-resource?, 7 any-resource?, 8 shared-with-others, 8 any-resource?"),
        ...words("9 any-resource?, 10 any-resource?, 11 any-resource?, 12 any-resource?, 15 any-resource?"),
        ...words("16 shared-with-others, 16 service-wildcard?"),
      ],
      "agc-user-policy": [
        ...words("3 any-resource?, 4 any-secret, 4 any-resource?, 6 existing-role, 6 any-resource?, 7 any-resource?"),
        ...words("8 any-resource?, 9 any-resource?, 10 any-resource?, 11 any-resource?"),
      ],
    });
  });

  test("parallelcluster is roles for any service, wholesale access, and nothing in the mode with a boundary", () => {
    expect(findings("parallelcluster")).toEqual({
      "Base user policy": [
        ...words("EC2Read any-resource?, EC2Write existing-role, EC2Write any-resource?"),
        ...words("Route53HostedZones any-resource?, CloudFormation existing-role, CloudFormation service-wildcard?"),
        ...words("CloudWatch any-resource?, IamRead any-resource?, IamPassRole pass-role"),
        ...words("S3ResourcesBucket service-wildcard?, EFS shared-with-others, EFS service-wildcard?"),
        ...words("CloudWatchLogs any-resource?"),
      ],
      "Additional user policy when using AWS Batch scheduler": [
        ...words("IamPassRole pass-role, 3 service-wildcard?, ECR existing-role, ECR shared-with-others"),
        ...words("ECR service-wildcard?, Batch existing-role, Batch service-wildcard?"),
        ...words(
          "AmazonCloudWatchEvents shared-with-others, AmazonCloudWatchEvents service-wildcard?, ECS any-resource?",
        ),
      ],
      "Additional user policy when using Amazon FSx for Lustre": words("1 any-resource?, FSx service-wildcard?"),
      "User policy to use image build features": words(
        "EC2 any-resource?, CloudFormation any-resource?, ImageBuilderGet any-resource?",
      ),
      "Privileged IAM access mode": words(
        "IamCreateRole unbounded-principal, IamInlinePolicy role-policy, IamInlinePolicy removed-policy?, IamPolicy role-policy, IamPolicy removed-policy?",
      ),
      "Restricted IAM access mode": ["IamPassRole pass-role"],
      "Head node, Slurm": words(
        "4 any-resource?, 6 any-resource?, 7 tag-anything, 7 any-resource?, 8 any-resource?, 9 any-resource?",
      ),
      "Head node, AWS Batch": words("5 any-resource?, 6 any-resource?, 7 any-resource?, 8 any-resource?"),
      "AWS Lambda functions role": ["1 any-resource?"],
      "Compute nodes": ["3 any-resource?"],
      "Instance role for EC2 Image Builder": words("1 shared-with-others, 1 any-resource?"),
      "AWS Lambda cleanup role": words("1 removed-policy?, 8 any-resource?, 9 any-resource?"),
    });
  });

  test("slim is jobs under any role, and roles open to the services' customers", () => {
    expect(findings("slim")).toEqual({
      "SLIM-Extras_for_Lambda: LambdaBatchExecutionPolicy": words(
        "VisualEditor0 existing-role, VisualEditor0 any-resource?",
      ),
      "AWSBatchServiceRole: trust": ["1 service-for-anybody"],
      "AmazonEC2SpotFleetRole: trust": ["1 service-for-anybody"],
    });
  });
});

test("the rules find in the policies of AWS that the documents attach why they are replaced", () => {
  const found = Object.assign({}, ...publishedSystems().map((system) => findings(system, true)));
  const grave = Object.entries<string[]>(found).map(([name, list]) => [
    name,
    list.filter((each) => !each.endsWith("?")),
  ]);
  expect(Object.fromEntries(grave.filter(([, list]) => list?.length))).toEqual({
    AWSBatchFullAccess: ["1 existing-role", "2 pass-role"],
    AWSBatchServiceRole: ["AWSBatchPolicyStatement1 existing-role", "AWSBatchPolicyStatement3 pass-role"],
    AWSLambdaFullAccess: ["1 pass-role", "1 existing-role", "1 shared-with-others"],
    AWSStepFunctionsFullAccess: ["1 existing-role"],
    AmazonEC2ContainerRegistryFullAccess: ["1 existing-role", "1 shared-with-others"],
    AmazonEC2FullAccess: ["1 existing-role", "1 instance-attribute", "1 shared-with-others"],
    AmazonEC2SpotFleetTaggingRole: ["2 pass-role"],
    AmazonS3FullAccess: ["1 shared-with-others"],
    AmazonSQSFullAccess: ["1 shared-with-others"],
    AmazonSSMManagedInstanceCore: ["1 any-secret"],
  });
});
