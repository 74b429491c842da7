import { spawn } from "node:child_process";
import type { Socket } from "node:net";

/** Reads "+ <group>" and "- <group>" until its input ends, then ends the groups that are left. */
const SCRIPT = `
groups=' '
while read -r sign id; do
  case $sign in
    +) groups="$groups$id " ;;
    -) groups="\${groups%% $id *} \${groups#* $id }" ;;
  esac
done
signal() {
  alive=
  for id in $groups; do kill -s "$1" -- "-$id" && alive=yes; done
}
signal INT
for second in 1 2 3 4 5 6 7 8 9 10; do
  [ "$alive" ] || exit
  sleep 1
  signal 0
done
signal KILL`;

let input: Socket | undefined;

/**
 * Has a process group ended once this process is gone: interrupted first, killed ten seconds later.
 *
 * A shell beside this process does it. A signal that nobody handles ends Node without running anything here, so that an
 * interrupted test run would leave Terraform and its providers behind.
 */
export function guard(group: number): void {
  write(`+ ${group}`);
}

/** Leaves a process group alone that has ended. */
export function release(group: number): void {
  write(`- ${group}`);
}

function write(line: string): void {
  input ??= startShell();
  input.write(`${line}\n`);
}

function startShell(): Socket {
  const shell = spawn("/bin/sh", ["-c", SCRIPT], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  // Neither a shell that cannot be started nor one that ended may end the work it watches over, or keep it waiting.
  shell.on("error", () => undefined);
  shell.stdin.on("error", () => undefined);
  shell.unref();
  const pipe = shell.stdin as Socket;
  pipe.unref();
  return pipe;
}
