import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runCommand } from "./command";
import { writeRegistry } from "./registry";
import { changesOf } from "./registry/changelog";
import type { InterfaceChange } from "./registry/interface-change";
import { interfaceChanges } from "./registry/interface-changes";
import { readInterfaces } from "./registry/module-interface";
import { ModuleRepository } from "./registry/module-repository";
import { ReleaseError } from "./registry/release-error";
import { LEVELS, ReleaseVersion } from "./registry/release-version";

/** Where the modules' repository is made when none is named, below the project. */
const REPOSITORY = join("dist", "release", "terraform-aws-groundwork");

const USAGE = "npm run registry:release -- X.Y.Z [--repository <folder>]";

export interface ReleaseProps {
  /** Such as `1.2.0`. */
  readonly version: string;
  /** Folder of a local clone of the modules' repository, or of an empty repository. */
  readonly repository: string;
  /** Text of the changelog. */
  readonly changelog: string;
  /** Writes all that the repository is to hold into a folder. */
  readonly write: (folder: string) => Promise<unknown>;
  /** What the modules are made from, for the commit. @default - not said */
  readonly source?: string;
}

/** A release that is prepared: committed and tagged, and pushed by whoever looks at it and finds it right. */
export interface Release {
  readonly version: ReleaseVersion;
  /** The release before. Undefined for the first. */
  readonly last?: ReleaseVersion;
  readonly changes: readonly InterfaceChange[];
  readonly branch: string;
}

/**
 * Prepares a release of the modules: a commit and an annotated tag in a local clone of their repository.
 *
 * @throws {ReleaseError} for a version that is none, is not newer or says less than what has changed for users; for a
 * changelog that does not speak of it; for a repository that is not clean or not the modules'
 */
export async function release({
  version: text,
  repository: folder,
  changelog,
  write,
  source,
}: ReleaseProps): Promise<Release> {
  const version = ReleaseVersion.parse(text);
  if (!version) throw new ReleaseError(`'${text}' is no version: three whole numbers, as 1.2.0`);
  const words = changesOf(changelog, text);
  if (!words) {
    const has = words === undefined ? `has no section '## ${text}'` : `says nothing below '## ${text}'`;
    throw new ReleaseError(`CHANGELOG.md ${has}: write there what changes for users`);
  }
  const repository = await ModuleRepository.open(folder);
  const last = await repository.lastRelease();
  if (last && !version.isAfter(last)) {
    throw new ReleaseError(`${version} is not newer than the last release, ${last}`);
  }
  return inNewFolder(async (content) => {
    await write(content);
    const before = last && readInterfaces(await repository.filesOf(last));
    const changes = before ? interfaceChanges(before, readInterfaces(filesIn(content))) : [];
    if (last) refuseMisfit(version, last, changes);
    const message = [`Release ${version}`, words, ...(source ? [`Source: ${source}`] : [])].join("\n\n");
    await repository.release(version, content, message);
    return { version, ...(last && { last }), changes, branch: repository.branch };
  });
}

function refuseMisfit(version: ReleaseVersion, last: ReleaseVersion, changes: readonly InterfaceChange[]): void {
  const needed = LEVELS.findLast((level) => changes.some((change) => change.level === level)) ?? "patch";
  if (LEVELS.indexOf(version.levelAfter(last)) >= LEVELS.indexOf(needed)) return;
  const listed = changes.filter(({ level }) => level === needed).map(({ what }) => `  ${what}`);
  throw new ReleaseError(
    `${version} does not fit what has changed since ${last}: it takes ${last.next(needed)} or later, for these are ${needed}\n` +
      listed.join("\n"),
  );
}

function filesIn(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".tf"));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

async function inNewFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "registry-release-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What was done, and what is left to do by hand. */
function report({ version, last, changes, branch }: Release, folder: string): string {
  const since = last ? `since ${last}` : "the first release";
  const seen = changes.map(({ level, what }) => `  ${level}: ${what}`);
  return [
    `${folder}: committed and tagged ${version.tag} (${since})`,
    ...(last && seen.length === 0 ? ["  no input, output or address has changed"] : seen),
    `nothing is pushed; when it is right: git -C ${folder} push origin ${branch} ${version.tag}`,
  ].join("\n");
}

/** The commit of this project, with `-dirty` behind it where there is more than is committed. */
async function sourceCommit(): Promise<string | undefined> {
  const { code, stdout } = await runCommand("git", ["describe", "--always", "--dirty", "--abbrev=40"]);
  return code === 0 ? `groundwork ${stdout.trim()}` : undefined;
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseRelease(args);
  const [version, another] = positionals;
  if (version === undefined || another !== undefined) throw new ReleaseError(`one version must be named\n${USAGE}`);
  const { repository = REPOSITORY } = values;
  // one that somebody names is never made: behind a slip of the pen, every release would be the first
  if (values.repository === undefined) await ModuleRepository.init(repository);
  const changelog = readFileSync("CHANGELOG.md", "utf8");
  const source = await sourceCommit();
  const made = await release({ version, repository, changelog, write: writeRegistry, ...(source && { source }) });
  console.log(report(made, repository));
}

function parseRelease(args: string[]) {
  try {
    return parseArgs({ args, options: { repository: { type: "string" } }, allowPositionals: true });
  } catch (error) {
    throw new ReleaseError(`${(error as Error).message}\n${USAGE}`);
  }
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
