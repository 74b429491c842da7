import type { DeferredList } from "../modules/deferred";
import type { Holders } from "../modules/policy-attachments";
import { snakeCase } from "./input-type";
import type { RegistryModule } from "./registry-module";
import type { SettingsInputs } from "./settings-inputs";

/** Who gets policies: users, groups and roles that exist, and those who may assume a role with them. */
export function peopleInputs(
  module: RegistryModule,
  given: SettingsInputs,
  section = "",
): { readonly attachTo: Holders; readonly assumableBy: DeferredList<string> } {
  const at = (name: string) => (section === "" ? name : `${section}.${name}`);
  const names = (kind: string) => given.texts(`${at("attachTo")}.${kind}`);
  checkHolders(module, at("attachTo").split(".").map(snakeCase));
  return {
    attachTo: { users: names("users"), groups: names("groups"), roles: names("roles") },
    assumableBy: given.texts(at("assumableBy")),
  };
}

/** Someone is named where people are. */
function checkHolders(module: RegistryModule, path: readonly string[]): void {
  const [input = "", ...rest] = path;
  const place = ["var", ...path].join(".");
  module.check(input, {
    condition: `\${try(length(concat(${place}.users, ${place}.groups, ${place}.roles)) > 0, true)}`,
    error_message: `${path.join(".")} must have at least one of users, groups and roles.`,
    path: rest,
    refused: {},
  });
}
