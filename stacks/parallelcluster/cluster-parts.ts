import type { Arn } from "../../modules/aws-environment";
import { DEPLOY_FUNCTION_OF_STACK } from "../../modules/lambda-functions";
import type { PolicyCondition, Statements } from "../../modules/policy-document";
import { ANY_CLUSTER, BY_CLOUDFORMATION, type ClusterNames } from "./cluster-names";
import { since, statementsSince } from "./releases";

const GUIDE = "https://docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html";
const POLICIES =
  "https://github.com/aws/aws-parallelcluster/blob/develop/cloudformation/policies/parallelcluster-policies.yaml";

/** Functions of custom resources, all of them in stacks. */
export function runFunctions(clusters: ClusterNames): Statements {
  return [
    {
      sid: "RunFunctionsInStacks",
      actions: [...DEPLOY_FUNCTION_OF_STACK, "lambda:AddPermission", "lambda:RemovePermission"].sort(),
      resources: [clusters.functions],
      because: "names of functions end with the id of the cluster's stack",
      conditions: [BY_CLOUDFORMATION],
      source: GUIDE,
    },
  ];
}

/** Tables in which nodes and the command line keep what a cluster is doing. */
export function keepState(clusters: ClusterNames): Statements {
  const { release, tables } = clusters;
  return [
    {
      sid: "KeepTheStateOfClusters",
      actions: [
        "dynamodb:CreateTable",
        "dynamodb:DeleteTable",
        "dynamodb:DescribeTable",
        "dynamodb:GetItem",
        "dynamodb:ListTagsOfResource",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:TagResource",
        ...since(release, "3.3", "dynamodb:UpdateItem"),
        ...since(release, "3.15", "dynamodb:UntagResource"),
      ],
      resources: tables,
      because: ANY_CLUSTER,
      source: GUIDE,
    },
  ];
}

/** Whether a record is in the zone that ParallelCluster makes for a cluster: `<cluster>.pcluster`. */
export function inZoneOf({ prefix }: ClusterNames): PolicyCondition {
  return {
    test: "ForAllValues:StringLike",
    key: "route53:ChangeResourceRecordSetsNormalizedRecordNames",
    values: [`${prefix}*.pcluster`, `*.${prefix}*.pcluster`],
  };
}

/** Private zones that give nodes their names. */
export function nameNodes(clusters: ClusterNames): Statements {
  const { partition } = clusters.aws;
  const zones: Arn = `arn:${partition}:route53:::hostedzone/*`;
  return [
    {
      sid: "MakeZonesInStacks",
      actions: ["route53:CreateHostedZone"],
      resources: "*",
      because: "Route 53 makes the ids of zones, and the action takes no resource",
      conditions: [BY_CLOUDFORMATION],
      source: GUIDE,
    },
    {
      sid: "ChangeZonesInStacks",
      actions: ["route53:ChangeTagsForResource", "route53:DeleteHostedZone", "route53:ListQueryLoggingConfigs"],
      resources: [zones],
      because: "Route 53 makes the ids of zones",
      conditions: [BY_CLOUDFORMATION],
      source: GUIDE,
    },
    {
      sid: "ChangeRecordsOfClusters",
      actions: ["route53:ChangeResourceRecordSets"],
      resources: [zones],
      because: "Route 53 makes the ids of zones; the names of records say whose they are",
      conditions: [inZoneOf(clusters)],
      source: GUIDE,
    },
    {
      sid: "LookAtZones",
      actions: ["route53:GetChange", "route53:GetHostedZone", "route53:ListResourceRecordSets"],
      resources: [`arn:${partition}:route53:::change/*`, zones],
      because: "Route 53 makes the ids of zones and changes",
      source: GUIDE,
    },
  ];
}

/** Log groups, dashboards and alarms. */
export function watchClusters(clusters: ClusterNames): Statements {
  const { aws, release, prefix } = clusters;
  const dashboards: Arn = `arn:${aws.partition}:cloudwatch::${aws.account}:dashboard/${prefix}*`;
  return [
    {
      sid: "KeepLogGroupsOfClusters",
      actions: [
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:PutRetentionPolicy",
        ...since(release, "3.6", "logs:DeleteMetricFilter", "logs:DescribeMetricFilters", "logs:PutMetricFilter"),
        ...since(release, "3.6", "logs:TagResource", "logs:UntagResource"),
        ...since(release, "3.15", "logs:ListTagsForResource"),
      ],
      resources: [...clusters.clusterLogGroups, clusters.functionLogGroups],
      because: ANY_CLUSTER,
      source: GUIDE,
    },
    {
      sid: "FindLogGroups",
      actions: ["logs:DescribeLogGroups"],
      resources: "*",
      because: "groups are looked for by the first letters of their names",
      source: GUIDE,
    },
    {
      sid: "KeepDashboardsOfClusters",
      actions: ["cloudwatch:DeleteDashboards", "cloudwatch:GetDashboard", "cloudwatch:PutDashboard"],
      resources: [dashboards],
      because: "a cluster's dashboard has its name and region",
      source: GUIDE,
    },
    ...statementsSince(release, "3.6", {
      sid: "KeepAlarmsOfClusters",
      actions: [
        "cloudwatch:DeleteAlarms",
        "cloudwatch:PutMetricAlarm",
        ...since(release, "3.8", "cloudwatch:PutCompositeAlarm"),
        ...since(release, "3.15", "cloudwatch:TagResource", "cloudwatch:UntagResource"),
      ],
      resources: [aws.arn("cloudwatch", `alarm:${prefix}*`)],
      because: "names of alarms begin with the cluster's",
      source: POLICIES,
    }),
    {
      sid: "LookAtAlarmsAndDashboards",
      actions: ["cloudwatch:ListDashboards", ...since(release, "3.6", "cloudwatch:DescribeAlarms")],
      resources: "*",
      because: "lists take no resource",
      source: POLICIES,
    },
  ];
}
