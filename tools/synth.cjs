// Runs main.ts: bundled by esbuild, since synth is felt on every save. A loader that compiles file by file (tsx, ts-node)
// takes longer for its hooks into every package than cdktf takes to load.
const { buildSync } = require("esbuild");
const { mkdirSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

// Node 22 and later
require("node:module").enableCompileCache?.();

const root = join(__dirname, "..");
const { outputFiles } = buildSync({
  entryPoints: [join(root, "main.ts")],
  bundle: true,
  write: false,
  packages: "external",
  platform: "node",
  target: "node20",
  logLevel: "warning",
});
// written beside and renamed: two that run at the same time must not read half a file
const cache = join(root, ".cache");
const own = join(cache, `main-${process.pid}.js`);
mkdirSync(cache, { recursive: true });
writeFileSync(own, outputFiles[0].contents);
renameSync(own, join(cache, "main.js"));
require(join(cache, "main.js"));
