/** A check of a variable or an output: what must hold, and what to say when it does not. */
export interface Validation {
  readonly condition: string;
  readonly error_message: string;
}

/** All of several tests, every one on a line of its own. */
export function all(...tests: string[]): string {
  return `(\n${tests.join(" &&\n")}\n)`;
}

/** Any of several tests, every one on a line of its own. */
export function either(...tests: string[]): string {
  return `(\n${tests.join(" ||\n")}\n)`;
}
