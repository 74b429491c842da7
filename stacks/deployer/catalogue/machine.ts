import type { Arn } from "../../../modules/aws-environment";
import type { ConfiguredResource } from "../configured-resource";
import { type Catalogue, equals, type Need, needsOf, on, type StackPlace, type Target } from "../need";
import { claimed, otherTags } from "../ownership";
import { describe, describeToChange, EC2_PAGE, ec2Arn, made, ours, tagging, using } from "./ec2-things";
import { anyPath, passRole, profileArn, rolesOfProfile } from "./iam-names";
import { useKey } from "./kms";

const need = needsOf("ec2", EC2_PAGE);

const OTHER_PROFILE = "AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation";

/** Machines, and what they start from. */
export const MACHINE: Catalogue = {
  aws_launch_template: (_, place) => [
    describe("DescribeLaunchTemplates DescribeLaunchTemplateVersions"),
    need("apply", "CreateLaunchTemplates", "CreateLaunchTemplate", made(place, "launch-template")),
    need("apply", "ManageLaunchTemplates", "DeleteLaunchTemplate", ours(place, "launch-template")),
    need(
      "apply",
      "ManageLaunchTemplates",
      "CreateLaunchTemplateVersion ModifyLaunchTemplate",
      ours(place, "launch-template"),
      "day-2 operation",
    ),
    ...tagging(place, "launch-template", "CreateLaunchTemplate"),
  ],

  aws_key_pair: (pair, place) => [
    describe("DescribeKeyPairs"),
    need(
      "apply",
      "ManageKeyPairs",
      "ImportKeyPair DeleteKeyPair",
      on(ec2Arn(place, "key-pair", pair.named("key_name"))),
    ),
    ...tagging(place, "key-pair", "ImportKeyPair"),
  ],

  aws_placement_group: (group, place) => [
    describe("DescribePlacementGroups"),
    need(
      "apply",
      "ManagePlacementGroups",
      "CreatePlacementGroup DeletePlacementGroup",
      on(ec2Arn(place, "placement-group", group.named("name"))),
      "emulator gap",
    ),
    ...tagging(place, "placement-group", "CreatePlacementGroup"),
  ],

  aws_instance: (instance, place) => [
    describe("DescribeInstances DescribeInstanceTypes DescribeTags DescribeVolumes DescribeVpcs"),
    // types that save up processor time are of the T families
    ...(/^t\d/.test(instance.named("instance_type")) ? [describe("DescribeInstanceCreditSpecifications")] : []),
    need("plan", "ReadInstances", "DescribeInstanceAttribute", ours(place, "instance")),
    ...run(instance, place),
    // a disk of its own is data: what is on it ends with the machine
    need(
      instance.has("ebs_block_device") ? "destroy" : "apply",
      "TerminateInstances",
      "TerminateInstances",
      ours(place, "instance"),
    ),
    need(
      "apply",
      "ChangeInstances",
      "DisassociateIamInstanceProfile ModifyInstanceAttribute ModifyInstanceMetadataOptions StartInstances StopInstances",
      ours(place, "instance"),
      "day-2 operation",
    ),
    need("apply", "GrowVolumes", "ModifyVolume", ours(place, "volume"), "day-2 operation"),
    need("apply", "GiveInstancesOtherProfiles", OTHER_PROFILE, otherProfile(instance, place), "day-2 operation"),
    { ...describeToChange("DescribeIamInstanceProfileAssociations"), unrecorded: "day-2 operation" },
    ...tagging(place, "instance", "RunInstances"),
    ...tagging(place, "volume", "RunInstances"),
    // volumes get the default tags as they are made, and the others right after it
    need("apply", "ChangeTagsOfThings", "CreateTags", {
      ...ours(place, "volume"),
      conditions: otherTags(place),
    }),
  ],
};

/**
 * Starting an instance, which AWS checks on everything that it takes and makes.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances
 */
function run(instance: ConfiguredResource, place: StackPlace): Need[] {
  const { partition, region } = place.aws;
  const started = claimed(place, ec2Arn(place, "instance"));
  const withProfiles = { test: "ArnLike", key: "ec2:InstanceProfile", values: profileArns(instance, place) };
  return [
    need("apply", "RunInstances", "RunInstances", {
      ...started,
      conditions: [...(started.conditions ?? []), withProfiles],
    }),
    need("apply", "RunInstancesWithVolumes", "RunInstances", claimed(place, ec2Arn(place, "volume"))),
    need("apply", "RunInstancesWithInterfaces", "RunInstances", {
      resources: [ec2Arn(place, "network-interface")],
      because: "the interface is made with the instance, without tags, and in no subnet but those of the stack",
    }),
    need("apply", "RunInstancesFromImagesOfAmazon", "RunInstances", {
      resources: [`arn:${partition}:ec2:${region}::image/*`],
      conditions: [equals("ec2:Owner", "amazon")],
      because: "the newest image of Amazon Linux is looked up as the instance is made",
    }),
    ...using(place, "subnet", "RunInstancesInNetworks", "RunInstances", instance.all("subnet_id")),
    ...using(place, "security-group", "RunInstancesInNetworks", "RunInstances", instance.all("vpc_security_group_ids")),
    ...instance
      .names("key_name")
      .map((name) => need("apply", "RunInstancesWithKeyPairs", "RunInstances", on(ec2Arn(place, "key-pair", name)))),
    describeToChange("DescribeImages"),
    ...["root_block_device.kms_key_id", "ebs_block_device.kms_key_id"]
      .flatMap((attribute) => instance.names(attribute))
      .flatMap((key) => useKey("ec2", place, key as Arn)),
    ...instance
      .all("iam_instance_profile")
      .flatMap((profile) => rolesOfProfile(profile, place))
      .map((role) => passRole("ec2", place, role)),
  ];
}

/** Instances of the stack, which get a profile that the stack has and no other. */
function otherProfile(instance: ConfiguredResource, place: StackPlace): Target {
  const { conditions = [], ...instances } = ours(place, "instance");
  const profiles = { test: "ArnLike", key: "ec2:NewInstanceProfile", values: profileArns(instance, place) };
  return { ...instances, conditions: [...conditions, profiles] };
}

function profileArns(instance: ConfiguredResource, place: StackPlace): readonly Arn[] {
  return instance.all("iam_instance_profile").flatMap((profile) => {
    if (typeof profile !== "string" && profile.kind === "resource") return [profileArn(profile, place)];
    const name = typeof profile === "string" ? profile : profile.named("name");
    return anyPath("instance-profile", name, place).resources;
  });
}
