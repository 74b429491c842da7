import { execFileSync } from "node:child_process";
import { limitProcessors } from "../../modules/processor-limit";

/** The processors that the commands switch off on an instance with so many. */
function switchedOff(processors: number, all: number): string[] {
  const pretend = `nproc() { echo ${all}; }\n`;
  const script = pretend + limitProcessors(processors).replace(/echo 0 > (.*)/, "echo $1");
  return execFileSync("bash", ["-euc", script], { encoding: "utf8" }).split("\n").filter(Boolean);
}

describe("a limit of processors", () => {
  test("switches off all that come after the first ones", () => {
    expect(switchedOff(2, 4)).toEqual(["/sys/devices/system/cpu/cpu2/online", "/sys/devices/system/cpu/cpu3/online"]);
    expect(switchedOff(24, 96)).toHaveLength(72);
  });

  test.each([4, 8])("leaves an instance with no more than %i alone", (processors) => {
    expect(switchedOff(processors, 4)).toEqual([]);
  });
});
