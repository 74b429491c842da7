import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseSettings } from "../../stacks/settings";
import { deployerReport, parseArguments } from "../../tools/deployer";

const SETTINGS = {
  name: "acme",
  account: "111122223333",
  region: "eu-west-2",
  iam: { permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary" },
  network: "create",
  systems: {
    duet: { bucket: { create: "acme-duet" } },
    "amazon-genomics-cli": { attachTo: { groups: ["scientists"] } },
  },
};

function reportOn(stack?: string, phase?: Parameters<typeof deployerReport>[2], settings: object = SETTINGS) {
  return deployerReport(parseSettings(JSON.stringify(settings), "groundwork.yaml"), stack, phase);
}

describe("the report to an administrator", () => {
  test("has the policies of plan, apply and destroy by their names, within the quota", () => {
    const { policies } = reportOn("duet");
    const names = Object.keys(policies);
    expect(names).toEqual(
      expect.arrayContaining(["acme-deployer-duet-plan", "acme-deployer-duet-apply", "acme-deployer-duet-apply-2"]),
    );
    expect(names.at(-1)).toBe("acme-deployer-duet-destroy");
    for (const policy of Object.values(policies)) expect(JSON.stringify(policy).length).toBeLessThanOrEqual(6144);
  });

  test("has the policies of one phase, where one is asked for", () => {
    expect(Object.keys(reportOn("duet", "plan").policies)).toEqual(["acme-deployer-duet-plan"]);
    expect(Object.keys(reportOn("amazon-genomics-cli", "administrator").policies)).toEqual([
      "acme-deployer-amazon-genomics-cli-administrator",
    ]);
  });

  test("has the size of each policy, and how many a role gets, in 80 columns", () => {
    const { notes } = reportOn("duet");
    expect(notes.join("\n")).toMatch(/acme-deployer-duet-plan +\d+$/m);
    expect(notes.join("\n")).toContain("10\nis the most.");
    expect(notes.filter((line) => line.length > 80 && !line.includes("arn:"))).toEqual([]);
  });

  test("is of all stacks, where none is asked for", () => {
    const { policies, notes } = reportOn();
    expect(Object.keys(policies)).toEqual(
      expect.arrayContaining(["acme-deployer-amazon-genomics-cli-plan", "acme-deployer-duet-plan"]),
    );
    expect(notes.filter((line) => line.startsWith("Policies of"))).toHaveLength(2);
  });

  test("has a command for each right that only an administrator gives", () => {
    const { notes } = reportOn("amazon-genomics-cli");
    expect(notes.join("\n")).toContain(
      "aws iam attach-group-policy --group-name scientists \\\n  --policy-arn arn:aws:iam::111122223333:policy/groundwork/acme/amazon-genomics-cli/acme-amazon-genomics-cli-user",
    );
    expect(reportOn("duet").notes.join("\n")).not.toContain("aws iam");
  });

  test("is refused for a stack that is not there, with the one that is meant", () => {
    expect(() => reportOn("duett")).toThrow(
      "there is no stack duett in the settings, did you mean duet? named there: amazon-genomics-cli, duet",
    );
  });

  test("is as if there were a deployer, where roles would have no boundary, and says so", () => {
    const { iam: _, ...without } = SETTINGS;
    const asIf = reportOn("duet", undefined, without);
    const deployer = { trustedPrincipals: ["arn:aws:iam::111122223333:role/ci"] };
    expect(asIf.policies).toEqual(reportOn("duet", undefined, { ...without, deployer }).policies);
    expect(asIf.notes.join(" ")).toContain("with 'deployer' in the settings: name it before you deploy");
    expect(reportOn("duet", undefined, { ...without, deployer }).notes.join(" ")).not.toContain("name it before");
  });

  test("has the boundaries of the deployer and of the stack's roles, where the organisation has none", () => {
    const { iam: _, ...without } = SETTINGS;
    const names = (settings?: object) =>
      Object.keys(reportOn("duet", undefined, settings).policies).filter((name) => name.endsWith("boundary"));
    expect(names(without)).toEqual([
      "acme-deployer-duet-boundary",
      "acme-deployer-duet-plan-boundary",
      "acme-deployer-duet-deploy-boundary",
    ]);
    expect(names()).toEqual([]);
  });
});

describe("npm run deployer", () => {
  const folder = mkdtempSync(join(tmpdir(), "groundwork-"));
  const file = join(folder, "groundwork.yaml");
  writeFileSync(file, JSON.stringify(SETTINGS));
  afterAll(() => rmSync(folder, { recursive: true }));

  function command(...args: string[]) {
    const program = join(__dirname, "..", "..", "tools", "deployer.ts");
    const env = { ...process.env, GROUNDWORK_SETTINGS: file };
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", "tsx/cjs", program, ...args], {
      cwd: join(__dirname, "..", ".."),
      env,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  }

  test("writes the policies alone to standard output, as JSON", () => {
    const { status, stdout, stderr } = command("duet", "--phase", "plan");
    expect({ status, names: Object.keys(JSON.parse(stdout)) }).toEqual({
      status: 0,
      names: ["acme-deployer-duet-plan"],
    });
    expect(stderr).toContain("Policies of duet");
  });

  test("says in words what is wrong, and ends with 1", () => {
    const { status, stdout, stderr } = command("duett");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^there is no stack duett in the settings, did you mean duet\?[^\n]*\n$/);
  });

  test.each([
    [["duet", "slim"], "one stack must be named, or none for all of them"],
    [["duet", "--phase", "pan"], "--phase must be one of plan, apply, destroy, administrator, got pan"],
    [["duet", "--all"], "--all"],
  ])("refuses the arguments %j, with how it is used", (args, message) => {
    const usage = "npm run deployer [-- <stack>] [--phase plan|apply|destroy|administrator]";
    expect(() => parseArguments(args)).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }));
    expect(() => parseArguments(args)).toThrow(usage);
  });
});
