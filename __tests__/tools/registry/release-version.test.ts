import { ReleaseVersion } from "../../../tools/registry/release-version";

function version(text: string): ReleaseVersion {
  return ReleaseVersion.parse(text) as ReleaseVersion;
}

describe("a version", () => {
  test.each(["0.0.1", "0.1.0", "1.0.0", "10.20.30"])("is three whole numbers: %s", (text) => {
    expect(String(version(text))).toBe(text);
    expect(version(text).tag).toBe(`v${text}`);
  });

  test.each([
    "",
    "1",
    "1.2",
    "1.2.3.4",
    "v1.2.3",
    "01.2.3",
    "1.2.03",
    "1.2.3-rc.1",
    "1.2.3+build",
    " 1.2.3",
    "1.2.x",
    "-1.2.3",
  ])("is nothing else: '%s'", (text) => {
    expect(ReleaseVersion.parse(text)).toBeUndefined();
  });

  test.each([
    ["1.0.1", "1.0.0"],
    ["1.1.0", "1.0.9"],
    ["2.0.0", "1.10.10"],
    ["1.10.0", "1.9.0"],
  ])("%s comes after %s, and not the other way round", (later, earlier) => {
    expect(version(later).isAfter(version(earlier))).toBe(true);
    expect(version(earlier).isAfter(version(later))).toBe(false);
    expect(version(later).isAfter(version(later))).toBe(false);
  });

  test.each([
    ["1.2.4", "patch"],
    ["1.2.9", "patch"],
    ["1.3.0", "minor"],
    ["1.3.4", "minor"],
    ["2.0.0", "major"],
    ["2.2.3", "major"],
  ])("%s is to users of 1.2.3 a step that is %s", (later, level) => {
    expect(version(later).levelAfter(version("1.2.3"))).toBe(level);
  });

  test.each([
    ["patch", "1.2.4"],
    ["minor", "1.3.0"],
    ["major", "2.0.0"],
  ] as const)("1.2.3 is followed, when what changes is %s, by %s", (level, next) => {
    expect(String(version("1.2.3").next(level))).toBe(next);
  });
});
