import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../tools/command";
import { writeRegistry } from "../../tools/registry";
import { type ReleaseProps, release } from "../../tools/registry-release";
import { commitAsAda } from "../committer";

const PROJECT = join(__dirname, "..", "..");
const OUTPUTS = join("modules", "data-bucket", "outputs.tf");
const VARIABLES = join("modules", "data-bucket", "variables.tf");

const CHANGELOG = ["2.0.0", "1.1.0", "1.0.1", "1.0.0", "0.9.0"]
  .map((version) => `## ${version}\n\n### Changed\n\n- What ${version} changes.\n`)
  .join("\n");

const NEW_INPUT = '\nvariable "owner" {\n  type    = string\n  default = null\n}\n';

jest.setTimeout(300_000);

let root: string;
let written: string;
let folders = 0;

beforeAll(async () => {
  commitAsAda();
  root = realpathSync(mkdtempSync(join(tmpdir(), "release-")));
  written = join(root, "written");
  await writeRegistry(written);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("the first release", () => {
  test("holds all that was written", async () => {
    const repository = newRepository();
    const made = await release(props(repository, "1.0.0"));
    expect({ ...made, version: String(made.version) }).toEqual({ version: "1.0.0", changes: [], branch: "main" });
    expect(git(repository, "status", "--porcelain")).toBe("");
    expect(git(repository, "show", `v1.0.0:${OUTPUTS}`)).toBe(readFileSync(join(written, OUTPUTS), "utf8").trim());
  });

  test("says in commit and annotated tag what the changelog says, and what it is made from", async () => {
    const repository = newRepository();
    await release({ ...props(repository, "1.0.0"), source: "groundwork 1234abc" });
    const words = "Release 1.0.0\n\n### Changed\n\n- What 1.0.0 changes.\n\nSource: groundwork 1234abc";
    expect(git(repository, "log", "--format=%B")).toBe(words);
    expect(git(repository, "tag", "--list", "--format=%(objecttype) %(refname:short) %(contents)")).toBe(
      `tag v1.0.0 ${words}`,
    );
  });

  test("may be any version", async () => {
    expect(String((await release(props(newRepository(), "0.9.0"))).version)).toBe("0.9.0");
  });

  test("leaves an empty repository where git refuses it", async () => {
    const repository = newRepository();
    refuseCommits(repository);
    await expect(release(props(repository, "1.0.0"))).rejects.toThrow(/^git commit refused in '.*':\nnot today$/);
    expect([git(repository, "status", "--porcelain"), git(repository, "tag")]).toEqual(["", ""]);
  });
});

describe("a later release", () => {
  test.each<[change: string, version: string, edit: Record<string, Edit>]>([
    ["nothing for users", "1.0.1", {}],
    ["words only", "1.0.1", { [OUTPUTS]: (text) => text.replace(/description = "/g, 'description = "The ') }],
    ["an input that may be left out", "1.1.0", { [VARIABLES]: (text) => text + NEW_INPUT }],
    ["an output removed", "2.0.0", { [OUTPUTS]: withoutBlock("bucket_arn") }],
    ["less than its number says", "2.0.0", {}],
  ])("with %s may be %s", async (_change, version, edit) => {
    const repository = await released();
    const made = await release(props(repository, version, edit));
    expect([String(made.last), String(made.version)]).toEqual(["1.0.0", version]);
    expect(git(repository, "log", "--format=%s")).toBe(`Release ${version}\nRelease 1.0.0`);
    expect(git(repository, "describe")).toBe(`v${version}`);
    expect(git(repository, "status", "--porcelain")).toBe("");
  });

  test("drops files that are no more, keeps what starts with a dot, and neither takes nor touches what git ignores", async () => {
    const repository = await released();
    writeFileSync(join(repository, ".gitignore"), ".terraform/\nvariables.tf\n");
    git(repository, "add", "--all");
    git(repository, "commit", "--quiet", "--message", "ignore");
    const ignored = join(repository, "modules", "data-bucket", ".terraform");
    mkdirSync(ignored);
    writeFileSync(join(ignored, "terraform.tfstate"), "{}");
    await release(props(repository, "2.0.0", { [OUTPUTS]: () => undefined }));
    const files = git(repository, "ls-files").split("\n");
    expect(files).toEqual(expect.arrayContaining([".gitignore", VARIABLES]));
    expect(files.filter((file) => file === OUTPUTS || file.includes(".terraform/"))).toEqual([]);
    expect(readdirSync(ignored)).toEqual(["terraform.tfstate"]);
  });

  test("reaches nobody until somebody pushes it", async () => {
    const repository = await released();
    const remote = newFolder();
    git(root, "init", "--quiet", "--bare", remote);
    git(repository, "remote", "add", "origin", remote);
    await release(props(repository, "1.0.1"));
    expect(git(remote, "for-each-ref")).toBe("");
  });
});

describe("a release is refused", () => {
  test.each<[why: string, version: string, message: RegExp, given?: Partial<Given>]>([
    ["no version", "1.1", /^'1.1' is no version: three whole numbers, as 1.2.0$/],
    ["the version that is there", "1.0.0", /^1.0.0 is not newer than the last release, 1.0.0$/],
    ["an older version", "0.9.0", /^0.9.0 is not newer than the last release, 1.0.0$/],
    ["a changelog that does not speak of it", "1.2.0", /^CHANGELOG.md has no section '## 1.2.0': write there what/],
    [
      "a changelog that says nothing",
      "1.0.1",
      /^CHANGELOG.md says nothing below '## 1.0.1'/,
      { changelog: "## 1.0.1\n" },
    ],
    [
      "a patch with a new input",
      "1.0.1",
      /^1.0.1 does not fit what has changed since 1.0.0: it takes 1.1.0 or later, for these are minor\n {2}data-bucket: input owner is new$/,
      { edit: { [VARIABLES]: (text) => text + NEW_INPUT } },
    ],
    [
      "a minor version with an output removed",
      "1.1.0",
      /it takes 2.0.0 or later, for these are major\n {2}data-bucket: output bucket_arn is gone$/,
      { edit: { [OUTPUTS]: withoutBlock("bucket_arn"), [VARIABLES]: (text) => text + NEW_INPUT } },
    ],
    [
      "a change in the repository",
      "1.0.1",
      /has changes that are not committed: commit or remove them \(git status\)$/,
      { before: (repository) => writeFileSync(join(repository, OUTPUTS), "") },
    ],
    [
      "a new file in the repository",
      "1.0.1",
      /has changes that are not committed/,
      { before: (repository) => writeFileSync(join(repository, "notes.txt"), "") },
    ],
    [
      "a repository of something else",
      "1.0.1",
      /holds what is no part of the modules \(src\/main.c\): is it their repository\?/,
      { before: (repository) => commitFile(repository, join("src", "main.c")) },
    ],
    [
      "a branch that does not hold the last release",
      "1.0.1",
      /^branch 'old' of '.*' does not hold the last release, v1.0.0: bring it up to date \(git pull\)$/,
      { before: (repository) => startBranch(repository, "old") },
    ],
    [
      "a commit without a branch",
      "1.0.1",
      /has no branch checked out: check out the one to release from$/,
      { before: (repository) => git(repository, "checkout", "--quiet", "--detach") },
    ],
    [
      "nothing that is new",
      "1.0.1",
      /^nothing has changed in '.*' since its last commit: there is nothing to release$/,
      { edit: { "CHANGELOG.md": () => "## 1.0.0\n" } },
    ],
    ["what git refuses", "1.0.1", /^git commit refused in '.*':\nnot today$/, { before: refuseCommits }],
  ])("for %s, and the repository stays as it is", async (_why, version, message, given = {}) => {
    const repository = await released();
    given.before?.(repository);
    const before = stateOf(repository);
    const { changelog = CHANGELOG, edit = {} } = given;
    await expect(release({ ...props(repository, version, edit), changelog })).rejects.toThrow(message);
    expect(stateOf(repository)).toEqual(before);
  });

  test("for a folder that is missing, no repository, or part of another", async () => {
    const folder = newFolder();
    await expect(release(props(folder, "1.0.0"))).rejects.toThrow(
      /^there is no folder '.*': clone the modules' repository there \(git clone\)$/,
    );
    mkdirSync(join(folder, "inside"), { recursive: true });
    const words =
      /is no git repository: --repository takes a clone of the modules' repository, or an empty one \(git init\)$/;
    await expect(release(props(folder, "1.0.0"))).rejects.toThrow(words);
    git(folder, "init", "--quiet");
    await expect(release(props(join(folder, "inside"), "1.0.0"))).rejects.toThrow(words);
  });

  test("for a git that does not know who commits", async () => {
    const repository = await released();
    const { GIT_COMMITTER_NAME } = process.env;
    try {
      process.env.GIT_COMMITTER_NAME = "";
      await expect(release(props(repository, "1.0.1"))).rejects.toThrow(
        /^git does not know who commits: set user.name/,
      );
    } finally {
      Object.assign(process.env, { GIT_COMMITTER_NAME });
    }
  });
});

describe("npm run registry:release", () => {
  test("makes a repository when none is named, and says what it has done and how to push it", async () => {
    const repository = join("dist", "release", "terraform-aws-groundwork");
    const { code, stdout, stderr } = await command("1.0.0");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toBe(
      `${repository}: committed and tagged v1.0.0 (the first release)\n` +
        `nothing is pushed; when it is right: git -C ${repository} push origin main v1.0.0\n`,
    );
    expect(git(join(root, repository), "describe")).toBe("v1.0.0");
  });

  test.each<[args: string[], message: RegExp]>([
    [[], /^one version must be named\nnpm run registry:release -- X.Y.Z \[--repository <folder>\]\n$/],
    [["1.0.0", "1.0.1"], /^one version must be named\n/],
    [["1.0.0", "--push"], /^Unknown option '--push'/],
    [["1.0.0", "--repository", "elsewhere"], /^there is no folder 'elsewhere'/],
    [["1.0"], /^'1.0' is no version: three whole numbers, as 1.2.0\n$/],
  ])("ends with one sentence and code 1 for %j", async (args, message) => {
    const { code, stdout, stderr } = await command(...args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("    at ");
  });
});

/** A file's text as another release has it; undefined where it has none. */
type Edit = (text: string) => string | undefined;

interface Given {
  readonly changelog: string;
  readonly edit: Record<string, Edit>;
  readonly before: (repository: string) => unknown;
}

function props(repository: string, version: string, edit: Record<string, Edit> = {}): ReleaseProps {
  const write = async (folder: string) => {
    cpSync(written, folder, { recursive: true });
    writeFileSync(join(folder, "CHANGELOG.md"), `## ${version}\n`);
    for (const [file, change] of Object.entries(edit)) {
      const text = change(readFileSync(join(folder, file), "utf8"));
      if (text === undefined) rmSync(join(folder, file));
      else writeFileSync(join(folder, file), text);
    }
  };
  return { version, repository, changelog: CHANGELOG, write };
}

/** A repository that holds release 1.0.0. */
async function released(): Promise<string> {
  const repository = newRepository();
  await release(props(repository, "1.0.0"));
  return repository;
}

function newFolder(): string {
  return join(root, `repository-${folders++}`);
}

function newRepository(): string {
  const folder = newFolder();
  git(root, "init", "--quiet", "--initial-branch", "main", folder);
  return folder;
}

function withoutBlock(name: string): Edit {
  return (text) => text.replace(new RegExp(`\noutput "${name}" \\{\n[\\s\\S]*?\n\\}\n`), "");
}

function commitFile(repository: string, path: string): void {
  mkdirSync(join(repository, path, ".."), { recursive: true });
  writeFileSync(join(repository, path), "");
  git(repository, "add", "--all");
  git(repository, "commit", "--quiet", "--message", "a file");
}

/** A branch that shares nothing with what is there. */
function startBranch(repository: string, name: string): void {
  git(repository, "checkout", "--quiet", "--orphan", name);
  git(repository, "rm", "-r", "--quiet", "--force", ".");
  commitFile(repository, ".keep");
}

/** A hook that refuses every commit from now on. */
function refuseCommits(repository: string): void {
  const hook = join(repository, ".git", "hooks", "commit-msg");
  mkdirSync(join(hook, ".."), { recursive: true });
  writeFileSync(hook, "#!/bin/sh\necho not today >&2\nexit 1\n");
  chmodSync(hook, 0o755);
}

function stateOf(repository: string): unknown {
  return ["for-each-ref", "status", "diff", "symbolic-ref"].map((question) => {
    const args = { status: ["--porcelain"], "symbolic-ref": ["--quiet", "HEAD"] }[question] ?? [];
    try {
      return git(repository, question, ...args);
    } catch {
      return undefined;
    }
  });
}

function git(folder: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();
}

/** The command in a folder with a changelog of its own. */
function command(...args: string[]) {
  writeFileSync(join(root, "CHANGELOG.md"), CHANGELOG);
  const program = ["--require", require.resolve("tsx/cjs"), join(PROJECT, "tools", "registry-release.ts")];
  return runCommand(process.execPath, [...program, ...args], { cwd: root });
}
