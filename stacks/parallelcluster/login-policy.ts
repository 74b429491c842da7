import type { Arn } from "../../modules/aws-environment";
import type { Statement, Statements } from "../../modules/policy-document";
import { ANY_ID, BY_CLOUDFORMATION, type ClusterNames } from "./cluster-names";
import { makeLinkedRole } from "./linked-role";
import { since, statementsSince } from "./releases";

const POLICIES =
  "https://github.com/aws/aws-parallelcluster/blob/develop/cloudformation/policies/parallelcluster-policies.yaml";
const USER_ROLE = "https://github.com/aws/aws-parallelcluster/blob/develop/tests/iam_policies/user-role.cfn.yaml";
const LISTENER =
  "https://github.com/aws/aws-parallelcluster/wiki/(3.7.0%E2%80%903.15.1)-Cannot-deploy-login-nodes-with-ParallelCluster-API,-UI,-CloudFormation-Custom-Resource-and-Terraform";

/** Login nodes: a group of machines for each pool, behind a network load balancer. */
export function loginPolicy(clusters: ClusterNames): Statements {
  const { aws, release } = clusters;
  const balancers: Arn[] = [aws.arn("elasticloadbalancing", "loadbalancer/net/*/*")];
  const listeners: Arn[] = [aws.arn("elasticloadbalancing", "listener/net/*/*/*")];
  const targets: Arn[] = [aws.arn("elasticloadbalancing", "targetgroup/*/*")];
  const because = `names of load balancers are cut to 32 letters; ${ANY_ID}`;
  const look: Statement = {
    sid: "LookForSecurityGroups",
    actions: ["ec2:GetSecurityGroupsForVpc"],
    resources: clusters.ec2("vpc"),
    because: "networks are named in people's configurations",
    source: USER_ROLE,
  };
  return [
    {
      sid: "KeepGroupsOfLoginNodes",
      actions: [
        "autoscaling:CreateAutoScalingGroup",
        "autoscaling:DeleteAutoScalingGroup",
        "autoscaling:DeleteLifecycleHook",
        "autoscaling:PutLifecycleHook",
        "autoscaling:UpdateAutoScalingGroup",
        ...since(release, "3.15", "autoscaling:CreateOrUpdateTags", "autoscaling:DeleteTags"),
      ],
      resources: [clusters.loginGroups],
      because: `names of groups are <cluster>-<pool>-AutoScalingGroup; ${ANY_ID}`,
      conditions: [BY_CLOUDFORMATION],
      source: POLICIES,
    },
    {
      sid: "LookAtLoginNodes",
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
      resources: "*",
      because: "these describe actions take no resource",
      source: POLICIES,
    },
    {
      sid: "MakeLoadBalancersInStacks",
      actions: [
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:CreateLoadBalancer",
        "elasticloadbalancing:CreateTargetGroup",
      ],
      resources: [...balancers, ...listeners, ...targets],
      because,
      conditions: [BY_CLOUDFORMATION],
      source: POLICIES,
    },
    {
      sid: "ListenForClusters",
      actions: ["elasticloadbalancing:CreateListener"],
      resources: balancers,
      because: `${because}; the tag says which are clusters'`,
      conditions: [clusters.ofCluster],
      source: LISTENER,
    },
    {
      sid: "ChangeLoadBalancersOfClusters",
      actions: [
        "elasticloadbalancing:DeleteListener",
        "elasticloadbalancing:DeleteLoadBalancer",
        "elasticloadbalancing:DeleteTargetGroup",
        "elasticloadbalancing:ModifyLoadBalancerAttributes",
        "elasticloadbalancing:ModifyTargetGroup",
        ...since(release, "3.15", "elasticloadbalancing:RemoveTags"),
      ],
      resources: [...balancers, ...listeners, ...targets],
      because,
      conditions: [BY_CLOUDFORMATION],
      source: POLICIES,
    },
    ...statementsSince(release, "3.16", look),
    makeLinkedRole(aws, "LetAutoScalingWork", "autoscaling", "AWSServiceRoleForAutoScaling", POLICIES),
    makeLinkedRole(
      aws,
      "LetLoadBalancingWork",
      "elasticloadbalancing",
      "AWSServiceRoleForElasticLoadBalancing",
      POLICIES,
    ),
  ];
}
