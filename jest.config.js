/** Systems that came after duet, and what looks at all systems: their tests are many, and judge every policy. */
const SYSTEMS = [
  "__tests__/stacks/(genomics-workflows|amazon-genomics-cli|slim|parallelcluster)/",
  "__tests__/stacks/policies\\.test\\.ts$",
  "__tests__/stacks/deployer/\\w+-within-boundary\\.test\\.ts$",
  "__tests__/tools/proof/recordings\\.test\\.ts$",
  "__tests__/tools/(documents|lint-policy|report)\\.test\\.ts$",
];

const shared = {
  transform: { "^.+\\.ts$": "@swc/jest" },
  testEnvironment: "node",
  moduleNameMapper: { "/stack-trace$": "<rootDir>/__tests__/stack-trace.js" },
};

/**
 * Four tiers: `unit` and `systems` need nothing but Node, `end-to-end` needs Terraform and the emulator, and `proof` takes
 * them through every cycle within the derived policies.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", ...SYSTEMS],
    },
    { ...shared, displayName: "systems", testRegex: SYSTEMS.map((part) => part.replace(/\/$/, "/.*\\.test\\.ts$")) },
    {
      ...shared,
      displayName: "end-to-end",
      testMatch: ["<rootDir>/__tests__/**/*.e2e.ts"],
      setupFilesAfterEnv: ["<rootDir>/__tests__/patience.js"],
    },
    { ...shared, displayName: "proof", testMatch: ["<rootDir>/__tests__/**/*.proof.ts"] },
  ],
};
