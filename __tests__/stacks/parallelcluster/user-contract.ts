import { CLI, type Entry, GUIDE, REPOSITORY, ROLES_PAGE, TEMPLATES } from "./contract";

const CFN = `${CLI}/aws/cfn.py`;
const EC2 = `${CLI}/aws/ec2.py`;
const S3 = `${CLI}/models/s3_bucket.py`;
const STACK = `${TEMPLATES}/cluster_stack.py`;
const POLICIES = `${REPOSITORY}/cloudformation/policies/parallelcluster-policies.yaml`;
const USER_ROLE = `${REPOSITORY}/tests/iam_policies/user-role.cfn.yaml`;

/** pcluster create-cluster, update-cluster, delete-cluster, describe-cluster, list-clusters; what their stacks make. */
export const CLUSTERS: readonly Entry[] = [
  { actions: ["cloudformation:CreateStack"], on: ["new stack"], page: CFN },
  { actions: ["cloudformation:DeleteStack", "cloudformation:UpdateStack"], on: ["stack"], page: CFN },
  {
    actions: [
      "cloudformation:DescribeStackEvents",
      "cloudformation:DescribeStackResource",
      "cloudformation:DescribeStackResources",
      "cloudformation:GetTemplate",
      "cloudformation:ListStackResources",
    ],
    on: ["stack to look at"],
    page: CFN,
  },
  {
    actions: ["cloudformation:DescribeStacks"],
    on: ["any stack"],
    page: `${CFN}, describe_stacks without a name`,
    refused: { actions: ["cloudformation:UpdateTerminationProtection"], on: ["stack"] },
  },
  {
    actions: ["cloudformation:ListStacks"],
    on: ["nothing"],
    page: CFN,
    refused: {
      actions: [
        "cloudformation:CreateChangeSet",
        "cloudformation:ExecuteChangeSet",
        "cloudformation:SetStackPolicy",
        "cloudformation:SignalResource",
      ],
      on: ["stack"],
    },
  },
  // the bucket of artifacts
  {
    actions: [
      "s3:CreateBucket",
      "s3:GetBucketLocation",
      "s3:ListBucket",
      "s3:ListBucketVersions",
      "s3:PutBucketPolicy",
      "s3:PutBucketVersioning",
      "s3:PutEncryptionConfiguration",
    ],
    on: ["bucket"],
    page: S3,
  },
  { actions: ["s3:GetObject", "s3:PutObject"], on: ["marker"], page: S3 },
  {
    actions: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
    on: ["artifact"],
    page: S3,
  },
  { actions: ["s3:GetObject"], on: ["published object"], page: ROLES_PAGE },
  ...machines(),
  ...custom(),
];

