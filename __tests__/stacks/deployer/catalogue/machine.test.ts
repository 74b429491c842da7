import { BOUNDARY, CLAIMED, derivedOf, ec2, granted, OWNED, sids } from "../derived";

const PATH = "/groundwork/acme/duet/";
const parts = {
  aws_vpc: { network: { cidr_block: "10.0.0.0/16" } },
  aws_subnet: { public: { vpc_id: "${aws_vpc.network.id}" } },
  aws_security_group: { machine: { vpc_id: "${aws_vpc.network.id}" } },
  aws_iam_role: { machine: { name: "acme-duet-machine", path: PATH, permissions_boundary: BOUNDARY } },
  aws_iam_instance_profile: {
    machine: { name: "acme-duet-machine", path: PATH, role: "${aws_iam_role.machine.name}" },
  },
  aws_key_pair: { machine: { key_name: "acme-duet-machine" } },
};
const machine = {
  instance_type: "t3.medium",
  ami: "${data.aws_ssm_parameter.image.insecure_value}",
  subnet_id: "${aws_subnet.public.id}",
  vpc_security_group_ids: ["${aws_security_group.machine.id}"],
  iam_instance_profile: "${aws_iam_instance_profile.machine.name}",
  key_name: "${aws_key_pair.machine.key_name}",
  root_block_device: { volume_size: 30 },
};
const image = { aws_ssm_parameter: { image: { name: "/aws/service/ami-amazon-linux-latest/al2023" } } };

function derivedFor(more: object = {}) {
  return derivedOf({ ...parts, aws_instance: { machine: { ...machine, ...more } } }, image);
}

describe("an instance", () => {
  test("starts with the owner tags and the profile of its stack, and with no other profile", () => {
    expect(granted(derivedFor(), "RunInstances")).toEqual({
      phase: "apply",
      actions: ["ec2:RunInstances"],
      on: ec2("instance/*"),
      if: [
        ...CLAIMED,
        "ec2:InstanceProfile ArnLike arn:aws:iam::111122223333:instance-profile/groundwork/acme/duet/acme-duet-machine",
      ],
    });
  });

  test("starts in networks of its stack, from an image of Amazon, with the key pair by its name", () => {
    const derived = derivedFor();
    expect(granted(derived, "RunInstancesInNetworks")).toMatchObject({
      on: ec2("security-group/*", "subnet/*"),
      if: OWNED,
    });
    expect(granted(derived, "RunInstancesFromImagesOfAmazon")).toMatchObject({
      on: ["arn:aws:ec2:eu-west-2::image/*"],
      if: ["ec2:Owner StringEquals amazon"],
    });
    expect(granted(derived, "RunInstancesWithKeyPairs").on).toEqual(ec2("key-pair/acme-duet-machine"));
  });

  test("starts in a subnet that exists, by its id", () => {
    expect(granted(derivedFor({ subnet_id: "subnet-1" }), "RunInstancesInNetworksThatExist")).toMatchObject({
      on: ec2("subnet/subnet-1"),
      if: [],
    });
  });

  test("is changed and terminated where it carries the owner tags", () => {
    const derived = derivedFor();
    expect(granted(derived, "TerminateInstances")).toMatchObject({ phase: "apply", on: ec2("instance/*"), if: OWNED });
    expect(granted(derived, "ChangeInstances")).toMatchObject({
      actions: expect.arrayContaining(["ec2:ModifyInstanceAttribute"]),
      if: OWNED,
    });
    expect(granted(derived, "GrowVolumes")).toMatchObject({ on: ec2("volume/*"), if: OWNED });
  });

  test("gets no other profile than that of its stack", () => {
    expect(granted(derivedFor(), "GiveInstancesOtherProfiles")).toMatchObject({
      actions: ["ec2:AssociateIamInstanceProfile", "ec2:ReplaceIamInstanceProfileAssociation"],
      if: [
        ...OWNED,
        "ec2:NewInstanceProfile ArnLike arn:aws:iam::111122223333:instance-profile/groundwork/acme/duet/acme-duet-machine",
      ],
    });
  });

  test("of a T family alone has processor time to read", () => {
    const described = (instance_type: string) => granted(derivedFor({ instance_type }), "DescribeWhatEc2Has").actions;
    expect(described("t3.medium")).toContain("ec2:DescribeInstanceCreditSpecifications");
    expect(described("m6i.large")).not.toContain("ec2:DescribeInstanceCreditSpecifications");
  });

  test("with a disk of its own is terminated by who may destroy data", () => {
    expect(granted(derivedFor({ ebs_block_device: [{ volume_size: 100 }] }), "TerminateInstances").phase).toBe(
      "destroy",
    );
  });

  test("with a key of one's own lets EC2 alone use it, and hand it to AWS's services alone", () => {
    const key = "arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-3333-4444-555555555555";
    const derived = derivedFor({ root_block_device: { kms_key_id: key } });
    const through = "kms:ViaService StringEquals ec2.eu-west-2.amazonaws.com";
    expect(granted(derived, "UseKeysThroughServices")).toMatchObject({ phase: "apply", on: [key], if: [through] });
    expect(granted(derived, "LetServicesUseKeys")).toEqual({
      phase: "apply",
      actions: ["kms:CreateGrant"],
      on: [key],
      if: [through, "kms:GrantIsForAWSResource Bool true"],
    });
    expect(JSON.stringify(derivedFor().permissions)).not.toContain("kms:");
  });
});

test("a template gets new versions where it carries the owner tags", () => {
  const derived = derivedOf({ aws_launch_template: { batch: { name: "acme-duet-batch" } } });
  expect(granted(derived, "ManageLaunchTemplates")).toEqual({
    phase: "apply",
    actions: ["ec2:CreateLaunchTemplateVersion", "ec2:DeleteLaunchTemplate", "ec2:ModifyLaunchTemplate"],
    on: ec2("launch-template/*"),
    if: OWNED,
  });
});

test("a placement group is known by its name", () => {
  const derived = derivedOf({ aws_placement_group: { nodes: { name: "acme-duet-nodes" } } });
  expect(granted(derived, "ManagePlacementGroups").on).toEqual(ec2("placement-group/acme-duet-nodes"));
  expect(sids(derived.permissions)).toContain("plan DescribeWhatEc2Has");
});
