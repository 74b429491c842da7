import { type Condition, each, type List, not, or, present } from "../modules/deferred";
import { firstGiven, withTags } from "../modules/deferred-text";
import { type Existing, existingByArn, type Wanted } from "../modules/existing";
import type { AccessPlace, RoleProps } from "../modules/instance-access";
import { Network } from "../modules/network";
import { SystemNames } from "../modules/system-names";
import { snakeCase } from "./input-type";
import type { RegistryModule } from "./registry-module";
import type { SettingsInputs } from "./settings-inputs";

/** Where roles are made, and what holds for all of them: inputs `name`, `tags` and `iam` of a module. */
export function placeInputs(
  module: RegistryModule,
  system: string,
): AccessPlace & { readonly tags: Record<string, string> } {
  const shared = module.shared("name", "tags", "iam");
  const names = new SystemNames({ name: shared.text("name"), system, path: shared.text("iam.path") });
  return {
    aws: module.environment(),
    names,
    permissionsBoundary: shared.text("iam.permissionsBoundary"),
    tags: module.localTags("tags", withTags(shared.map("tags"), names.ownerTags)),
  };
}

/** The network that instances run in, and the security groups that are named for them: the input `network`. */
export function networkInputs(module: RegistryModule, { aws, names, tags }: AccessPlace, services?: readonly string[]) {
  const shared = module.shared("network");
  return {
    network: new Network(module, "network", {
      aws,
      networkName: names.of("network"),
      create: module.localCondition("create_network", shared.given("network.create")),
      vpcId: shared.text("network.vpc"),
      subnetIds: each(shared.texts("network.subnets"), (it) => it),
      cidr: module.localText("network_cidr", shared.text("network.create.cidr")),
      egress: module.localText<"nat" | "endpoints">("egress", shared.text("network.create.egress")),
      services,
      tags,
    }),
    securityGroupIds: shared.texts("network.securityGroups") as List<string>,
  };
}

/**
 * The bucket that a system works in, new or existing.
 *
 * @param usual name of the one that is created where nothing is said of it. @default - something must be said
 */
export function bucketInputs(module: RegistryModule, given: SettingsInputs, path: string, usual?: string) {
  const created = given.text(`${path}.create`);
  const existing = given.text(`${path}.existing`);
  const [name, create] =
    usual === undefined
      ? [firstGiven(created, existing), present(created)]
      : [firstGiven(created, existing, usual), or(not(given.given(path)), present(created))];
  return {
    name: module.localText("bucket_name", name),
    create: module.localCondition("create_bucket", create),
    prefix: given.text(`${path}.prefix`),
    forceDestroy: given.flag(`${path}.forceDestroy`) as Condition,
    kmsKey: given.text(`${path}.kmsKey`),
  };
}

/** A role that exists, where one is named. */
export function existingInput(module: RegistryModule, given: SettingsInputs, path: string): Existing {
  const name = `${path.split(".").map(snakeCase).join("_")}_exists`;
  return existingByArn(given.text(`${path}.existing`), module.localCondition(name, given.given(path)));
}

/** A role that is created, exists, or is not there. */
export function wantedInput(given: SettingsInputs, path: string): Wanted {
  const arn = given.text(`${path}.existing`);
  return { create: given.flag(`${path}.create`), existing: existingByArn(arn, given.given(`${path}.existing`)) };
}

/** The role of instances and the profile that hands it out, below a section. */
export function instanceRoleInputs(module: RegistryModule, given: SettingsInputs, section: string): RoleProps {
  const at = (name: string) => (section === "" ? name : `${section}.${name}`);
  const { name, given: exists } = existingInput(module, given, at("instanceProfile"));
  // without an ARN: a name is given as well, and a profile is looked up by it
  return { role: existingInput(module, given, at("instanceRole")), profile: { name, given: exists } };
}