function machines(): readonly Entry[] {
  return [
    {
      actions: [
        "ec2:DescribeAddresses",
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeCapacityReservations",
        "ec2:DescribeIamInstanceProfileAssociations",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceCreditSpecifications",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeInstances",
        "ec2:DescribeKeyPairs",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribePlacementGroups",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroupRules",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSnapshots",
        "ec2:DescribeSubnets",
        "ec2:DescribeTags",
        "ec2:DescribeVolumes",
        "ec2:DescribeVolumesModifications",
        "ec2:DescribeVpcs",
      ],
      on: ["nothing"],
      page: `${EC2}; ${ROLES_PAGE}`,
      refused: {
        actions: [
          "ec2:AssociateIamInstanceProfile",
          "ec2:GetPasswordData",
          "ec2:ModifyInstanceAttribute",
          "ec2:ReplaceIamInstanceProfileAssociation",
          "ec2:SendDiagnosticInterrupt",
        ],
        on: ["machine"],
      },
    },
    {
      actions: ["ec2:DescribeVpcAttribute"],
      on: ["vpc"],
      page: EC2,
      refused: { actions: ["ec2:ModifyVpcAttribute"], on: ["vpc"] },
    },
    {
      actions: ["ec2:DescribeInstanceAttribute"],
      on: ["any machine"],
      page: EC2,
      refused: { actions: ["ec2:ResetInstanceAttribute"], on: ["any machine"] },
    },
    { actions: ["ec2:RunInstances"], on: ["what a machine starts with"], page: `${EC2}, run_instances; ${STACK}` },
    { actions: ["ec2:CreateFleet"], on: ["what a fleet starts with"], page: POLICIES },
    { actions: ["ec2:CreateTags"], on: ["new machine"], page: ROLES_PAGE },
    { actions: ["ec2:CreateTags", "ec2:DeleteTags"], on: ["part in a stack"], page: `${GUIDE}/Tags-v3.html` },
    { actions: ["ec2:TerminateInstances"], on: ["machine"], page: `${EC2}, terminate_instances` },
    { actions: ["ec2:AllocateAddress"], on: ["address in a stack"], page: STACK },
    {
      actions: ["ec2:AssociateAddress", "ec2:DisassociateAddress"],
      on: ["address in a stack"],
      page: `${GUIDE}/HeadNode-v3.html, ElasticIp`,
    },
    { actions: ["ec2:ReleaseAddress"], on: ["address"], page: STACK },
    {
      actions: [
        "ec2:CreateLaunchTemplate",
        "ec2:CreateLaunchTemplateVersion",
        "ec2:DeleteLaunchTemplate",
        "ec2:ModifyLaunchTemplate",
      ],
      on: ["template in a stack"],
      page: `${TEMPLATES}/queues_stack.py`,
    },
    { actions: ["ec2:CreateNetworkInterface"], on: ["interface in a stack"], page: STACK },
    {
      actions: ["ec2:CreatePlacementGroup", "ec2:DeletePlacementGroup"],
      on: ["placement group in a stack"],
      page: `${TEMPLATES}/queues_stack.py`,
    },
    { actions: ["ec2:CreateSecurityGroup"], on: ["security group in a stack"], page: STACK },
    { actions: ["ec2:CreateVolume"], on: ["volume in a stack"], page: STACK },
    { actions: ["ec2:AssociateAddress", "ec2:AttachNetworkInterface"], on: ["machine or interface"], page: STACK },
    { actions: ["ec2:ModifyNetworkInterfaceAttribute"], on: ["interface or group"], page: STACK },
    { actions: ["ec2:DeleteNetworkInterface"], on: ["interface"], page: STACK },
    {
      actions: [
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:DeleteSecurityGroup",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
      ],
      on: ["security group"],
      page: STACK,
    },
    {
      actions: ["ec2:CreateSnapshot", "ec2:DeleteVolume", "ec2:ModifyVolume", "ec2:ModifyVolumeAttribute"],
      on: ["volume"],
      page: `${GUIDE}/SharedStorage-v3.html, DeletionPolicy`,
    },
    { actions: ["ec2:CreateSnapshot"], on: ["snapshot in a stack"], page: `${GUIDE}/SharedStorage-v3.html` },
  ];
}

function custom(): readonly Entry[] {
  return [
    {
      actions: [
        "lambda:AddPermission",
        "lambda:CreateFunction",
        "lambda:DeleteFunction",
        "lambda:GetFunction",
        "lambda:GetFunctionConfiguration",
        "lambda:InvokeFunction",
        "lambda:ListTags",
        "lambda:RemovePermission",
        "lambda:TagResource",
        "lambda:UntagResource",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
      ],
      on: ["function"],
      page: `${TEMPLATES}/cdk_builder_utils.py; ${POLICIES}`,
    },
    {
      actions: [
        "dynamodb:CreateTable",
        "dynamodb:DeleteTable",
        "dynamodb:DescribeTable",
        "dynamodb:GetItem",
        "dynamodb:ListTagsOfResource",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:TagResource",
        "dynamodb:UntagResource",
        "dynamodb:UpdateItem",
      ],
      on: ["table"],
      page: `${CLI}/aws/dynamo.py; ${POLICIES}`,
    },
    { actions: ["route53:CreateHostedZone"], on: ["new zone"], page: STACK },
    {
      actions: ["route53:ChangeTagsForResource", "route53:DeleteHostedZone", "route53:ListQueryLoggingConfigs"],
      on: ["zone in a stack"],
      page: ROLES_PAGE,
    },
    { actions: ["route53:ChangeResourceRecordSets"], on: ["record"], page: ROLES_PAGE },
    {
      actions: ["route53:GetHostedZone", "route53:ListResourceRecordSets"],
      on: ["zone"],
      page: ROLES_PAGE,
      refused: { actions: ["route53:AssociateVPCWithHostedZone", "route53:UpdateHostedZoneComment"], on: ["zone"] },
    },
    {
      actions: ["route53:GetChange"],
      on: ["change"],
      page: ROLES_PAGE,
      refused: { actions: ["route53:DeleteHostedZone"], on: ["zone"] },
    },
    {
      actions: [
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:DeleteMetricFilter",
        "logs:DescribeMetricFilters",
        "logs:ListTagsForResource",
        "logs:PutMetricFilter",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
      ],
      on: ["log group"],
      page: STACK,
    },
    { actions: ["logs:CreateLogGroup", "logs:DeleteLogGroup"], on: ["log group of a function"], page: STACK },
    {
      actions: ["logs:DescribeLogGroups"],
      on: ["nothing"],
      page: `${CLI}/aws/logs.py`,
      refused: { actions: ["logs:AssociateKmsKey", "logs:PutSubscriptionFilter"], on: ["log group"] },
    },
    {
      actions: ["cloudwatch:DeleteDashboards", "cloudwatch:GetDashboard", "cloudwatch:PutDashboard"],
      on: ["dashboard"],
      page: `${TEMPLATES}/cw_dashboard_builder.py`,
    },
    {
      actions: [
        "cloudwatch:DeleteAlarms",
        "cloudwatch:PutCompositeAlarm",
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:TagResource",
        "cloudwatch:UntagResource",
      ],
      on: ["alarm"],
      page: `${STACK}; ${USER_ROLE}`,
    },
    {
      actions: ["cloudwatch:DescribeAlarms"],
      on: ["any alarm"],
      page: POLICIES,
      refused: { actions: ["cloudwatch:EnableAlarmActions"], on: ["any alarm"] },
    },
    {
      actions: ["cloudwatch:ListDashboards"],
      on: ["nothing"],
      page: POLICIES,
      refused: { actions: ["cloudwatch:DisableAlarmActions", "cloudwatch:SetAlarmState"], on: ["alarm"] },
    },
    {
      actions: ["resource-groups:GetGroupConfiguration", "resource-groups:ListGroupResources"],
      on: ["group of capacity"],
      page: `${CLI}/aws/resource_groups.py`,
    },
    {
      actions: ["tag:GetResources"],
      on: ["nothing"],
      page: USER_ROLE,
      refused: { actions: ["ec2:DeleteTags"], on: ["machine"] },
    },
  ];
}

