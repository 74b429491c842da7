/** How many at once: cycles wait for minutes in the provider, and in between they plan on all cores. */
const AT_ONCE = 6;

/**
 * Does several things side by side, a few at a time, and all of them even where one fails.
 *
 * @returns why some failed
 */
export async function sideBySide(work: readonly (() => Promise<void>)[], atOnce = AT_ONCE): Promise<Error[]> {
  const waiting = [...work];
  const failures: Error[] = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await next().catch((error: Error) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, work.length) }, worker));
  return failures;
}
