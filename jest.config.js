const shared = { transform: { "^.+\\.ts$": "@swc/jest" }, testEnvironment: "node" };

/**
 * Two tiers: `unit` needs nothing but Node, `end-to-end` needs Terraform and the emulator.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  projects: [
    { ...shared, displayName: "unit", testMatch: ["<rootDir>/__tests__/**/*.test.ts"] },
    { ...shared, displayName: "end-to-end", testMatch: ["<rootDir>/__tests__/**/*.e2e.ts"] },
  ],
};
