import type { Arn } from "../../modules/aws-environment";
import { type Condition, when } from "../../modules/deferred";
import { standInNetwork } from "../../modules/lambda-functions";
import type { Statement, Statements } from "../../modules/policy-document";
import { ANY_CLUSTER, ANY_ID, type ClusterNames } from "./cluster-names";
import { inZoneOf } from "./cluster-parts";
import type { NamedThings } from "./cluster-policy";
import { nameInZones } from "./node-basics";

const GUIDE = "https://docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html";
const CLEANUP =
  "https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/resources/custom_resources/custom_resources_code/cleanup_resources.py";

/**
 * The functions of custom resources: they take away what a cluster leaves.
 *
 * @param inNetwork whether configurations set DeploymentSettings/LambdaFunctionsVpcConfig
 */
export function functionsPolicy(
  clusters: ClusterNames,
  { hostedZones = [] }: NamedThings,
  inNetwork: Condition,
): Statements {
  const { aws, bucketArn, clusterObjects } = clusters;
  const zones: Arn = `arn:${aws.partition}:route53:::hostedzone/*`;
  return [
    {
      sid: "WriteTheirLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${clusters.functionLogGroups}:log-stream:*`],
      because: "each function has a group of its own, named after it",
      source: GUIDE,
    },
    {
      sid: "FindComputeNodes",
      actions: ["ec2:DescribeInstances"],
      resources: "*",
      because: "the action takes no resource",
      source: CLEANUP,
    },
    {
      sid: "EndComputeNodes",
      actions: ["ec2:TerminateInstances"],
      resources: clusters.ec2("instance"),
      because: `${ANY_ID}; the tags say which are compute nodes of clusters`,
      conditions: [clusters.ofCluster, clusters.isNode("Compute")],
      source: CLEANUP,
    },
    {
      sid: "LookForRecords",
      actions: ["route53:ListResourceRecordSets"],
      resources: [zones],
      because: "Route 53 makes the ids of zones",
      source: CLEANUP,
    },
    {
      sid: "TakeRecordsAway",
      actions: ["route53:ChangeResourceRecordSets"],
      resources: [zones],
      because: "Route 53 makes the ids of zones; the names of records say whose they are",
      conditions: [inZoneOf(clusters)],
      source: CLEANUP,
    },
    ...nameInZones(clusters, { hostedZones }),
    {
      sid: "FindArtifacts",
      actions: ["s3:ListBucket", "s3:ListBucketVersions"],
      resources: [bucketArn],
      source: CLEANUP,
    },
    {
      sid: "TakeArtifactsAway",
      actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
      resources: [clusterObjects],
      because: ANY_CLUSTER,
      source: CLEANUP,
    },
    ...when<Statement>(inNetwork, ...standInNetwork({ aws, functions: "pcluster-" })),
  ];
}
