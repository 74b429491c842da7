import { wrapped } from "./wrapped";

/** What came out of looking for one usual cause. */
export interface Finding {
  /** `cause`: jobs wait because of it. `unseen`: it could not be looked at, or only in part. */
  readonly result: "ok" | "cause" | "unseen";
  /** A sentence that begins with the thing: `queue acme-duet-queue is DISABLED`. */
  readonly says: string;
  /** What to do about it; what stands in lines of its own is a command, which is not broken. */
  readonly todo?: string;
}

/** What puts a thing back that is not as the settings say; {@link listed} ends with the command. */
export const DEPLOY_AGAIN = "deploy again";

export function ok(says: string): Finding {
  return { result: "ok", says };
}

export function cause(says: string, todo: string): Finding {
  return { result: "cause", says, todo };
}

export function unseen(says: string, todo?: string): Finding {
  return { result: "unseen", says, todo };
}

const INDENT = 10;
const MARGIN = " ".repeat(INDENT);

/** Findings as a list for a terminal of 80 columns, with the command that deploys again where one of them asks for it. */
export function listed(findings: readonly Finding[], system: string): string[] {
  const lines = findings.flatMap(({ result, says, todo }) => [
    ...wrapped(`  ${result.padEnd(INDENT - 2)}`, says),
    ...(todo ?? "").split("\n").flatMap((line, index) => {
      if (line === "") return [];
      return index === 0 ? wrapped(`${MARGIN}→ `, line) : [`    ${line}`];
    }),
  ]);
  if (!findings.some(({ todo }) => todo?.includes(DEPLOY_AGAIN))) return lines;
  return [...lines, "", `  To ${DEPLOY_AGAIN}: npx cdktf deploy ${system}`];
}
