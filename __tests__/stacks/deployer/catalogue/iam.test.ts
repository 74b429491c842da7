import { BOUNDARY, derivedOf, granted, sids } from "../derived";

const PATH = "/groundwork/acme/duet/";
const machine = { name: "acme-duet-machine", path: PATH, permissions_boundary: BOUNDARY };
const policy = { name: "acme-duet-machine", path: PATH, policy: "{}" };
const roleArn = "arn:aws:iam::111122223333:role/groundwork/acme/duet/acme-duet-machine";
const policyArn = "arn:aws:iam::111122223333:policy/groundwork/acme/duet/acme-duet-machine";
const bounded = `iam:PermissionsBoundary StringEquals ${BOUNDARY}`;

const withRole = {
  aws_iam_role: { machine },
  aws_iam_policy: { machine: policy },
  aws_iam_role_policy_attachment: {
    own: { role: "${aws_iam_role.machine.name}", policy_arn: "${aws_iam_policy.machine.arn}" },
  },
};

describe("a role of a stack", () => {
  const derived = derivedOf(withRole);

  test("is made, changed and deleted by its exact name, with its boundary on it", () => {
    expect(granted(derived, "ManageRoles")).toEqual({
      phase: "apply",
      actions: [
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      on: [roleArn],
      if: [bounded],
    });
  });

  test("gets the policies of its stack, and no other", () => {
    expect(granted(derived, "AttachPoliciesToRoles")).toEqual({
      phase: "apply",
      actions: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
      on: [roleArn],
      if: [bounded, `iam:PolicyARN StringEquals ${policyArn}`],
    });
  });

  test("lets its policies be rewritten, since it carries the boundary", () => {
    expect(granted(derived, "ChangePolicies")).toMatchObject({
      phase: "apply",
      actions: ["iam:CreatePolicyVersion"],
      on: [policyArn],
    });
  });

  test("is read as a plan is made, and nothing of it is written then", () => {
    expect(sids(derived.permissions).filter((sid) => sid.startsWith("plan"))).toEqual([
      "plan ReadPolicies",
      "plan ReadRoles",
    ]);
  });

  test("never loses its boundary, nor gets an older version of a policy", () => {
    const actions = JSON.stringify(derived.permissions);
    expect(actions).not.toMatch(/PutRolePermissionsBoundary|DeleteRolePermissionsBoundary|SetDefaultPolicyVersion/);
  });

  test("without a boundary is refused, with what to set", () => {
    const { permissions_boundary: _, ...free } = machine;
    expect(() => derivedOf({ aws_iam_role: { machine: free } })).toThrow(
      "aws_iam_role.machine must carry a permissions boundary, or who deploys it could give it any right: set 'deployer', or 'iam.permissionsBoundary'",
    );
  });
});

describe("a policy for people", () => {
  const given = (attachment: object) => derivedOf({ ...withRole, ...attachment });
  const toGroups = {
    for_each: '${toset(["scientists"])}',
    group: "${each.value}",
    policy_arn: "${aws_iam_policy.machine.arn}",
  };

  test.each([
    ["a group", { aws_iam_group_policy_attachment: { people: toGroups } }],
    [
      "a user",
      { aws_iam_user_policy_attachment: { people: { user: "ada", policy_arn: "${aws_iam_policy.machine.arn}" } } },
    ],
    [
      "a role that exists",
      {
        aws_iam_role_policy_attachment: {
          ...withRole.aws_iam_role_policy_attachment,
          people: { role: "sign-in", policy_arn: "${aws_iam_policy.machine.arn}" },
        },
      },
    ],
  ])("that %s has is rewritten by an administrator only", (_, attachment) => {
    expect(granted(given(attachment), "ChangePolicies").phase).toBe("administrator");
  });

  test("that nobody has yet is made by a deployer, and rewritten by an administrator only", () => {
    const derived = derivedOf({ aws_iam_policy: { people: policy } });
    expect(granted(derived, "ManagePolicies").phase).toBe("apply");
    expect(granted(derived, "ChangePolicies").phase).toBe("administrator");
  });

  test("is handed out by an administrator only, by its exact name to exact names", () => {
    expect(granted(given({ aws_iam_group_policy_attachment: { people: toGroups } }), "AttachPoliciesToGroups")).toEqual(
      {
        phase: "administrator",
        actions: ["iam:AttachGroupPolicy", "iam:DetachGroupPolicy"],
        on: ["arn:aws:iam::111122223333:group/*/scientists", "arn:aws:iam::111122223333:group/scientists"],
        if: [`iam:PolicyARN StringEquals ${policyArn}`],
      },
    );
  });
});

test("users join a group of the stack through an administrator, and a plan reads which groups they are in", () => {
  const derived = derivedOf({
    aws_iam_group: { users: { name: "acme-duet-users", path: PATH } },
    aws_iam_user_group_membership: {
      member: {
        for_each: '${toset(["ada", "grace"])}',
        user: "${each.value}",
        groups: ["${aws_iam_group.users.name}"],
      },
    },
  });
  expect(granted(derived, "PutUsersIntoGroups")).toMatchObject({
    phase: "administrator",
    on: ["arn:aws:iam::111122223333:group/groundwork/acme/duet/acme-duet-users"],
  });
  expect(granted(derived, "ReadGroupsOfUsersThatExist").on).toEqual([
    "arn:aws:iam::111122223333:user/*/ada",
    "arn:aws:iam::111122223333:user/*/grace",
    "arn:aws:iam::111122223333:user/ada",
    "arn:aws:iam::111122223333:user/grace",
  ]);
});

describe("an instance profile", () => {
  const profile = { name: "acme-duet-machine", path: PATH, role: "${aws_iam_role.machine.name}" };

  test("takes the role of its stack, which is passed to EC2 alone", () => {
    const derived = derivedOf({ ...withRole, aws_iam_instance_profile: { machine: profile } });
    expect(granted(derived, "PassRolesToInstances")).toEqual({
      phase: "apply",
      actions: ["iam:PassRole"],
      on: [roleArn],
      if: ["iam:PassedToService StringEquals ec2.amazonaws.com"],
    });
    expect(granted(derived, "ManageInstanceProfiles")).toMatchObject({
      on: ["arn:aws:iam::111122223333:instance-profile/groundwork/acme/duet/acme-duet-machine"],
      actions: expect.arrayContaining(["iam:AddRoleToInstanceProfile"]),
    });
  });

  test("with a role that exists passes the role of that name, at whatever path", () => {
    const derived = derivedOf({ aws_iam_instance_profile: { machine: { ...profile, role: "theirs" } } });
    expect(granted(derived, "PassRolesToInstances").on).toEqual([
      "arn:aws:iam::111122223333:role/*/theirs",
      "arn:aws:iam::111122223333:role/theirs",
    ]);
  });
});
