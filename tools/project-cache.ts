import { join } from "node:path";

/** The folder of what the tools fetch or write for themselves. Git ignores it; it may be deleted at any time. */
export function projectCache(): string {
  return join(__dirname, "..", ".cache");
}
