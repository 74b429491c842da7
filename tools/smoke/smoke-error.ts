/** What was asked cannot be done, in words for the person who asked; nobody needs its stack. */
export class SmokeError extends Error {
  override readonly name = "SmokeError";
}
