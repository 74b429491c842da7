import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bootstrap, unbootstrap } from "../../../tools/bootstrap";
import { type CommandResult, runCommand } from "../../../tools/command";
import { type Emulator, startEmulator } from "../../../tools/emulator";
import { findTerraform, type Terraform } from "../../../tools/terraform";
import { ACCOUNT, CLEAN, MINUTES, Project, REGION } from "./project";

const ROOT = join(__dirname, "..", "..", "..");

let emulator: Emulator;
let terraform: Terraform;
const projects: Project[] = [];

beforeAll(async () => {
  terraform = await findTerraform();
  emulator = await startEmulator({ account: ACCOUNT, region: REGION });
}, 15 * MINUTES);

afterAll(async () => {
  await emulator?.stop();
  for (const project of projects) project.remove();
});

describe.each([
  ["without tags", {}, bootstrap],
  ["of another name", { "groundwork:name": "other", "groundwork:system": "state-backend" }, unbootstrap],
])("a bucket %s", (title, tags, command) => {
  const bucket = `acme-${title.replaceAll(" ", "-")}`;
  const refusal =
    `BootstrapError: state.bucket: "${bucket}" exists, without the tags groundwork:name=acme and ` +
    "groundwork:system=state-backend; nothing was changed: name another one; " +
    "if an earlier run was killed before it could tag it, add them";

  let project: Project;
  let before: string[];

  beforeAll(async () => {
    project = makeProject(bucket);
    await project.surroundings.makeBucket(bucket);
    if (Object.keys(tags).length > 0) await project.tag(tags);
    await project.put("report.json", "{}");
    before = await project.describe();
  });

  test(
    `is refused by ${command.name}, and stays as it is`,
    async () => {
      expect(await project.run(command)).toEqual({ said: [], failed: refusal });
      expect(await project.describe()).toEqual(before);
      expect(project.files()).toEqual(CLEAN);
    },
    6 * MINUTES,
  );

  test(
    "is refused too after a run that was killed before it saw whose it is",
    async () => {
      project.write("local.tfstate", stateOfBucket(bucket, tags));
      expect(await project.run(command)).toEqual({ said: [], failed: refusal });
      expect(await project.describe()).toEqual(before);
    },
    5 * MINUTES,
  );
});

describe("a bucket that S3 does not let us read", () => {
  test(
    "is somebody else's, where access is denied",
    async () => {
      const project = makeProject("acme-denied");
      const run = await withS3(403, "AccessDenied", (endpoint) => project.run(bootstrap, { endpoint }));
      expect(run).toEqual({
        said: [],
        failed:
          'BootstrapError: state.bucket: "acme-denied" is somebody else\'s, or may not be read with these credentials; ' +
          `nothing was changed: name another one, or use credentials of account ${ACCOUNT} that may read it`,
      });
      expect(project.files()).toEqual(CLEAN);
    },
    5 * MINUTES,
  );

  test(
    "is in another region, where S3 redirects",
    async () => {
      const project = makeProject("acme-elsewhere");
      const run = await withS3(301, "PermanentRedirect", (endpoint) => project.run(bootstrap, { endpoint }));
      expect(run).toEqual({
        said: [],
        failed:
          'BootstrapError: state.bucket: "acme-elsewhere" is not in eu-west-2; ' +
          "nothing was changed: name another one, or the region it is in",
      });
    },
    5 * MINUTES,
  );
});

test(
  "credentials of another account make nothing",
  async () => {
    const project = makeProject("acme-account");
    expect(await project.run(bootstrap, { account: "999988887777" })).toEqual({
      said: [],
      failed:
        `BootstrapError: account: "999988887777", but the credentials are of ${ACCOUNT}; ` +
        "nothing was changed: use other credentials, or correct the settings",
    });
    expect((await project.inventory()).filter((line) => line.includes("acme-account"))).toEqual([]);
  },
  5 * MINUTES,
);

