// Runs main.ts, bundled, since synth is felt on every save.
require("./bundled.cjs").run("main.ts");
