import { bootstrap } from "../../../tools/bootstrap";
import { type Emulator, startEmulator } from "../../../tools/emulator";
import { findTerraform } from "../../../tools/terraform";
import { ACCOUNT, CLEAN, MINUTES, Project, REGION, type Run } from "./project";

let emulator: Emulator;
let project: Project;

beforeAll(async () => {
  emulator = await startEmulator({ account: ACCOUNT, region: REGION });
  project = new Project("acme-lost", await findTerraform(), emulator);
}, 15 * MINUTES);

afterAll(async () => {
  await emulator?.stop();
  project?.remove();
});

describe("a bucket of ours whose state is nowhere, its maker having been killed", () => {
  let run: Run;

  beforeAll(async () => {
    await project.surroundings.makeBucket("acme-lost");
    await project.tag({ "groundwork:name": "acme", "groundwork:system": "state-backend" });
    run = await project.run(bootstrap);
  }, 30 * MINUTES);

  test("is completed", async () => {
    expect(run.failed).toBeUndefined();
    expect(run.said[0]).toBe(
      `completing bucket acme-lost in account ${ACCOUNT}, ${REGION}; this takes a minute or two`,
    );
    const [policy, versioning, , , lifecycle] = await project.describe();
    expect(policy).toContain("RefusePlainHttp");
    expect(versioning).toContain("<Status>Enabled</Status>");
    expect(lifecycle).toContain("<NoncurrentDays>90</NoncurrentDays>");
  });

  test("has its state in it", async () => {
    expect((await project.describe()).at(-1)).toContain('"aws_s3_bucket"');
    expect(project.files()).toEqual(CLEAN);
  });

  test(
    "follows the settings when these change",
    async () => {
      const { said, failed } = await project.run(bootstrap, { tags: "{ owner: genomics }" });
      expect(failed).toBeUndefined();
      expect(said[0]).toBe("changing bucket acme-lost to what the settings say");
      const { text } = await project.surroundings.s3("GET", "acme-lost?tagging");
      expect(text).toContain("<Key>owner</Key><Value>genomics</Value>");
    },
    15 * MINUTES,
  );
});