test(
  "another bucket is not begun before the one of an interrupted run is finished",
  async () => {
    const project = makeProject("acme-second");
    project.write("local.tfstate", stateOfBucket("acme-first"));

    const { failed } = await project.run(bootstrap);

    expect(failed).toMatch('"acme-second" is not the one that an interrupted run has made, "acme-first"');
    expect(project.files()).toEqual([...CLEAN, "local.tfstate"]);
  },
  5 * MINUTES,
);

describe("npm run bootstrap", () => {
  test(
    "has nothing to do without state in the settings",
    async () => {
      const { code, stdout, stderr } = await npmRunBootstrap("");
      expect([code, stdout, stderr]).toEqual([
        0,
        "state-backend: nothing to do: without state in the settings, every stack keeps its state in a file here\n",
        "",
      ]);
    },
    5 * MINUTES,
  );

  test(
    "refuses an argument that it does not know, without a stack",
    async () => {
      const { code, stderr } = await npmRunBootstrap("", "--destory");
      expect([code, stderr]).toEqual([1, "npm run bootstrap takes only -- --destroy, got --destory\n"]);
    },
    5 * MINUTES,
  );

  test(
    "shows what Terraform says without credentials, without a stack",
    async () => {
      const { code, stderr } = await npmRunBootstrap("state: { bucket: acme-states }");
      expect(code).toBe(1);
      expect(stderr).toContain("No valid credential sources found");
      expect(stderr).not.toMatch(/^ +at /m);
    },
    6 * MINUTES,
  );
});

function makeProject(bucket: string): Project {
  const project = new Project(bucket, terraform, emulator);
  projects.push(project);
  return project;
}

/** What a run keeps in a file until it is done. */
function stateOfBucket(bucket: string, tags: object = {}): string {
  const provider = 'provider["registry.terraform.io/hashicorp/aws"]';
  const instances = [{ schema_version: 0, attributes: { id: bucket, bucket, tags, tags_all: tags } }];
  const resources = [{ mode: "managed", type: "aws_s3_bucket", name: "state", provider, instances }];
  return JSON.stringify({ version: 4, serial: 1, lineage: "3f1c", resources });
}

/** Runs something against an S3 that answers in one way only; the other services are the emulator's. */
async function withS3<T>(status: number, code: string, work: (endpoint: string) => Promise<T>): Promise<T> {
  const server = createServer(async (request, response) => {
    if (!request.headers.authorization?.includes("/s3/")) {
      const body = Buffer.concat(await request.toArray());
      const headers = {
        authorization: String(request.headers.authorization),
        "content-type": String(request.headers["content-type"]),
      };
      const answer = await fetch(emulator.endpoint + request.url, { method: request.method, headers, body });
      response.writeHead(answer.status, { "content-type": "text/xml" }).end(await answer.text());
    } else {
      response.writeHead(status, { "content-type": "application/xml", "x-amz-bucket-region": "us-east-1" });
      response.end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The command line, in a folder of its own and without any credentials. */
async function npmRunBootstrap(state: string, ...args: string[]): Promise<CommandResult> {
  const cwd = mkdtempSync(join(tmpdir(), "groundwork-bootstrap-"));
  const settings = `
name: acme
account: "${ACCOUNT}"
region: ${REGION}
${state}
network: create
systems:
  duet: { bucket: { create: acme-duet } }
`;
  writeFileSync(join(cwd, "groundwork.yaml"), settings);
  const nothing = join(cwd, "nothing");
  const env = {
    ...process.env,
    GROUNDWORK_SETTINGS: undefined,
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_PROFILE: undefined,
    AWS_CONFIG_FILE: nothing,
    AWS_SHARED_CREDENTIALS_FILE: nothing,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  try {
    const command = ["--require", require.resolve("tsx/cjs"), join(ROOT, "tools", "bootstrap.ts"), ...args];
    return await runCommand("node", command, { cwd, env });
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
