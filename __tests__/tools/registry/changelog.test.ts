import { changesOf } from "../../../tools/registry/changelog";

const CHANGELOG = `# Changelog

All of it.

## Unreleased

- Not yet.

## [1.10.0] - 2026-11-02

### Added

- A queue.

## 1.1.0 — 2026-10-01

- A bucket.

## 1.0.0

### Added

## 0.9.0
`;

describe("a changelog", () => {
  test.each([
    ["1.10.0", "### Added\n\n- A queue."],
    ["1.1.0", "- A bucket."],
  ])("says of %s what stands below its heading, with a date or brackets or without", (version, words) => {
    expect(changesOf(CHANGELOG, version)).toBe(words);
  });

  test.each(["1.1", "1.10", "0.10.0", "2.0.0", "1x1x0"])("has no section for %s", (version) => {
    expect(changesOf(CHANGELOG, version)).toBeUndefined();
  });

  test.each(["1.0.0", "0.9.0"])("says nothing of %s, where only headings stand", (version) => {
    expect(changesOf(CHANGELOG, version)).toBe("");
  });
});
