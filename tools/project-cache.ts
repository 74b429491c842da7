import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of what the tools fetch or write for themselves. Git ignores it; it may be deleted at any time. */
export function projectCache(): string {
  return join(__dirname, "..", ".cache");
}

/** Writes a file that is put in place whole: tests run side by side, and another process may be reading it. */
export function writeCached(file: string, content: string): void {
  const draft = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(draft, content);
  renameSync(draft, file);
}

/**
 * Fills a folder, if it is missing.
 *
 * It is filled under another name and then put in place: a fill that fails or is interrupted is never taken for done, and
 * of two processes that fill it at the same time the first one wins.
 */
export async function fillCached(folder: string, fill: (folder: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  try {
    await fill(draft);
    if (!existsSync(folder)) renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
