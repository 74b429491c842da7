// Runs main.ts: bundled by esbuild, since synth is felt on every save. A loader that compiles file by file (tsx, ts-node)
// takes longer for its hooks into every package than cdktf takes to load.
const { buildSync } = require("esbuild");
const { join } = require("node:path");

// Node 22 and later
require("node:module").enableCompileCache?.();

const root = join(__dirname, "..");
const outfile = join(root, ".cache", "main.js");
buildSync({
  entryPoints: [join(root, "main.ts")],
  outfile,
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  sourcemap: "linked",
  logLevel: "warning",
});
require(outfile);
