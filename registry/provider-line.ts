import { TerraformDataSource } from "cdktf";
import type { Body } from "./hcl";
import { firstRelease, firstReleaseOfReads, newest } from "./provider-releases";
import type { RegistryModule } from "./registry-module";

/** A major version of the AWS provider that modules can be written for. */
export interface ProviderLine {
  readonly major: 5 | 6;
  /** What it calls differently from version 5, by type: arguments and attributes. */
  readonly renamed: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What the constructs are written for. */
export const AWS_5: ProviderLine = { major: 5, renamed: {} };

/** @see https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/guides/version-6-upgrade.html.markdown */
export const AWS_6: ProviderLine = {
  major: 6,
  renamed: {
    aws_batch_compute_environment: {
      compute_environment_name: "name",
      compute_environment_name_prefix: "name_prefix",
    },
    "data.aws_region": { name: "region" },
  },
};

/** The range of the provider's versions that a module works with: `>= 5.49, < 6.0`. */
export function rangeOf({ major }: ProviderLine, module: RegistryModule): string {
  if (major === 6) return ">= 6.0, < 7.0";
  const bodies = module.elements.map((element) => module.bodyOf(element));
  const written = module.elements.map((element, index) => {
    const kind = element instanceof TerraformDataSource ? "data." : "";
    return firstRelease(`${kind}${element.terraformResourceType}`, argumentsIn(bodies[index] ?? {}));
  });
  const read = firstReleaseOfReads(JSON.stringify([...bodies, module.values]));
  return `>= ${newest([...written, read]).replace(/[.]0$/, "")}, < 6.0`;
}

/** A body with a line's own names. */
export function inLine({ renamed }: ProviderLine, of: string, body: Body): Body {
  const names = renamed[of] ?? {};
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [names[name] ?? name, value]));
}

/** Expressions that read attributes by a line's own names. */
export function readInLine({ renamed }: ProviderLine, hcl: string): string {
  return Object.entries(renamed).reduce((text, [of, names]) => {
    const attributes = Object.keys(names).sort((a, b) => b.length - a.length);
    const read = new RegExp(
      `(?<![\\w.])(${of.replace(".", "[.]")}[.]\\w+(?:\\[[^\\]]*\\])?[.])(${attributes.join("|")})\\b`,
      "g",
    );
    return text.replace(read, (_, thing: string, attribute: string) => `${thing}${names[attribute]}`);
  }, hcl);
}

/** Meta-arguments are Terraform's, and tags are the user's. */
const NOT_THE_PROVIDERS = ["count", "for_each", "lifecycle", "depends_on", "provider"];

/** The arguments of a body; those in a block stand behind its name. */
function argumentsIn(body: Body, above = ""): string[] {
  const { dynamic, "//": _metadata, ...rest } = body as { dynamic?: Record<string, { content: Body }[]> } & Body;
  const own = Object.entries(rest).flatMap(([name, value]) => {
    if (above === "" && NOT_THE_PROVIDERS.includes(name)) return [];
    const blocks = blocksIn(value);
    return blocks ? blocks.flatMap((block) => argumentsIn(block, `${above}${name}.`)) : [`${above}${name}`];
  });
  const repeated = Object.entries(dynamic ?? {}).flatMap(([name, blocks]) =>
    blocks.flatMap(({ content }) => argumentsIn(content, `${above}${name}.`)),
  );
  return [...own, ...repeated];
}

/** The bodies of a block; undefined for an argument. */
function blocksIn(value: unknown): Body[] | undefined {
  const typed = value as { value?: unknown; isBlock?: boolean } | null;
  if (typeof typed === "object" && typed?.isBlock) return [typed.value].flat() as Body[];
  // in the content of a dynamic block, which has no types
  const isContent = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "object");
  return isContent ? (value as Body[]) : undefined;
}
