import type { PolicyCondition, Statement } from "../../modules/policy-document";
import type { DeployedStack, Reach } from "./reach";

const EC2 = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_ec2.html";
const TAGS = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html";

const OWNED = "AWS assigns the ids; the owner tags, which a thing gets only as it is made, say whose it is";

/** Calls that make a thing, with its tags; RunInstances is by itself, for the profile. */
const MAKE: Readonly<Record<string, readonly string[]>> = {
  ec2: [
    "AllocateAddress",
    "AuthorizeSecurityGroup*",
    "CreateInternetGateway",
    "CreateLaunchTemplate",
    "CreateNatGateway",
    "CreateRouteTable",
    "CreateSecurityGroup",
    "CreateSubnet",
    "CreateVpc",
    "CreateVpcEndpoint",
  ],
  elasticfilesystem: ["CreateFileSystem"],
};

/**
 * Calls that change, use or end a thing that is there. None lets others in, and none copies what is in it.
 *
 * No `Create*`: CreateTags is among those, and the rest would make things that nothing else here speaks of.
 */
const CHANGE: Readonly<Record<string, readonly string[]>> = {
  ec2: [
    "AssociateAddress",
    "AssociateIamInstanceProfile",
    "AssociateRouteTable",
    "AttachInternetGateway",
    "AttachVolume",
    "AuthorizeSecurityGroup*",
    "CreateLaunchTemplateVersion",
    "CreateNatGateway",
    "CreateRoute*",
    "CreateSecurityGroup",
    "CreateSubnet",
    "CreateTags",
    "CreateVpcEndpoint",
    "Delete*",
    "DetachInternetGateway",
    "DetachVolume",
    "Disassociate*",
    "ModifyInstance*",
    "ModifyLaunchTemplate",
    "ModifySecurityGroupRules",
    "ModifySubnetAttribute",
    "ModifyVolume",
    "ModifyVpcAttribute",
    "ModifyVpcEndpoint",
    "ReleaseAddress",
    "ReplaceIamInstanceProfileAssociation",
    "ReplaceRoute",
    "Revoke*",
    "RunInstances",
    "StartInstances",
    "StopInstances",
    "TerminateInstances",
  ],
  elasticfilesystem: [
    "CreateMountTarget",
    "Delete*",
    "ModifyMountTargetSecurityGroups",
    "PutLifecycleConfiguration",
    "TagResource",
    "UntagResource",
    "UpdateFileSystem",
  ],
  fsx: ["DeleteFileSystem", "TagResource", "UntagResource", "UpdateFileSystem"],
};

const INTERFACES = ["CreateNetworkInterface", "DeleteNetworkInterface", "ModifyNetworkInterfaceAttribute"];

/** What a deployer may do with things whose ids AWS assigns: networks, machines, file systems. */
export function thingLimits(stack: DeployedStack, reach: Reach): Statement[] {
  const called = (calls: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(calls).flatMap(([service, names]) => reach.calls(service, names));
  return [
    {
      sid: "MakeTagged",
      actions: called(MAKE),
      resources: "*" as const,
      because: OWNED,
      conditions: tags(stack, "Request"),
      source: EC2,
    },
    {
      sid: "ChangeTagged",
      actions: called(CHANGE),
      resources: "*" as const,
      because: OWNED,
      conditions: tags(stack, "Resource"),
      source: EC2,
    },
    {
      sid: "TagWhatIsMade",
      actions: reach.calls("ec2", ["CreateTags"]),
      resources: "*" as const,
      because: "what is made has no id yet, and the request carries the key only then",
      conditions: [{ test: "Null", key: "ec2:CreateAction", values: ["false"] }],
      source: TAGS,
    },
    {
      sid: "TagFilesMade",
      actions: reach.calls("elasticfilesystem", ["TagResource"]),
      resources: "*" as const,
      because: "what is made has no id yet, and the request carries the key only then",
      conditions: [{ test: "Null", key: "elasticfilesystem:CreateAction", values: ["false"] }],
      source: TAGS,
    },
    {
      sid: "LetFilesIntoNetworks",
      actions: reach.calls("ec2", INTERFACES),
      resources: "*" as const,
      because: "EFS makes the interfaces of mount targets, with the rights of whoever makes those",
      conditions: [{ test: "Bool", key: "aws:ViaAWSService", values: ["true"] }],
      source: "https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html",
    },
    ...started(stack, reach),
    ...given(stack, reach),
  ].filter(({ actions }) => actions.length > 0);
}

/** Machines start with the stack's profiles only: whoever starts one gets the rights of its role. */
function started(stack: DeployedStack, { profiles }: Reach): Statement[] {
  if (profiles.length === 0) return [];
  return [
    {
      sid: "StartWithItsProfiles",
      actions: ["ec2:RunInstances"],
      resources: [stack.aws.arn("ec2", "instance/*")],
      because: OWNED,
      conditions: [...tags(stack, "Request"), { test: "ArnLike", key: "ec2:InstanceProfile", values: profiles }],
      source: EC2,
    },
  ];
}

/** What calls take that carries no owner tags: by its id or name where it has one. */
function given({ aws }: DeployedStack, reach: Reach): Statement[] {
  const calls: readonly (readonly [given: string, calls: readonly string[]])[] = [
    ["RunInstances", ["RunInstances"]],
    ["DisassociateAddress", ["DisassociateAddress"]],
    ["CreateSecurityGroup", ["CreateSecurityGroup"]],
    ["ImportKeyPair", ["DeleteKeyPair", "ImportKeyPair"]],
    ["CreatePlacementGroup", ["CreatePlacementGroup", "DeletePlacementGroup"]],
  ];
  const volumes = reach.profiles.length > 0 ? [aws.arn("ec2", "volume/*")] : [];
  const used = calls
    .map(([one, all]) => ({ actions: all.map((call) => `ec2:${call}`), resources: reach.givenTo(`ec2:${one}`) }))
    .filter(({ resources }) => resources.length > 0);
  if (used.length === 0) return [];
  return [
    {
      sid: "UseWhatIsGiven",
      actions: used.flatMap(({ actions }) => actions),
      resources: [...new Set([...used.flatMap(({ resources }) => resources), ...volumes])],
      because: "images, and what AWS makes with a machine; all else by its id or name",
      source: EC2,
    },
  ];
}

function tags({ names }: DeployedStack, which: "Request" | "Resource"): PolicyCondition[] {
  return Object.entries(names.ownerTags).map(([tag, value]) => ({
    test: "StringEquals",
    key: `aws:${which}Tag/${tag}`,
    values: [value],
  }));
}
