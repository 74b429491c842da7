import type { Statements } from "../../modules/policy-document";
import { ANY_CLUSTER, ANY_ID, type ClusterNames } from "./cluster-names";
import { everyNode, followUpdates, mount, type NodeScope, readLicense } from "./node-basics";
import { statementsSince } from "./releases";

const GUIDE = "https://docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html";
const UTILS = "https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/templates/cdk_builder_utils.py";

/** A compute node: it says when it is ready, and follows updates. */
export function computeNodePolicy(clusters: ClusterNames, scope: NodeScope): Statements {
  const { release } = clusters;
  return [
    ...everyNode(clusters),
    {
      sid: "FindItsOwnName",
      actions: ["dynamodb:Query"],
      resources: clusters.tables,
      because: ANY_CLUSTER,
      source: GUIDE,
    },
    ...statementsSince(release, "3.9", ...followUpdates(clusters)),
    ...mount(clusters, scope),
  ];
}

/** A login node: people work there, so that it has the least of all. */
export function loginNodePolicy(clusters: ClusterNames, scope: NodeScope): Statements {
  const { release } = clusters;
  return [
    ...everyNode(clusters),
    {
      sid: "SayThatItIsReady",
      actions: ["autoscaling:CompleteLifecycleAction"],
      resources: [clusters.loginGroups],
      because: `names of groups are <cluster>-<pool>-AutoScalingGroup; ${ANY_ID}`,
      source: UTILS,
    },
    ...statementsSince(release, "3.9", ...followUpdates(clusters)),
    ...statementsSince(release, "3.11", readLicense(clusters)),
    ...mount(clusters, scope),
  ];
}
