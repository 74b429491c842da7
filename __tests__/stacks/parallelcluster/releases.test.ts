import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyJson } from "../../../modules/policy-document";
import { CHANGES, isFrom, NEWEST, RELEASES, type Release } from "../../../stacks/parallelcluster/releases";
import { parallelclusterJson, policiesOf } from "./parallelcluster-json";

const PAGE = readFileSync(join(__dirname, "..", "..", "..", "docs", "systems", "parallelcluster.md"), "utf8");

const FEATURES = { fsx: true, efs: true, imageBuild: true };

/** Everything that a release has, by who gets it. */
function policiesAt(version: Release): Readonly<Record<string, PolicyJson>> {
  const settings = { version, features: FEATURES, loginNodes: isFrom(version, "3.7") };
  const batch = { ...settings, loginNodes: false, iamAccess: "boundary", scheduler: "awsbatch", roles: true };
  const of = (parallelcluster: object, word: string) =>
    Object.entries(policiesOf(parallelclusterJson({ parallelcluster: { ...parallelcluster } }), "[a-z-]+")).map(
      ([name, policy]) =>
        [`${word} ${name.replace(/^acme-parallelcluster-/, "").replace(/-\d+$/, "")}`, policy] as const,
    );
  const policies: Record<string, PolicyJson> = {};
  for (const [who, policy] of [...of(settings, "slurm"), ...of(batch, "awsbatch")]) {
    const Statement = [...(policies[who]?.Statement ?? []), ...policy.Statement];
    policies[who] = { ...policy, Statement };
  }
  return policies;
}

/** `base ec2:CreateFleet`, of everybody. */
function grantsAt(version: Release): string[] {
  return Object.entries(policiesAt(version)).flatMap(([who, { Statement }]) =>
    [...new Set(Statement.flatMap(({ Action }) => Action as string[]))].map((action) => `${who} ${action}`),
  );
}

const GRANTS = Object.fromEntries(RELEASES.map((release) => [release, grantsAt(release)])) as Record<Release, string[]>;

describe("releases of ParallelCluster", () => {
  test("are told by their minor number, the newest last", () => {
    expect(RELEASES.at(-1)).toBe(NEWEST);
    expect(isFrom("3.10", "3.9")).toBe(true);
    expect(isFrom("3.9", "3.10")).toBe(false);
  });

  test("add and take what they are known for", () => {
    const changes = RELEASES.slice(1).map((release, index) => {
      const before = GRANTS[RELEASES[index] as Release];
      const now = GRANTS[release];
      const added = now.filter((grant) => !before.includes(grant)).map((grant) => `+ ${grant}`);
      return [release, [...added, ...before.filter((grant) => !now.includes(grant)).map((grant) => `- ${grant}`)]];
    });
    expect(Object.fromEntries(changes)).toMatchSnapshot();
    const silent = changes.filter(([release, found]) => found?.length && !CHANGES.some((it) => it.release === release));
    expect(silent).toEqual([]);
  });

  test.each(CHANGES)("stand on the system's page: $release", ({ release, adds, page }) => {
    expect(PAGE).toContain(`| ${release} | ${adds} | ${page} |`);
  });
});
