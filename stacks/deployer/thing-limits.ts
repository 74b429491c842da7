import type { PolicyCondition, Statement } from "../../modules/policy-document";
import type { DeployedStack, Reach } from "./reach";

const EC2 = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_ec2.html";
const TAGS = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html";

const OWNED = "AWS assigns the ids; the owner tags, which a thing gets only as it is made, say whose it is";

/** Calls of EC2 that make a thing, with its tags. */
const MAKE = [
  "AllocateAddress",
  "AuthorizeSecurityGroupEgress",
  "AuthorizeSecurityGroupIngress",
  "CreateInternetGateway",
  "CreateLaunchTemplate",
  "CreateNatGateway",
  "CreatePlacementGroup",
  "CreateRouteTable",
  "CreateSecurityGroup",
  "CreateSubnet",
  "CreateVpc",
  "CreateVpcEndpoint",
  "ImportKeyPair",
  "RunInstances",
];

/** Calls of EC2 that change, use or end a thing that is there. None lets others in, and none copies what is in it. */
const CHANGE = [
  "Associate*",
  "Attach*",
  "Authorize*",
  "CreateLaunchTemplateVersion",
  "CreateNatGateway",
  "CreateRoute*",
  "CreateSecurityGroup",
  "CreateSubnet",
  "CreateTags",
  "CreateVpcEndpoint",
  "Delete*",
  "Detach*",
  "Disassociate*",
  "ModifyInstance*",
  "ModifyLaunchTemplate",
  "ModifySecurityGroupRules",
  "ModifySubnetAttribute",
  "ModifyVolume*",
  "ModifyVpc*",
  "ReleaseAddress",
  "ReplaceIamInstanceProfileAssociation",
  "ReplaceRoute*",
  "Revoke*",
  "RunInstances",
  "StartInstances",
  "StopInstances",
  "TerminateInstances",
];

/** What a deployer may do with things whose ids AWS assigns: networks, machines, file systems. */
export function thingLimits({ aws, names }: DeployedStack, reach: Reach): Statement[] {
  const tags = (which: "Request" | "Resource"): PolicyCondition[] =>
    Object.entries(names.ownerTags).map(([tag, value]) => ({
      test: "StringEquals",
      key: `aws:${which}Tag/${tag}`,
      values: [value],
    }));
  const ec2 = reach.uses("ec2");
  const efs = reach.uses("elasticfilesystem");
  const fsx = reach.uses("fsx");
  if (!ec2 && !efs && !fsx) return [];
  const { profiles } = reach;
  const made = MAKE.filter((action) => action !== "RunInstances");
  return [
    {
      sid: "MakeThingsWithItsTags",
      actions: [
        ...(ec2 ? made.map((action) => `ec2:${action}`) : []),
        ...(efs ? ["elasticfilesystem:CreateFileSystem"] : []),
      ],
      resources: "*",
      because: OWNED,
      conditions: tags("Request"),
      source: EC2,
    },
    {
      sid: "ChangeThingsWithItsTags",
      actions: [
        ...(ec2 ? CHANGE.map((action) => `ec2:${action}`) : []),
        ...(efs
          ? ["Create*", "Delete*", "Modify*", "Put*", "*TagResource", "Update*"].map(of("elasticfilesystem"))
          : []),
        ...(fsx ? ["DeleteFileSystem", "*TagResource", "UpdateFileSystem"].map(of("fsx")) : []),
      ],
      resources: "*",
      because: OWNED,
      conditions: tags("Resource"),
      source: EC2,
    },
    ...(ec2 ? [tagAsMade("ec2", MAKE)] : []),
    ...(efs ? [tagAsMade("elasticfilesystem", ["CreateFileSystem"])] : []),
    ...(profiles.length === 0
      ? []
      : [
          {
            sid: "StartMachinesWithItsProfiles",
            actions: ["ec2:RunInstances"],
            resources: ["instance", "volume"].map((type) => aws.arn("ec2", `${type}/*`)),
            because: OWNED,
            conditions: [...tags("Request"), { test: "ArnLike", key: "ec2:InstanceProfile", values: profiles }],
            source: EC2,
          },
        ]),
    ...given(reach),
  ];
}

/** What a call takes besides that carries no tags: by its id or name where it has one. */
function given(reach: Reach): Statement[] {
  const calls: readonly (readonly [string, readonly string[]])[] = [
    ["StartMachinesFromWhatItIsGiven", ["RunInstances"]],
    ["MakeSecurityGroupsInNetworksThatExist", ["CreateSecurityGroup"]],
    ["KeepItsKeyPairs", ["DeleteKeyPair", "ImportKeyPair"]],
    ["KeepItsPlacementGroups", ["CreatePlacementGroup", "DeletePlacementGroup"]],
  ];
  return calls.flatMap(([sid, [first = "", ...more]]) => {
    const resources = reach.givenTo(`ec2:${first}`);
    if (resources.length === 0) return [];
    const actions = [first, ...more].map(of("ec2"));
    return [{ sid, actions, resources, because: "images, and interfaces that AWS makes with a machine", source: EC2 }];
  });
}

function tagAsMade(service: "ec2" | "elasticfilesystem", made: readonly string[]): Statement {
  return {
    sid: service === "ec2" ? "TagThingsAsTheyAreMade" : "TagFileSystemsAsTheyAreMade",
    actions: [service === "ec2" ? "ec2:CreateTags" : "elasticfilesystem:TagResource"],
    resources: "*",
    because: "what is made has no id yet",
    conditions: [{ test: "StringEquals", key: `${service}:CreateAction`, values: made }],
    source: TAGS,
  };
}

function of(service: string) {
  return (action: string) => `${service}:${action}`;
}
