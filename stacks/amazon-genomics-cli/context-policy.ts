import type { AwsEnvironment } from "../../modules/aws-environment";
import type { Statements } from "../../modules/policy-document";
import { makeApis, runAdapters } from "./adapter-policy";
import { type AgcNames, ANY_CONTEXT, ANY_ID } from "./agc-names";
import { makeBoundedRoles } from "./bounded-roles";
import { makeFileSystems, runEngines } from "./engine-policy";

const APPS = "https://github.com/aws/amazon-genomics-cli/tree/main/packages/cdk/lib";
const DOCUMENT = "https://github.com/aws/amazon-genomics-cli/tree/main/extras/agc-minimal-permissions";
const BATCH_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html";
const PASS_ROLE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html";
const TAG_ON_CREATION = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html";

/** Policies that AWS manages and that the roles of engines, instances, jobs and functions get. */
const ATTACHED = [
  "AmazonSSMManagedInstanceCore",
  "CloudWatchAgentServerPolicy",
  "service-role/AWSBatchServiceRole",
  "service-role/AWSLambdaBasicExecutionRole",
  "service-role/AWSLambdaVPCAccessExecutionRole",
  "service-role/AmazonAPIGatewayPushToCloudWatchLogs",
  "service-role/AmazonEC2ContainerServiceforEC2Role",
  "service-role/AmazonECSTaskExecutionRolePolicy",
];

/** What the policy of contexts speaks of. */
export interface ContextPolicyProps {
  readonly aws: AwsEnvironment;
  readonly agc: AgcNames;
  /** The policy that limits every role that is made. */
  readonly boundaryArn: string;
}

/**
 * What CloudFormation may do when a context is deployed or destroyed: Batch, the engine, its adapter and the API in front of
 * them, with their roles.
 *
 * It reaches nothing of the core stack: whoever deploys contexts cannot change the network, the table or the bucket.
 */
export function contextPolicy({ aws, agc, boundaryArn }: ContextPolicyProps): Statements {
  return [
    {
      sid: "ReadTheParameters",
      actions: ["ssm:GetParameters"],
      // the CDK puts its version into every template, as a parameter
      resources: [agc.parametersArn, agc.cdkVersionArn],
      because: "all of AGC's parameters stand below one path, and later releases add some",
      source: APPS,
    },
    ...makeEnvironments(aws, agc),
    ...openPorts(agc),
    ...runAdapters(aws, agc),
    ...makeApis(aws, agc),
    ...runEngines(aws),
    ...makeFileSystems(aws, agc),
    ...makeBoundedRoles({
      roles: [agc.rolesArn("Context-*")],
      boundaryArn,
      attachable: ATTACHED.map((name) => aws.awsManagedPolicy(name)),
    }),
    {
      sid: "MakeInstanceProfiles",
      actions: [
        "iam:AddRoleToInstanceProfile",
        "iam:CreateInstanceProfile",
        "iam:DeleteInstanceProfile",
        "iam:GetInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
      ],
      resources: [aws.iamArn("instance-profile/Agc-Context-*")],
      because: `${ANY_CONTEXT}; only roles that may be passed to EC2 can be put in`,
      source: DOCUMENT,
    },
    {
      sid: "PassRolesOfContexts",
      actions: ["iam:PassRole"],
      resources: [agc.rolesArn("Context-*")],
      because: ANY_CONTEXT,
      conditions: [
        {
          test: "StringEquals",
          key: "iam:PassedToService",
          values: ["apigateway", "batch", "ec2", "ecs-tasks", "lambda"].map((service) => aws.servicePrincipal(service)),
        },
      ],
      source: PASS_ROLE,
    },
    {
      sid: "PassTheLinkedRoleOfSpotFleets",
      actions: ["iam:PassRole"],
      resources: [aws.iamArn("role/aws-service-role/spotfleet.amazonaws.com/AWSServiceRoleForEC2SpotFleet")],
      conditions: [{ test: "StringEquals", key: "iam:PassedToService", values: [aws.servicePrincipal("spotfleet")] }],
      source: PASS_ROLE,
    },
  ];
}

function makeEnvironments(aws: AwsEnvironment, agc: AgcNames): Statements {
  return [
    {
      sid: "SeeBatch",
      actions: ["batch:DescribeComputeEnvironments", "batch:DescribeJobDefinitions", "batch:DescribeJobQueues"],
      resources: "*",
      because: "these describe actions of Batch take no resource",
      source: BATCH_ACTIONS,
    },
    {
      sid: "MakeEnvironmentsAndQueues",
      actions: [
        "batch:CreateComputeEnvironment",
        "batch:CreateJobQueue",
        "batch:DeleteComputeEnvironment",
        "batch:DeleteJobQueue",
        "batch:ListTagsForResource",
        "batch:TagResource",
        "batch:UntagResource",
        "batch:UpdateComputeEnvironment",
        "batch:UpdateJobQueue",
      ],
      resources: agc.batch("compute-environment", "job-queue"),
      because: "CloudFormation puts more before and behind the names that AGC's construct has",
      source: DOCUMENT,
    },
    {
      sid: "RegisterHeadJobs",
      actions: ["batch:DeregisterJobDefinition", "batch:RegisterJobDefinition", "batch:TagResource"],
      resources: [aws.arn("batch", "job-definition/*HeadJobDef*")],
      because: "CloudFormation puts more before and behind the name that the engine's construct has",
      source: APPS,
    },
    {
      sid: "MakeLaunchTemplates",
      actions: ["ec2:CreateLaunchTemplate"],
      resources: agc.ec2("launch-template"),
      because: `${ANY_ID}; a template is never given another version, so that nobody else's can be changed`,
      source: APPS,
    },
    {
      sid: "RemoveLaunchTemplates",
      actions: ["ec2:DeleteLaunchTemplate"],
      resources: agc.ec2("launch-template"),
      because: `${ANY_ID}, and CloudFormation puts no tags on templates; those that carry Groundwork's are left alone`,
      conditions: [{ test: "Null", key: "aws:ResourceTag/groundwork:system", values: ["true"] }],
      source: APPS,
    },
  ];
}

function openPorts(agc: AgcNames): Statements {
  return [
    {
      sid: "SeeNetworks",
      actions: [
        "ec2:DescribeImages",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ],
      resources: "*",
      because: "these describe actions of EC2 take no resource",
      source: APPS,
    },
    {
      sid: "MakeSecurityGroups",
      actions: ["ec2:CreateSecurityGroup"],
      resources: agc.ec2("security-group", "vpc"),
      because: `${ANY_ID}; contexts run in the core stack's VPC, or in one that existed before`,
      source: APPS,
    },
    {
      sid: "TagSecurityGroups",
      actions: ["ec2:CreateTags"],
      resources: agc.ec2("security-group"),
      because: `${ANY_ID}; tags are set by the call that makes the group`,
      conditions: [{ test: "StringEquals", key: "ec2:CreateAction", values: ["CreateSecurityGroup"] }],
      source: TAG_ON_CREATION,
    },
    {
      sid: "ChangeTheirSecurityGroups",
      actions: [
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateTags",
        "ec2:DeleteSecurityGroup",
        "ec2:DeleteTags",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
      ],
      resources: agc.ec2("security-group"),
      because: `${ANY_ID}; CloudFormation's own tag holds it to groups that contexts made`,
      conditions: [agc.madeBy("Context-*")],
      source: APPS,
    },
  ];
}
