import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "..");
const RUNS = 5;

/**
 * How long synth takes, as a ratio to the least that it could: loading cdktf.
 *
 * Whole processes, the two in turn, so that both see the same noise; seconds of one machine say nothing about another.
 */
function main(): void {
  const baseline: number[] = [];
  const synth: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    baseline.push(seconds("node", ["-e", 'require("cdktf")']));
    synth.push(seconds("npm", ["run", "--silent", "synth"]));
  }
  const [least, whole] = [median(baseline), median(synth)];
  console.log(`require("cdktf")  ${least.toFixed(2)} s`);
  console.log(`npm run synth     ${whole.toFixed(2)} s, ${(whole / least).toFixed(1)} times (medians of ${RUNS})`);
}

function seconds(command: string, args: readonly string[]): number {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stderr}`);
  return Number(process.hrtime.bigint() - started) / 1e9;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

main();