/** Things of others that configurations name. */
export const NAMED: readonly Entry[] = [
  { actions: ["secretsmanager:DescribeSecret"], on: ["secret"], page: `${GUIDE}/DirectoryService-v3.html` },
  {
    actions: ["route53:ChangeResourceRecordSets"],
    on: ["record of a named zone"],
    page: `${GUIDE}/Scheduling-v3.html`,
  },
];

/** Login nodes. */
export const LOGIN: readonly Entry[] = [
  {
    actions: [
      "autoscaling:CreateAutoScalingGroup",
      "autoscaling:CreateOrUpdateTags",
      "autoscaling:DeleteAutoScalingGroup",
      "autoscaling:DeleteLifecycleHook",
      "autoscaling:DeleteTags",
      "autoscaling:PutLifecycleHook",
      "autoscaling:UpdateAutoScalingGroup",
    ],
    on: ["group of login nodes in a stack"],
    page: `${TEMPLATES}/login_nodes_stack.py; ${POLICIES}`,
  },
  {
    actions: [
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:DescribeLifecycleHooks",
      "autoscaling:DescribeScalingActivities",
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeTags",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
    ],
    on: ["nothing"],
    page: `${CLI}/aws/elb.py; ${POLICIES}`,
    refused: {
      actions: ["autoscaling:CompleteLifecycleAction", "autoscaling:SetDesiredCapacity"],
      on: ["group of login nodes"],
    },
  },
  {
    actions: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
    on: ["load balancer in a stack"],
    // the judge knows load balancers only; target groups and listeners are the same statement
    page: POLICIES,
  },
  {
    actions: ["elasticloadbalancing:CreateListener"],
    on: ["load balancer"],
    page: `${TEMPLATES}/login_nodes_stack.py`,
  },
  {
    actions: [
      "elasticloadbalancing:CreateLoadBalancer",
      "elasticloadbalancing:DeleteLoadBalancer",
      "elasticloadbalancing:ModifyLoadBalancerAttributes",
    ],
    on: ["load balancer in a stack"],
    page: POLICIES,
  },
  { actions: ["elasticloadbalancing:DeleteListener"], on: ["listener in a stack"], page: POLICIES },
  {
    actions: [
      "elasticloadbalancing:CreateTargetGroup",
      "elasticloadbalancing:DeleteTargetGroup",
      "elasticloadbalancing:ModifyTargetGroup",
    ],
    on: ["target group in a stack"],
    page: POLICIES,
  },
  { actions: ["ec2:GetSecurityGroupsForVpc"], on: ["network"], page: USER_ROLE },
  { actions: ["iam:CreateServiceLinkedRole"], on: ["linked role of Auto Scaling"], page: POLICIES },
  { actions: ["iam:CreateServiceLinkedRole"], on: ["linked role of balancing"], page: POLICIES },
];
