import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { AWS_CLI_PATH, installAwsCli } from "../../modules/aws-cli";

const FALLBACK = "s3://acme-duet/tools/";
const SCRIPT = installAwsCli(FALLBACK);

/** What Nextflow mounts into every container: two levels up from the command. */
const MOUNTED = dirname(dirname(AWS_CLI_PATH));

const syntax = (script: string, shell = "bash") => spawnSync(shell, ["-n"], { input: script, encoding: "utf8" });

/** A machine whose programs do what a test says; the folder of the AWS CLI lies in it. */
function onMachine<T>(
  programs: Record<string, string>,
  look: (folder: string, run: () => ReturnType<typeof spawnSync>) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), "groundwork-cli-"));
  try {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    for (const [name, body] of Object.entries(programs)) {
      writeFileSync(join(bin, name), `#!/bin/bash\necho "${name} $*" >> "${folder}/calls"\n${body}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    const script = SCRIPT.replaceAll(MOUNTED, join(folder, "cli"));
    const env = { PATH: `${bin}:/usr/bin:/bin`, TMPDIR: folder, FOLDER: folder };
    return look(folder, () => spawnSync("bash", { input: script, encoding: "utf8", env }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The bundle's installer, as it lays files out: the command is a link into the installed version. */
const UNZIP = `
to="\${@: -1}"
mkdir -p "$to/aws"
cat > "$to/aws/install" <<'INSTALL'
#!/bin/bash
mkdir -p "$2/v2/current/dist" "$4"
printf '#!/bin/sh\\necho "$LD_LIBRARY_PATH: $*"\\n' > "$2/v2/current/dist/aws"
chmod 0755 "$2/v2/current/dist/aws"
ln -s "$2/v2/current/dist/aws" "$4/aws"
INSTALL
chmod 0755 "$to/aws/install"`;

describe("the script that installs the AWS CLI", () => {
  test("is a shell script that bash understands, in characters that user data takes", () => {
    expect(syntax(SCRIPT)).toMatchObject({ status: 0, stderr: "" });
    expect(SCRIPT.startsWith("#!/bin/bash\n")).toBe(true);
    expect(SCRIPT).toMatch(/^[\n\x20-\x7e]*$/);
  });

  test("leaves nothing for Terraform to fill in", () => {
    expect(SCRIPT).not.toMatch(/[$%]\{/);
  });

  test("puts a command where cliPath says, which runs the bundle with its own libraries", () => {
    onMachine({ dnf: "", curl: "", unzip: UNZIP }, (folder, run) => {
      expect(run()).toMatchObject({ status: 0, stderr: "" });
      const command = AWS_CLI_PATH.replace(MOUNTED, join(folder, "cli"));
      expect(statSync(command).mode & 0o777).toBe(0o755);
      const shim = readFileSync(command, "utf8");
      expect(syntax(shim, "sh")).toMatchObject({ status: 0, stderr: "" });
      // containers have the mounted folder and nothing else of the instance
      expect(
        shim.match(/\/\S*/g)?.filter((path) => path !== "/bin/sh" && !path.startsWith(join(folder, "cli"))),
      ).toEqual([]);
      expect(spawnSync(command, ["s3", "cp", "a b"], { encoding: "utf8" }).stdout).toBe(
        `${folder}/cli/v2/current/dist: s3 cp a b\n`,
      );
    });
  });

  test("takes the bundle of the machine's architecture from AWS", () => {
    onMachine({ dnf: "", curl: "", unzip: UNZIP, uname: "echo aarch64" }, (folder, run) => {
      run();
      const calls = readFileSync(join(folder, "calls"), "utf8");
      expect(calls).toContain("https://awscli.amazonaws.com/awscli-exe-linux-aarch64.zip");
      expect(calls).not.toContain("aws s3");
    });
  });

  test("takes the bundle from the bucket where there is no way to AWS's site", () => {
    onMachine({ dnf: "", curl: "exit 28", aws: "", unzip: UNZIP, uname: "echo x86_64" }, (folder, run) => {
      expect(run()).toMatchObject({ status: 0, stderr: "" });
      expect(readFileSync(join(folder, "calls"), "utf8")).toContain(
        `aws s3 cp --only-show-errors ${FALLBACK}awscli-exe-linux-x86_64.zip`,
      );
    });
  });

  test.each([
    ["the packages cannot be reached", { dnf: "exit 1", curl: "", unzip: UNZIP }],
    ["the bundle is nowhere", { dnf: "", curl: "exit 28", aws: "exit 1", unzip: UNZIP }],
    ["the bundle is damaged", { dnf: "", curl: "", unzip: "exit 9" }],
  ])("lets the instance start, and says so, where %s", (_, programs) => {
    onMachine(programs, (folder, run) => {
      expect(run()).toMatchObject({
        status: 0,
        stderr: `groundwork: the AWS CLI could not be installed at ${folder}/cli/bin/aws\n`,
      });
    });
  });
});

describe("the path of the AWS CLI", () => {
  test("is in a folder of its own, which hides nothing of a container's", () => {
    expect(MOUNTED).toBe("/opt/aws-cli");
  });
});
