import { bootstrap, unbootstrap } from "../../tools/bootstrap";
import { type Emulator, startEmulator } from "../../tools/emulator";
import { findTerraform } from "../../tools/terraform";
import { ACCOUNT, CLEAN, LOCK, MINUTES, Project, REGION, type Run, stateOf } from "./bootstrap/project";

const KEPT = "every stack keeps its state in s3://acme-states/acme/<stack>/terraform.tfstate";

let emulator: Emulator;
let project: Project;

beforeAll(async () => {
  emulator = await startEmulator({ account: ACCOUNT, region: REGION });
  project = new Project("acme-states", await findTerraform(), emulator);
}, 15 * MINUTES);

afterAll(async () => {
  await emulator?.stop();
  project?.remove();
});

describe("the first run", () => {
  let run: Run;

  beforeAll(async () => {
    run = await project.run(bootstrap);
  }, 30 * MINUTES);

  test("makes the bucket, and says where every stack keeps its state", async () => {
    expect(run.failed).toBeUndefined();
    expect(run.said).toEqual([
      `making bucket acme-states in account ${ACCOUNT}, ${REGION}; this takes a minute or two`,
      "moving the state of the bucket into the bucket",
      `done: ${KEPT}`,
    ]);
    expect(await project.inventory()).toEqual(["AWS::S3::Bucket arn:aws:s3:::acme-states"]);
  });

  test("leaves the bucket protected", async () => {
    const [policy, versioning, encryption, publicAccess, lifecycle] = await project.describe();
    expect(policy).toContain("RefusePlainHttp");
    expect(versioning).toContain("<Status>Enabled</Status>");
    expect(encryption).toContain("AES256");
    expect(publicAccess).toContain("<RestrictPublicBuckets>true</RestrictPublicBuckets>");
    expect(lifecycle).toContain("<NoncurrentDays>90</NoncurrentDays>");
  });

  test("keeps the bucket's own state in the bucket, and no copy of it in the folder", async () => {
    expect((await project.describe()).at(-1)).toContain('"name": "state"');
    expect(project.files()).toEqual(CLEAN);
  });

  test(
    "leaves a folder in which Terraform works by hand, and refuses to destroy the bucket",
    async () => {
      const options = { env: emulator.environment() };
      const destroy = await project.terraform.run(project.folder, ["plan", "-destroy", "-lock=false"], options);
      expect(destroy.stderr).toMatch(/aws_s3_bucket\.state.*prevent_destroy/s);
    },
    6 * MINUTES,
  );
});

describe("a second run", () => {
  let before: string[];
  let run: Run;

  beforeAll(async () => {
    before = await project.describe();
    // as a first run leaves them that is killed once it has moved the state
    for (const name of ["local.tfstate", "local.tfstate.backup", ".local.tfstate.lock.info"]) project.write(name, "");
    project.write("local_override.tf.json", JSON.stringify({ terraform: { backend: { local: {} } } }));
    run = await project.run(bootstrap);
  }, 15 * MINUTES);

  test("changes nothing, and says so", async () => {
    expect(run).toEqual({ said: [`nothing to change: ${KEPT}`] });
    expect(await project.describe()).toEqual(before);
  });

  test("removes what an interrupted first run has left", () => {
    expect(project.files()).toEqual(CLEAN);
  });
});

describe("destroying", () => {
  const content = {
    "acme/duet/terraform.tfstate": stateOf(43),
    "acme/slim/terraform.tfstate": stateOf(0),
    "acme/slim/terraform.tfstate.tflock": JSON.stringify(LOCK),
    "acme/broken/terraform.tfstate": "half a sta",
    "other/duet/terraform.tfstate": stateOf(1),
    "notes.json": "{}",
  };

  test(
    "refuses while the bucket holds anything that is needed, and says what to do",
    async () => {
      for (const [key, text] of Object.entries(content)) await project.put(key, text);
      const before = await project.describe();

      const { said, failed } = await project.run(unbootstrap);

      expect(said).toEqual([]);
      expect(failed?.split("\n")).toEqual([
        "BootstrapError: bucket acme-states is still needed, nothing was destroyed:",
        "",
        "  acme/broken/terraform.tfstate: cannot be read, put an older version back",
        "  acme/duet/terraform.tfstate: 43 resources, run npx cdktf destroy duet",
        `  acme/slim/terraform.tfstate.tflock: locked by ada@laptop since 2026-11-22T02:20:00Z; if that run was killed, run terraform force-unlock ${LOCK.ID} in the stack's folder`,
        "  notes.json: not a state, move it elsewhere",
        "  other/duet/terraform.tfstate: 1 resource, destroy duet with the settings that have name: other",
      ]);
      expect(await project.describe()).toEqual(before);
      expect(project.files()).toEqual(CLEAN);
    },
    15 * MINUTES,
  );

  test(
    "leaves nothing, though the bucket holds old versions and a state that describes nothing",
    async () => {
      for (const key of Object.keys(content)) if (key !== "acme/slim/terraform.tfstate") await project.delete(key);

      const { said, failed } = await project.run(unbootstrap);

      expect(failed).toBeUndefined();
      expect(said).toEqual(["destroying bucket acme-states with all old versions of states", "done: nothing is left"]);
      expect(await project.inventory()).toEqual([]);
      expect(project.files()).toEqual(CLEAN);
    },
    30 * MINUTES,
  );

  test(
    "has nothing to do a second time",
    async () => {
      expect(await project.run(unbootstrap)).toEqual({ said: ["nothing to destroy: there is no bucket acme-states"] });
    },
    5 * MINUTES,
  );
});
