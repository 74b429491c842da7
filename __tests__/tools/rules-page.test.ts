import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RULES } from "../../tools/documents";
import { CATALOG_RULES, rulesPage } from "../../tools/rules-page";

const ROOT = join(__dirname, "..", "..");

test("the page of rules is current: npm run documents writes it", () => {
  expect(readFileSync(join(ROOT, RULES), "utf8")).toBe(rulesPage());
});

test("the page of rules has every kind of finding of the catalog", () => {
  const sources = ["iam-catalog", "condition-findings", "statement-action"].map((file) =>
    readFileSync(join(ROOT, "modules", `${file}.ts`), "utf8"),
  );
  const ids = sources.flatMap((text) => [...text.matchAll(/\brule(?::| =) "([a-z-]+)"/g)].map(([, id]) => id));
  expect(Object.keys(CATALOG_RULES).sort()).toEqual([...new Set(ids)].sort());
});
