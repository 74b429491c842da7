import { resolve } from "cdktf/lib/_tokens";
import { isDeferred, type Repeated } from "../modules/deferred";
import { partsOf } from "../modules/deferred-items";
import { PolicyDocument, type Statement } from "../modules/policy-document";
import { cell, code, table } from "./markdown";
import type { RegistryModule } from "./registry-module";

/** Every policy that a module makes, as a table of what it allows, on what, when and why. */
export function permissionTables(module: RegistryModule): string[] {
  const policies = new Map<string, Repeated<Statement>[]>();
  for (const document of module.node.findAll().filter((node) => node instanceof PolicyDocument)) {
    const title = titleOf(document.node.path);
    policies.set(title, [...(policies.get(title) ?? []), ...document.statements]);
  }
  return [...policies].map(([title, statements]) => {
    const rows = statements.map((statement) => row(resolve(module, told(statement)) as Repeated<Statement>));
    return [`### ${title}`, table(["Sid", "Actions", "On", "If", "Why"], rows)].join("\n\n");
  });
}

/** `machine policy`; one that the quota splits is one policy to its reader. */
function titleOf(path: string): string {
  const parts = path
    .split("/")
    .slice(1)
    .filter((part) => part !== "Default" && !/^policy-document(-\d+)?$/.test(part));
  return parts.join(" ") || "bucket policy";
}

/** A text, or a text with when it is there. */
type Told = string | { readonly text: string; readonly condition: unknown };

/** A statement whose lists tell when each of their texts is there. */
function told({ actions, resources, conditions, ...statement }: Repeated<Statement>): object {
  return {
    ...statement,
    actions: toldItems(actions),
    ...(resources && { resources: resources === "*" ? resources : toldItems(resources) }),
    ...(conditions && { conditions: conditions.map((it) => ({ ...it, values: toldItems(it.values) })) }),
  };
}

function toldItems(items: readonly string[]): unknown[] {
  return partsOf(items).flatMap(({ texts, condition }): unknown[] => {
    if (condition !== undefined) return texts.map((text) => ({ text, condition }));
    return isDeferred(texts) ? [texts] : [...texts];
  });
}

function row({
  sid,
  effect,
  actions,
  resources,
  principals,
  conditions,
  because,
  forEach,
}: Repeated<Statement>): string[] {
  const who = (principals ?? []).map(({ type, identifiers }) =>
    type === "*" ? "by everyone" : `by ${type}: ${listed(identifiers)}`,
  );
  const tests = (conditions ?? []).map(({ test, key, values, forEach: only }) => {
    const where = only === undefined ? "" : `, ${whenOf(String(only))}`;
    return `${code(named(key))} ${test} ${listed(values, " or ")}${where}`;
  });
  return [
    listed([sid]),
    `${effect === "Deny" ? "**Deny** " : ""}${listed(actions)}`,
    [...who, ...(resources ? [listed(resources === "*" ? ["*"] : resources)] : [])].join("<br>"),
    [...(forEach === undefined ? [] : [whenOf(String(forEach))]), ...tests].join("<br>"),
    cell(because ?? ""),
  ];
}

function listed(items: unknown, between = "<br>"): string {
  if (Array.isArray(items)) return items.map(listedItem).join(between);
  return code(named(String(items)));
}

function listedItem(item: Told): string {
  if (typeof item === "string") return code(named(item));
  const where = String(item.condition).replace(/^\$\{(.*)\}$/s, "$1");
  return `${code(named(item.text))} where ${code(where)}`;
}

/** When a statement is there: under a condition, or for each of a list. */
function whenOf(forEach: string): string {
  const expression = forEach.replace(/^\$\{(.*)\}$/s, "$1");
  const conditions = /^(.*) \? \[1\] : \[\]$/s.exec(expression)?.[1];
  return conditions === undefined ? `for each of ${code(named(expression))}` : `where ${code(named(conditions))}`;
}

/** Inputs and values as a person reads them: `<name>` for `${var.name}`, and of each of several `<its name>`. */
function named(text: string): string {
  return text
    .replace(/\$\{(?:var|local)\.([\w.]+)\}/g, "<$1>")
    .replace(/\$\{statement\.value\.([\w.]+)\}/g, "<its $1>");
}
