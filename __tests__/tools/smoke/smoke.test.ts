import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseSettings } from "../../../stacks/settings";
import { smoke } from "../../../tools/smoke";
import { Terraform } from "../../../tools/terraform";

const SETTINGS = parseSettings(
  JSON.stringify({
    name: "acme",
    account: "111122223333",
    region: "eu-west-2",
    network: "create",
    systems: { duet: { bucket: { create: "acme-duet" } }, "amazon-genomics-cli": {} },
  }),
  "groundwork.yaml",
);

let outdir: string;

beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), "groundwork-"));
});

afterAll(() => rmSync(outdir, { recursive: true }));

async function said(system: string): Promise<string[]> {
  const lines: string[] = [];
  const terraform = new Terraform("/nonexistent", {});
  await smoke({ system, settings: SETTINGS, outdir, terraform, say: (line) => lines.push(line) });
  return lines;
}

describe("the smoke test", () => {
  test("of a system without a queue says so, and runs nothing", async () => {
    expect(await said("amazon-genomics-cli")).toEqual([
      "amazon-genomics-cli: agc makes a queue for each context that it deploys, so there is nothing to submit here",
    ]);
  });

  test("of an unknown system names the one that is meant, and those that there are", async () => {
    await expect(said("duett")).rejects.toThrow(
      "there is no system duett in the settings, did you mean duet? named there: amazon-genomics-cli, duet",
    );
  });

  test.each(["slim", "parallelcluster", "x"])("of %s, which the settings do not name, is refused", async (system) => {
    await expect(said(system)).rejects.toThrow(
      `there is no system ${system} in the settings; named there: amazon-genomics-cli, duet`,
    );
  });

  test("of a system that was not synthesized here says how it is deployed", async () => {
    await expect(said("duet")).rejects.toThrow(
      /^duet is not deployed from here, there is no .*stacks\/duet: npx cdktf deploy duet deploys it; if it was deployed elsewhere, npm run synth is enough$/,
    );
  });
});
