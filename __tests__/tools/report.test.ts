import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accessReports, REPORTS } from "../../tools/report";

const ROOT = join(__dirname, "..", "..");

describe("the access report", () => {
  test.each(Object.entries(accessReports()))("%s is current: npm run report writes it", (name, text) => {
    expect(readFileSync(join(ROOT, REPORTS, name), "utf8")).toBe(text);
  });

  test("gives a reason wherever a resource has a wildcard", () => {
    const sections = Object.values(accessReports()).flatMap((text) => text.split("### ").slice(1));
    const wild = sections.filter((section) => /\| On \|[^\n]*[*?]/.test(section));
    expect(wild.length).toBeGreaterThan(5);
    expect(wild.filter((section) => !section.includes("| Why `*` |"))).toEqual([]);
  });
});
