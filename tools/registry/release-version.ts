/** How much a release changes for those who use a module, from least to most. */
export const LEVELS = ["patch", "minor", "major"] as const;

export type Level = (typeof LEVELS)[number];

/**
 * The version of a release: three whole numbers.
 *
 * Without pre-releases: a registry offers them only to who asks for the exact one, and a branch does as well for that.
 *
 * @see https://semver.org/spec/v2.0.0.html
 */
export class ReleaseVersion {
  private constructor(private readonly parts: readonly [major: number, minor: number, patch: number]) {}

  /** Undefined where a text is no version: `parse("1.2.0")`. */
  static parse(text: string): ReleaseVersion | undefined {
    const parts = /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$/.exec(text)?.slice(1).map(Number);
    return parts && new ReleaseVersion(parts as [number, number, number]);
  }

  /** As in the changelog: `1.2.0`. */
  toString(): string {
    return this.parts.join(".");
  }

  /** As git has it: `v1.2.0`. */
  get tag(): string {
    return `v${this}`;
  }

  isAfter(other: ReleaseVersion): boolean {
    return compare(this.parts, other.parts) > 0;
  }

  /** What a step from an earlier version to this one tells users. */
  levelAfter({ parts }: ReleaseVersion): Level {
    if (this.parts[0] !== parts[0]) return "major";
    return this.parts[1] !== parts[1] ? "minor" : "patch";
  }

  /** The first version that tells users of changes of a level. */
  next(level: Level): ReleaseVersion {
    const [major, minor, patch] = this.parts;
    if (level === "major") return new ReleaseVersion([major + 1, 0, 0]);
    return new ReleaseVersion(level === "minor" ? [major, minor + 1, 0] : [major, minor, patch + 1]);
  }
}

function compare(parts: readonly number[], others: readonly number[]): number {
  return parts.map((part, at) => part - (others[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
