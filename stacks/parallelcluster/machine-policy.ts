import type { Statements } from "../../modules/policy-document";
import { ANY_ID, BY_CLOUDFORMATION, type ClusterNames } from "./cluster-names";
import { since } from "./releases";

const GUIDE = "https://docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html";
const CLIENT = "https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/aws/ec2.py";
const TEMPLATES = "https://github.com/aws/aws-parallelcluster/tree/develop/cli/src/pcluster/templates";
const EC2_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html";

/** Machines of clusters, and what they stand on: the EC2 of the document's base user policy. */
export function machinePolicy(clusters: ClusterNames): Statements {
  return [
    ...lookAtMachines(clusters),
    ...startMachines(clusters),
    ...tagWhatStarts(clusters),
    ...makeParts(clusters),
    ...changeParts(clusters),
  ];
}

function lookAtMachines({ release }: ClusterNames): Statements {
  return [
    {
      sid: "LookAtMachinesAndNetworks",
      actions: [
        "ec2:DescribeAddresses",
        "ec2:DescribeAvailabilityZones",
        ...since(release, "3.3", "ec2:DescribeCapacityReservations"),
        "ec2:DescribeIamInstanceProfileAssociations",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceAttribute",
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
        "ec2:DescribeVpcAttribute",
        "ec2:DescribeVpcs",
      ],
      resources: "*",
      because:
        "describe actions of EC2 take no resource, or are asked about instances and networks that a configuration only names",
      source: CLIENT,
    },
  ];
}

/** Starting the head node, and asking beforehand whether queues could start theirs. */
function startMachines(clusters: ClusterNames): Statements {
  const { release } = clusters;
  return [
    {
      sid: "StartMachines",
      actions: ["ec2:RunInstances", ...since(release, "3.3", "ec2:CreateFleet")],
      resources: clusters.startedWith,
      because: `${ANY_ID}; images, networks and keys are named in people's configurations, and a role comes with a machine only where it may be passed`,
      source: GUIDE,
    },
    {
      sid: "StopMachinesOfClusters",
      actions: ["ec2:TerminateInstances"],
      resources: clusters.ec2("instance"),
      because: `${ANY_ID}; the tag says which are clusters'`,
      conditions: [clusters.ofCluster],
      source: GUIDE,
    },
  ];
}

/** Tags, by which all the rest is told apart: only on what is being made, or on what is in a stack. */
function tagWhatStarts(clusters: ClusterNames): Statements {
  const parts = ["elastic-ip", "instance", "launch-template", "network-interface", "placement-group"];
  const tagged = clusters.ec2(...parts, "security-group", "volume");
  return [
    {
      sid: "TagWhatStarts",
      actions: ["ec2:CreateTags"],
      resources: [...clusters.ec2("fleet", "instance", "network-interface", "volume")],
      because: "the tags are set by the call that makes the thing",
      conditions: [
        {
          test: "StringEquals",
          key: "ec2:CreateAction",
          values: [...since(clusters.release, "3.3", "CreateFleet"), "RunInstances"],
        },
      ],
      source: EC2_ACTIONS,
    },
    {
      sid: "TagWhatIsInStacks",
      actions: ["ec2:CreateTags", ...since(clusters.release, "3.15", "ec2:DeleteTags")],
      resources: [...tagged, clusters.ec2OfAnybody("snapshot")],
      because: ANY_ID,
      conditions: [BY_CLOUDFORMATION],
      source: TEMPLATES,
    },
  ];
}

/** Making what machines stand on, all of it in stacks. */
function makeParts(clusters: ClusterNames): Statements {
  return [
    {
      sid: "MakePartsInStacks",
      actions: [
        "ec2:AllocateAddress",
        "ec2:CreateLaunchTemplate",
        "ec2:CreateNetworkInterface",
        "ec2:CreatePlacementGroup",
        "ec2:CreateSecurityGroup",
        "ec2:CreateVolume",
        "ec2:DeletePlacementGroup",
      ],
      resources: [
        ...clusters.ec2("elastic-ip", "launch-template", "network-interface", "placement-group", "security-group"),
        ...clusters.ec2("subnet", "volume", "vpc"),
        clusters.ec2OfAnybody("snapshot"),
      ],
      because: ANY_ID,
      conditions: [BY_CLOUDFORMATION],
      source: GUIDE,
    },
    {
      sid: "ChangeLaunchTemplatesInStacks",
      actions: ["ec2:CreateLaunchTemplateVersion", "ec2:DeleteLaunchTemplate", "ec2:ModifyLaunchTemplate"],
      resources: clusters.ec2("launch-template"),
      because: `${ANY_ID}; whoever could write any template would run code under the roles of others`,
      conditions: [BY_CLOUDFORMATION],
      source: GUIDE,
    },
    {
      sid: "MoveAddressesInStacks",
      actions: ["ec2:AssociateAddress", "ec2:DisassociateAddress"],
      resources: clusters.ec2("elastic-ip"),
      because: "a head node may get an address that exists, which carries no tag of a cluster",
      conditions: [BY_CLOUDFORMATION],
      source: "https://docs.aws.amazon.com/parallelcluster/latest/ug/HeadNode-v3.html",
    },
  ];
}

/** Changing and taking away what machines stand on, where it is a cluster's. */
function changeParts(clusters: ClusterNames): Statements {
  const because = `${ANY_ID}; the tag says which are clusters'`;
  const conditions = [clusters.ofCluster];
  return [
    {
      sid: "ConnectMachinesOfClusters",
      actions: [
        "ec2:AssociateAddress",
        "ec2:AttachNetworkInterface",
        "ec2:DisassociateAddress",
        "ec2:ModifyNetworkInterfaceAttribute",
      ],
      resources: clusters.ec2("instance", "network-interface", "security-group"),
      because,
      conditions,
      source: GUIDE,
    },
    {
      sid: "ChangePartsOfClusters",
      actions: [
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateSnapshot",
        "ec2:DeleteNetworkInterface",
        "ec2:DeleteSecurityGroup",
        "ec2:DeleteVolume",
        "ec2:ModifyVolume",
        "ec2:ModifyVolumeAttribute",
        "ec2:ReleaseAddress",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
      ],
      resources: clusters.ec2("elastic-ip", "network-interface", "security-group", "volume"),
      because,
      conditions,
      source: GUIDE,
    },
    {
      sid: "KeepSnapshotsOfVolumes",
      actions: ["ec2:CreateSnapshot"],
      resources: [clusters.ec2OfAnybody("snapshot")],
      because: "a volume with DeletionPolicy Snapshot leaves one, whose id EC2 makes",
      conditions: [BY_CLOUDFORMATION],
      source: "https://docs.aws.amazon.com/parallelcluster/latest/ug/SharedStorage-v3.html",
    },
  ];
}
