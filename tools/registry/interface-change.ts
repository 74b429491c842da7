import type { Level } from "./release-version";

/** A difference between two releases in words, and what it is to users. */
export interface InterfaceChange {
  readonly level: Level;
  readonly what: string;
}

/** What stops a configuration that worked, or destroys what it made. */
export function major(what: string): InterfaceChange {
  return { level: "major", what };
}

/** What is new, and stops nothing. */
export function minor(what: string): InterfaceChange {
  return { level: "minor", what };
}

/** Names that only the first of two has. */
export function missing(all: object, present: object): string[] {
  return Object.keys(all).filter((name) => !(name in present));
}
