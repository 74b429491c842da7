import { closeSync, openSync, readSync } from "node:fs";
import { z } from "zod";
import {
  accountId,
  iamPath,
  newBucketName,
  policyArn,
  region,
  settingsName,
  tagKey,
  tagValue,
} from "../modules/aws-rules";
import { amazonGenomicsCliSettings } from "./amazon-genomics-cli/settings";
import { kmsKey } from "./bucket-settings";
import { deployerSettings } from "./deployer/settings";
import { duetSettings } from "./duet/settings";
import { genomicsWorkflowsSettings } from "./genomics-workflows/settings";
import { networkSettings } from "./network-settings";
import { parallelclusterSettings } from "./parallelcluster/settings";
import { choice, isSection, refusing, section, text, whole } from "./settings-field";
import { LARGEST_FILE, SettingsFile } from "./settings-file";
import { explain } from "./settings-issue";
import { SettingsError } from "./settings-mistake";
import { checkRelations } from "./settings-relations";
import { slimSettings } from "./slim/settings";

/** The systems that can be built, one a line. */
const systems = {
  "amazon-genomics-cli": amazonGenomicsCliSettings.optional(),
  duet: duetSettings.optional(),
  "genomics-workflows": genomicsWorkflowsSettings.optional(),
  parallelcluster: parallelclusterSettings.optional(),
  slim: slimSettings.optional(),
};

const names = Object.keys(systems).join(", ");

/** The schema of groundwork.yaml: what may stand there, in the words of those who write it. */
export const settingsSchema = section({
  name: text(settingsName).describe("First word of every physical name; two of them fit in one account."),
  account: text(accountId).describe("Number of the account, in quotes. Nothing is ever built in another one."),
  region: text(region).describe("Region that everything is built in; the partition follows from it."),
  tags: z
    .record(text(tagKey), text(tagValue), { error: "a section of tags: <key>: <value>" })
    .refine((tags) => Object.keys(tags).length <= 40, {
      error: "at most 40 tags: AWS takes 50 for a thing, and some are added",
    })
    .default({})
    .meta({ maxProperties: 40 })
    .describe("Tags of everything that is built."),
  iam: section({
    path: text(iamPath).default("/groundwork/").describe("IAM path of all roles, profiles and policies."),
    permissionsBoundary: text(policyArn).optional().describe("ARN of the policy that limits every role that is made."),
    managedPoliciesPerRole: whole(10, 25).default(10).describe("The account's quota of managed policies for a role."),
    trustPolicyCharacters: whole(2048, 8192)
      .default(2048)
      .describe("The account's quota of characters in a trust policy."),
  })
    .prefault({})
    .describe("What the organisation asks of IAM."),
  state: section({
    bucket: text(newBucketName).describe("Name of the bucket; npm run bootstrap creates it."),
    kmsKey: kmsKey("the state"),
  })
    .optional()
    .describe("Bucket that keeps the state of every stack. Default: files on this machine."),
  network: networkSettings.optional(),
  serviceLinkedRoles: choice(["reuse", "create"])
    .default("reuse")
    .describe("Who makes the account's service-linked roles: whoever uses one first, or the deployer stack, once."),
  systems: section(systems)
    .refine((named) => Object.keys(named).length > 0, {
      error: `a section with at least one of: ${names}`,
      when: ({ value, issues }) => isSection(value) && issues.length === 0,
    })
    .describe("The systems to build; one that is not named is not built."),
  deployer: deployerSettings
    .optional()
    .describe("Who may plan and deploy, with the rights that it takes. Default: whoever has them; no roles are made."),
})
  .check(z.superRefine((settings, context) => checkRelations(settings, refusing(context)), { when: () => true }))
  .meta({ title: "Settings of Groundwork", description: "What is built, where, and under which names." });

/** The settings, right and complete: every default is filled in. */
export type Settings = z.output<typeof settingsSchema>;

/**
 * The settings in a text.
 *
 * @param file what the text is called in messages
 * @throws {SettingsError} with every mistake
 */
export function parseSettings(content: string | Uint8Array, file: string): Settings {
  const source = new SettingsFile(file, content);
  const { success, data, error } = settingsSchema.safeParse(source.value, { reportInput: true });
  const alreadySaid = (path: readonly PropertyKey[]) =>
    source.mistakes.some((mistake) => mistake.path.join() === path.join());
  const more = explain(error?.issues ?? [], source).filter(({ path }) => !alreadySaid(path));
  const mistakes = [...source.mistakes, ...more];
  if (!success || mistakes.length > 0) throw new SettingsError(file, mistakes);
  return data;
}

/**
 * The settings in `groundwork.yaml`, or in the file that GROUNDWORK_SETTINGS names.
 *
 * @throws {SettingsError} with every mistake
 */
export function loadSettings(): Settings {
  const named = process.env.GROUNDWORK_SETTINGS;
  const file = named || "groundwork.yaml";
  return parseSettings(read(file, named), file);
}

/** The settings; mistakes end the process with code 1 and are listed without a stack, anything else keeps its own. */
export function loadSettingsOrExit(): Settings {
  try {
    return loadSettings();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(1);
  }
}

const CANNOT_READ: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  ENOTDIR: "no such file",
  EISDIR: "a directory",
  EACCES: "a file that may not be read",
  EPERM: "a file that may not be read",
};

function read(file: string, named: string | undefined): Uint8Array {
  try {
    // no more than what is refused anyway: the name may be that of a device
    const bytes = Buffer.alloc(LARGEST_FILE + 1);
    const descriptor = openSync(file, "r");
    let size = 0;
    for (let got = 1; got > 0; size += got) got = readSync(descriptor, bytes, size, bytes.length - size, null);
    closeSync(descriptor);
    return bytes.subarray(0, size);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const given = CANNOT_READ[code];
    if (!given) throw error;
    const hint = named
      ? "GROUNDWORK_SETTINGS names it"
      : "run it where groundwork.yaml is, or name a file in GROUNDWORK_SETTINGS";
    throw new SettingsError(file, [{ file, path: [], given, allowed: "a YAML file", hint }]);
  }
}
