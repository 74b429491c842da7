import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { runCommand } from "../command";
import { ReleaseError } from "./release-error";
import { ReleaseVersion } from "./release-version";

/** A local clone of the repository that a registry reads modules from. Nothing here pushes. */
export class ModuleRepository {
  private constructor(
    readonly folder: string,
    /** The branch that is checked out. */
    readonly branch: string,
  ) {}

  /** Makes an empty repository, unless the folder is there already. */
  static async init(folder: string): Promise<void> {
    if (existsSync(folder)) return;
    mkdirSync(folder, { recursive: true });
    await git(folder, ["init", "--quiet", "--initial-branch", "main"]);
  }

  /**
   * The repository in a folder.
   *
   * @throws {ReleaseError} for a folder that is none, for changes that are not committed, for a commit without branch
   */
  static async open(folder: string): Promise<ModuleRepository> {
    if (!existsSync(folder)) {
      throw new ReleaseError(`there is no folder '${folder}': clone the modules' repository there (git clone)`);
    }
    // a folder inside another repository answers for that one, which is not to be touched
    const top = await attempt(folder, ["rev-parse", "--show-toplevel"]);
    if (top === undefined || realpathSync(top) !== realpathSync(folder)) {
      throw new ReleaseError(
        `'${folder}' is no git repository: --repository takes a clone of the modules' repository, or an empty one (git init)`,
      );
    }
    if (await git(folder, ["status", "--porcelain"])) {
      throw new ReleaseError(`'${folder}' has changes that are not committed: commit or remove them (git status)`);
    }
    const branch = await attempt(folder, ["symbolic-ref", "--short", "HEAD"]);
    if (branch === undefined)
      throw new ReleaseError(`'${folder}' has no branch checked out: check out the one to release from`);
    return new ModuleRepository(folder, branch);
  }

  /**
   * The newest release. Undefined before the first.
   *
   * @throws {ReleaseError} when the branch does not hold it
   */
  async lastRelease(): Promise<ReleaseVersion | undefined> {
    const tags = await git(this.folder, ["tag", "--list", "v*"]);
    const releases = tags.split("\n").flatMap((tag) => ReleaseVersion.parse(tag.slice(1)) ?? []);
    const last = releases.sort((one, other) => (one.isAfter(other) ? -1 : 1))[0];
    if (last && (await attempt(this.folder, ["merge-base", "--is-ancestor", last.tag, "HEAD"])) === undefined) {
      throw new ReleaseError(
        `branch '${this.branch}' of '${this.folder}' does not hold the last release, ${last.tag}: bring it up to date (git pull)`,
      );
    }
    return last;
  }

  /** The modules' files as a release has them, by path. */
  async filesOf({ tag }: ReleaseVersion): Promise<Record<string, string>> {
    const paths = (await git(this.folder, ["ls-tree", "-r", "--name-only", tag, "--", "modules"])).split("\n");
    const texts = paths
      .filter((path) => path.endsWith(".tf"))
      .map(async (path) => {
        return [path, await git(this.folder, ["show", `${tag}:${path}`])] as const;
      });
    return Object.fromEntries(await Promise.all(texts));
  }

  /**
   * Commits a folder's content in place of what the repository holds, and tags it. What starts with a dot stays.
   *
   * @throws {ReleaseError} when the repository holds more than modules, when git refuses; the repository is then as it was
   */
  async release({ tag }: ReleaseVersion, content: string, message: string): Promise<void> {
    const { folder } = this;
    const names = readdirSync(content);
    const tracked = (await git(folder, ["ls-files"])).split("\n").filter((path) => path !== "");
    const foreign = tracked.filter((path) => !path.startsWith(".") && !names.includes(path.replace(/\/.*/, "")));
    if (foreign.length > 0) {
      throw new ReleaseError(
        `'${folder}' holds what is no part of the modules (${foreign[0]}): is it their repository? If so, remove that first`,
      );
    }
    if ((await attempt(folder, ["var", "GIT_COMMITTER_IDENT"])) === undefined) {
      throw new ReleaseError("git does not know who commits: set user.name and user.email (git config)");
    }
    const before = await attempt(folder, ["rev-parse", "--verify", "HEAD"]);
    try {
      await git(folder, ["rm", "-r", "--quiet", "--ignore-unmatch", "--", ...names]);
      cpSync(content, folder, { recursive: true });
      // by force, and nothing besides: a person's list of files to ignore neither takes from a release nor adds to it
      await git(folder, ["add", "--force", "--", ...filesBelow(content)]);
      if ((await attempt(folder, ["diff", "--cached", "--quiet"])) !== undefined) {
        throw new ReleaseError(`nothing has changed in '${folder}' since its last commit: there is nothing to release`);
      }
      // headings of a changelog look like git's comments
      const words = ["--cleanup=whitespace", "--message", message];
      await git(folder, ["commit", "--quiet", ...words]);
      await git(folder, ["tag", "--annotate", ...words, tag]);
    } catch (error) {
      await (before ? git(folder, ["reset", "--hard", "--quiet", before]) : this.forget());
      throw error;
    }
  }

  /** Takes the first commit back, and what it was to hold. */
  private async forget(): Promise<void> {
    await attempt(this.folder, ["update-ref", "-d", "HEAD"]);
    await git(this.folder, ["rm", "-r", "-f", "--quiet", "--ignore-unmatch", "--", "."]);
  }
}

/** The paths of all files in a folder. */
function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

/** What git prints. */
async function git(folder: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand("git", args, { cwd: folder });
  if (code !== 0) throw new ReleaseError(`git ${args[0]} refused in '${folder}':\n${(stderr || stdout).trim()}`);
  return stdout.trimEnd();
}

/** What git prints; undefined where it answers no. */
async function attempt(folder: string, args: readonly string[]): Promise<string | undefined> {
  const { code, stdout } = await runCommand("git", args, { cwd: folder });
  return code === 0 ? stdout.trimEnd() : undefined;
}
