import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policySizes } from "../../role-policies";
import { DATA, FEATURES, parallelclusterJson, policiesOf } from "./parallelcluster-json";

const PAGE = readFileSync(join(__dirname, "..", "..", "..", "docs", "systems", "parallelcluster.md"), "utf8");

const USERS = ["base", "iam", "awsbatch", "login", "fsx", "efs", "image", "logs"];

const WAYS: readonly (readonly [iamAccess: string, scheduler: string])[] = [
  ["restricted", "slurm"],
  ["boundary", "slurm"],
  ["boundary", "awsbatch"],
  ["privileged", "slurm"],
  ["privileged", "awsbatch"],
];

/** Every feature, and the roles of this stack where a mode can have them. */
function settingsOf(iamAccess: string, scheduler: string) {
  const slurm = scheduler === "slurm";
  return { iamAccess, scheduler, features: FEATURES, s3Access: DATA, loginNodes: slurm, roles: true };
}

describe.each(WAYS)("with everything on, %s and %s", (iamAccess, scheduler) => {
  const policies = policiesOf(parallelclusterJson({ parallelcluster: settingsOf(iamAccess, scheduler) }), "[a-z-]+");
  const sizes = Object.entries(policies).map(([name, policy]) => ({
    thing: name.replace(/^acme-parallelcluster-/, ""),
    size: policySizes([policy])[0] ?? 0,
  }));
  const isOfUsers = ({ thing }: { thing: string }) => USERS.includes(thing.replace(/-\d+$/, ""));
  const list = (given: typeof sizes) => given.map(({ thing, size }) => `${thing} ${size}`).join(", ");

  test("the page says which policies there are, how large, and how many attach to people", () => {
    const users = sizes.filter(isOfUsers);
    const roles = sizes.filter((it) => !isOfUsers(it));
    const row = `| ${iamAccess} | ${scheduler} | ${list(users)} | ${users.length} | ${list(roles)} |`;
    expect({ page: PAGE.includes(row), row }).toEqual({ page: true, row });
    expect(sizes.filter(({ size }) => size > 6144)).toEqual([]);
    expect(users.length).toBeLessThanOrEqual(10);
  });
});
