import type { Arn } from "../../../modules/aws-environment";
import type { ConfiguredResource, Value } from "../configured-resource";
import { equals, type Need, needsOf, type StackPlace, type Target } from "../need";

const need = needsOf("iam", "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html");

/** A role of the stack, by path and name. */
export function roleArn(role: ConfiguredResource, { aws }: Pick<StackPlace, "aws">): Arn {
  return aws.iamArn(`role${role.named("path")}${role.named("name")}`);
}

/** A policy of the stack. */
export function policyArn(policy: ConfiguredResource, { aws }: Pick<StackPlace, "aws">): Arn {
  return aws.iamArn(`policy${policy.named("path")}${policy.named("name")}`);
}

/** An instance profile of the stack. */
export function profileArn(profile: ConfiguredResource, { aws }: Pick<StackPlace, "aws">): Arn {
  return aws.iamArn(`instance-profile${profile.named("path")}${profile.named("name")}`);
}

/** What exists by a name, at whatever path those who made it chose. */
export function anyPath(kind: "group" | "instance-profile" | "role" | "user", name: string, { aws }: StackPlace) {
  return {
    resources: [aws.iamArn(`${kind}/${name}`), aws.iamArn(`${kind}/*/${name}`)],
    because: "what exists is known by its name, and its path is not",
    either: "path that is not known" as const,
  };
}

/** A role by its ARN, by its name, or one of the stack. */
export function roleTarget(role: Value, place: StackPlace): Target & { readonly resources: readonly Arn[] } {
  if (typeof role !== "string") return { resources: [roleArn(role, place)] };
  return role.startsWith("arn:") ? { resources: [role as Arn] } : anyPath("role", role, place);
}

/** The roles in an instance profile. One that exists has, as the console makes it, a role of the same name. */
export function rolesOfProfile(profile: Value, place: StackPlace): (Target & { readonly resources: readonly Arn[] })[] {
  if (typeof profile === "string") return [anyPath("role", profile, place)];
  if (profile.kind === "data") return [anyPath("role", profile.named("name"), place)];
  return profile.all("role").map((role) => roleTarget(role, place));
}

/** Handing a role to a service; that AWS checks it, and when, is a rule that no call shows: recordings go by it, too. */
export function passRole(service: "batch" | "ec2" | "spotfleet", place: StackPlace, role: Target): Need {
  const conditions = [equals("iam:PassedToService", place.aws.servicePrincipal(service))];
  const words = { batch: "Batch", ec2: "Instances", spotfleet: "SpotFleets" };
  return need("apply", `PassRolesTo${words[service]}`, "PassRole", { ...role, conditions });
}
