import type { Config } from "jest";

const shared = { transform: { "^.+\\.ts$": "@swc/jest" }, testEnvironment: "node" } as const;

/** Two tiers: `unit` needs nothing but Node; `end-to-end` needs Terraform and the emulator. */
const config: Config = {
  projects: [
    { ...shared, displayName: "unit", testMatch: ["<rootDir>/__tests__/**/*.test.ts"] },
    { ...shared, displayName: "end-to-end", testMatch: ["<rootDir>/__tests__/**/*.e2e.ts"] },
  ],
};

export default config;
