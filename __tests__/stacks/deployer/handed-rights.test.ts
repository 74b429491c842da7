import { handedRights } from "../../../stacks/deployer/handed-rights";
import { BOUNDARY, stackOf } from "./derived";

const PATH = "/groundwork/acme/duet/";
const arn = "arn:aws:iam::111122223333:policy/groundwork/acme/duet/acme-duet-user";
const policy_arn = "${aws_iam_policy.user.arn}";
const each = (names: string) => ({ for_each: `\${toset(${names})}`, policy_arn });

const stack = stackOf({
  aws_iam_policy: { user: { name: "acme-duet-user", path: PATH } },
  aws_iam_role: { user: { name: "acme-duet-user", path: PATH, permissions_boundary: BOUNDARY } },
  aws_iam_group: { users: { name: "acme-duet-users", path: PATH } },
  aws_iam_group_policy_attachment: { own: { group: "${aws_iam_group.users.name}", policy_arn } },
  aws_iam_user_policy_attachment: { people: { ...each('["ada"]'), user: "${each.value}" } },
  aws_iam_role_policy_attachment: {
    own: { role: "${aws_iam_role.user.name}", policy_arn },
    people: { ...each('["sign-in"]'), role: "${each.value}" },
  },
  aws_iam_user_group_membership: { ada: { user: "ada", groups: ["${aws_iam_group.users.name}"] } },
});

test("what people, groups and roles that exist get is a command for each, and what roles of the stack get is none", () => {
  expect(handedRights(stack).map((command) => command.join(" "))).toEqual([
    `iam attach-group-policy --group-name acme-duet-users --policy-arn ${arn}`,
    `iam attach-role-policy --role-name sign-in --policy-arn ${arn}`,
    "iam add-user-to-group --user-name ada --group-name acme-duet-users",
    `iam attach-user-policy --user-name ada --policy-arn ${arn}`,
  ]);
});
