/** What ids that AWS assigns end with in a recording: one concrete id for all things of a kind. */
export const ASSIGNED = "0123456789abcdef0";

/** Kinds of ids that AWS assigns, for things that were made in a run. */
const ID = /\b(ami|eipalloc|eni|fs|fsmt|i|igw|lt|nat|rtb|sg|sgr|subnet|vol|vpc|vpce)-[0-9a-f]{8,17}\b/g;

/** What the provider adds to a name prefix: the time, and a count in hexadecimal. */
const SUFFIX = /-\d{18}[0-9a-f]{8}\b/g;
const MADE = "-20260101000000000000000001";

/**
 * The same data for every run: ids and suffixes that a run happened to get are one made-up one of their kind.
 *
 * Terraform makes things side by side, so that an order of appearance is another one each time. Which of two subnets a call
 * acted on is no matter to a policy, that cannot know their ids: what it can know, their tags, stays.
 *
 * @param existing ids that were there before, and what each is called in the settings
 */
export function withoutAssignedIds<T>(value: T, existing: ReadonlyMap<string, string>): T {
  let known = JSON.stringify(value);
  for (const [id, name] of existing) known = known.replaceAll(id, name);
  const names = new Set(existing.values());
  const made = known.replace(ID, (id, kind) => (names.has(id) ? id : `${kind}-${ASSIGNED}`));
  return JSON.parse(made.replace(SUFFIX, MADE));
}
