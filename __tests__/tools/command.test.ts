import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { runCommand } from "../../tools/command";

test("a command gives what it printed, by stream, and its exit code", async () => {
  const result = await runCommand("sh", ["-c", "echo out; echo err >&2; exit 3"]);
  expect(result).toEqual({ code: 3, stdout: "out\n", stderr: "err\n" });
});

test("a command shows each line as it comes, the last one without a line end too", async () => {
  const lines: string[] = [];
  await runCommand("printf", ["one\\ntwo"], { onLine: (line) => lines.push(line) });
  expect(lines).toEqual(["one", "two"]);
});

test("a command runs with the environment and in the folder it was given", async () => {
  const { stdout } = await runCommand("sh", ["-c", "echo $GREETING; pwd"], {
    cwd: "/",
    env: { ...process.env, GREETING: "hello" },
  });
  expect(stdout).toBe("hello\n/\n");
});

test("an interrupted command ends with those it started", async () => {
  const abort = new AbortController();
  const child = await new Promise<{ pid: number; ended: Promise<{ code: number }> }>((resolve) => {
    const ended = runCommand("sh", ["-c", "sh -c 'echo $$; exec sleep 60'; true"], {
      signal: abort.signal,
      onLine: (pid) => resolve({ pid: Number(pid), ended }),
    });
  });
  abort.abort();
  expect((await child.ended).code).toBeGreaterThan(128);
  await gone(child.pid);
}, 60_000);

test("a command ends when the process that runs it is killed", async () => {
  const program = `
    require(${JSON.stringify(join(__dirname, "../../tools/command"))})
      .runCommand("sh", ["-c", "echo $$; exec sleep 60"], { onLine: console.log })`;
  const parent = spawn("node", ["--require", "tsx/cjs", "--eval", program], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface({ input: parent.stdout }), "line");
  const pid = Number(line);
  expect(() => process.kill(pid, 0)).not.toThrow();

  parent.kill("SIGKILL");
  await gone(pid);
}, 60_000);

test("a command that was interrupted before it started is not started", async () => {
  await expect(runCommand("true", [], { signal: AbortSignal.abort() })).rejects.toThrow(
    "true was interrupted before it started",
  );
});

test("a command that does not exist is an error that names it", async () => {
  await expect(runCommand("no-such-program", [])).rejects.toThrow("no-such-program could not be started");
});

/** Waits for up to five seconds: whoever inherits an orphan may take a while to notice its end. */
async function gone(pid: number): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await wait(100);
  }
  throw new Error(`process ${pid} is still there`);
}
