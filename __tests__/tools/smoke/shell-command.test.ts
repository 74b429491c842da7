import { execFileSync } from "node:child_process";
import { shellCommand } from "../../../tools/smoke/shell-command";

/** What a shell makes of a command whose program prints its arguments, each in brackets. */
function understood(command: string): string[] {
  const script = `job='the job'\nprogram() { printf '[%s]\\n' "$@"; }\n${command}`;
  return execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" }).trim().split("]\n[");
}

describe("a command for a shell", () => {
  test("arrives word by word, whatever is in the words", () => {
    const words = ["it's", "two words", '{ "a": 1 }', "$job", "jobs[0].[a, b]", "--plain", "x=1", "`id`", "$(id)"];
    const expected = words.map((word) => (word === "$job" ? "the job" : word));
    expect(understood(shellCommand(["program", ...words])).join("|")).toBe(`[${expected.join("|")}]`);
  });

  test("has lines of at most 80 columns, with options beside their values", () => {
    const options = Array.from({ length: 12 }, (_, index) => [`--option-${index}`, `value-${index}`]);
    const lines = shellCommand(["program", ...options.flat()], "kept").split("\n");
    expect(lines.length).toBeGreaterThan(2);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    for (const [option, value] of options) expect(lines.join("\n")).toContain(`${option} ${value}`);
  });

  test("keeps what it prints in a variable", () => {
    expect(understood(`${shellCommand(["program", "a", "b"], "kept")}\necho "$kept"`)).toEqual(["[a", "b]"]);
  });
});
