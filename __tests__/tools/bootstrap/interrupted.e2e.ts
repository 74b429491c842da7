import { bootstrap, unbootstrap } from "../../../tools/bootstrap";
import { type Emulator, startEmulator } from "../../../tools/emulator";
import { findTerraform } from "../../../tools/terraform";
import { ACCOUNT, CLEAN, LOCK, MINUTES, OWN_STATE, Project, REGION } from "./project";

const INTERRUPTED = "interrupted, and nothing is lost: run the same command again and it does what is left";
const STATE_IN_A_FILE = [...CLEAN, "local.tfstate", "local.tfstate.backup"];

let emulator: Emulator;
let project: Project;

beforeAll(async () => {
  emulator = await startEmulator({ account: ACCOUNT, region: REGION });
  project = new Project("acme-interrupted", await findTerraform(), emulator);
}, 15 * MINUTES);

afterAll(async () => {
  await emulator?.stop();
  project?.remove();
});

describe("a run", () => {
  test(
    "that is interrupted when the bucket is made keeps its state in a file",
    async () => {
      const { failed } = await project.run(bootstrap, { interruptAt: /aws_s3_bucket\.state: Creation complete/ });
      expect(failed).toBe(`BootstrapError: ${INTERRUPTED}`);
      expect(project.files().filter((name) => !name.endsWith(".backup"))).toEqual([...CLEAN, "local.tfstate"]);
      expect(await project.inventory()).toEqual(["AWS::S3::Bucket arn:aws:s3:::acme-interrupted"]);
    },
    30 * MINUTES,
  );

  test(
    "that finds the lock of a killed one keeps its state in the file, and says how to lift the lock",
    async () => {
      await project.put(`${OWN_STATE}.tflock`, JSON.stringify({ ...LOCK, Path: `acme-interrupted/${OWN_STATE}` }));
      const { failed } = await project.run(bootstrap);
      expect(failed).toMatch(/^BootstrapError: Error: .*lock.*ada@laptop/s);
      expect(failed).toMatch(
        /killed, lift it and try again:\n {2}terraform -chdir=\S*state-backend force-unlock 3f1c8b4e/,
      );
      expect(project.files()).toEqual(STATE_IN_A_FILE);
      const unlock = ["force-unlock", "-force", LOCK.ID];
      expect(await project.terraform.run(project.folder, unlock, { env: emulator.environment() })).toMatchObject({
        code: 0,
      });
    },
    30 * MINUTES,
  );

  test(
    "that comes after those moves the state into the bucket",
    async () => {
      const { said, failed } = await project.run(bootstrap);
      expect(failed).toBeUndefined();
      expect(said.at(-1)).toMatch(/^done: every stack keeps its state in /);
      expect((await project.describe()).at(-1)).toContain('"aws_s3_bucket_lifecycle_configuration"');
      expect(project.files()).toEqual(CLEAN);
    },
    15 * MINUTES,
  );

  test(
    "that is interrupted while it destroys leaves the bucket to the next one, which ends it",
    async () => {
      const { failed } = await project.run(unbootstrap, { interruptAt: /: Destroying/ });
      expect(failed).toBe(`BootstrapError: ${INTERRUPTED}`);
      expect(project.files()).toEqual(STATE_IN_A_FILE);
      expect(await project.inventory()).toEqual(["AWS::S3::Bucket arn:aws:s3:::acme-interrupted"]);

      expect(await project.run(unbootstrap)).toMatchObject({ said: expect.arrayContaining(["done: nothing is left"]) });
      expect(await project.inventory()).toEqual([]);
      expect(project.files()).toEqual(CLEAN);
    },
    30 * MINUTES,
  );
});
