import { type InterfaceChange, major, minor, missing } from "./interface-change";
import type { Field, Fields, TypeConstraint } from "./type-constraint";

/** What has changed for those who give values to inputs, or to fields of an object: `fieldChanges("input ", now, before)`. */
export function fieldChanges(path: string, now: Fields, before: Fields): InterfaceChange[] {
  return [
    // a field that is gone is no error to Terraform: what somebody wrote there would silently count for nothing
    ...missing(before, now).map((name) => major(`${path}${name} is gone`)),
    ...Object.entries(now).flatMap(([name, field]) => fieldChange(`${path}${name}`, field, before[name])),
  ];
}

function fieldChange(path: string, now: Field, before: Field | undefined): InterfaceChange[] {
  const required = now.default === undefined;
  if (!before) return [required ? major(`${path} is new and required`) : minor(`${path} is new`)];
  const changes = typeChanges(path, now.type, before.type);
  if (now.default === before.default) return changes;
  if (required) return [...changes, major(`${path} is required, and was not`)];
  if (before.default === undefined) return [...changes, minor(`${path} may be left out`)];
  return [...changes, minor(`${path} is ${now.default} where it is left out, and was ${before.default}`)];
}

function typeChanges(path: string, now: TypeConstraint, before: TypeConstraint): InterfaceChange[] {
  if (now.kind === "object" && before.kind === "object") return fieldChanges(`${path}.`, now.fields, before.fields);
  const [word, earlier] = [wordOf(now), wordOf(before)];
  if (now.kind === "collection" && before.kind === "collection" && word === earlier) {
    return typeChanges(`${path}[]`, now.item, before.item);
  }
  if (word === earlier) return [];
  // Terraform writes numbers and flags as texts by itself
  const takesAll = word === "any" || (word === "string" && ["number", "bool"].includes(earlier));
  const words = `${path} is ${word}, and was ${earlier}`;
  return [takesAll ? minor(words) : major(words)];
}

function wordOf(type: TypeConstraint): string {
  return type.kind === "object" ? "object" : type.word;
}
