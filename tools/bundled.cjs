// Runs a file of TypeScript, bundled by esbuild: `node tools/bundled.cjs tools/registry.ts`. A loader that compiles file by
// file (tsx, ts-node) takes longer for its hooks into every package than cdktf takes to load.
const { buildSync } = require("esbuild");
const { mkdirSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { basename, join } = require("node:path");

// Node 22 and later
Module.enableCompileCache?.();

// cdktf notes where each token was made, which takes a sixth of the time, and says it nowhere that anybody reads
require("cdktf/lib/tokens/private/stack-trace").captureStackTrace = () => [];

const root = join(__dirname, "..");

exports.run = (entry) => {
  const { outputFiles } = buildSync({
    entryPoints: [join(root, entry)],
    bundle: true,
    write: false,
    packages: "external",
    platform: "node",
    target: "node20",
    logLevel: "warning",
  });
  // written beside and renamed: two that run at the same time must not read half a file
  const cache = join(root, ".cache");
  const name = basename(entry, ".ts");
  const own = join(cache, `${name}-${process.pid}.js`);
  const file = join(cache, `${name}.js`);
  mkdirSync(cache, { recursive: true });
  writeFileSync(own, outputFiles[0].contents);
  renameSync(own, file);
  // as the main module: tools do nothing where they are only required
  process.argv[1] = file;
  Module.runMain();
};

if (require.main === module) exports.run(process.argv.splice(2, 1)[0]);
