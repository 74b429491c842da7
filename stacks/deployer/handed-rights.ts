import { policyArn } from "./catalogue/iam-names";
import { ConfiguredResource, type StackJson, type Value } from "./configured-resource";
import { placeOf } from "./stack-place";

/**
 * What a stack gives to people, groups and roles that it did not make, as arguments of the AWS CLI: for an administrator,
 * who should look at the policies first. Whoever deploys the stack writes what is in them, and is not to hand them out.
 *
 * @returns in the order of the addresses: `["iam", "attach-group-policy", "--group-name", "scientists", "--policy-arn", …]`
 */
export function handedRights(stack: StackJson): string[][] {
  const place = placeOf(stack);
  const policies = (attachment: ConfiguredResource) =>
    attachment.all("policy_arn").map((policy) => (typeof policy === "string" ? policy : policyArn(policy, place)));
  const attached = (kind: "group" | "role" | "user") => (attachment: ConfiguredResource) =>
    holders(attachment, kind).flatMap((name) =>
      policies(attachment).map((arn) => ["iam", `attach-${kind}-policy`, `--${kind}-name`, name, "--policy-arn", arn]),
    );
  const joined = (membership: ConfiguredResource) =>
    membership
      .names("user")
      .flatMap((user) =>
        membership
          .names("groups")
          .map((group) => ["iam", "add-user-to-group", "--user-name", user, "--group-name", group]),
      );
  const commands: Record<string, (resource: ConfiguredResource) => string[][]> = {
    aws_iam_group_policy_attachment: attached("group"),
    aws_iam_role_policy_attachment: attached("role"),
    aws_iam_user_policy_attachment: attached("user"),
    aws_iam_user_group_membership: joined,
  };
  return ConfiguredResource.allOf(stack).flatMap((resource) => commands[resource.type]?.(resource) ?? []);
}

/** Who gets a policy; a role of the stack is left out, since it carries a boundary. */
function holders(attachment: ConfiguredResource, kind: "group" | "role" | "user"): string[] {
  const isHanded = (holder: Value) => kind !== "role" || typeof holder === "string";
  return attachment
    .all(kind)
    .filter(isHanded)
    .map((holder) => (typeof holder === "string" ? holder : holder.named("name")));
}
