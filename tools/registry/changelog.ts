/**
 * What a changelog says of a version; undefined where it has no such section, empty where the section says nothing.
 *
 * A section starts with `## 1.2.0` or `## [1.2.0]`, with a date behind it or none, and ends at the next.
 *
 * @see https://keepachangelog.com/en/1.1.0/
 */
export function changesOf(changelog: string, version: string): string | undefined {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((text) => /^\[?([^\]\s]+)/.exec(text)?.[1] === version);
  if (section === undefined) return undefined;
  const lines = section.split("\n").slice(1);
  return lines.every((line) => /^(#.*|\s*)$/.test(line)) ? "" : lines.join("\n").trim();
}
