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
  await wait(100);
  expect(() => process.kill(child.pid, 0)).toThrow("ESRCH");
}, 10_000);

test("a command that was interrupted before it started is not started", async () => {
  await expect(runCommand("true", [], { signal: AbortSignal.abort() })).rejects.toThrow(
    "true was interrupted before it started",
  );
});

test("a command that does not exist is an error that names it", async () => {
  await expect(runCommand("no-such-program", [])).rejects.toThrow("no-such-program could not be started");
});
