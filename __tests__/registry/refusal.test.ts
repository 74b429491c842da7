import type { Field, Member } from "../../registry/field";
import type { Input } from "../../registry/input";
import { refusalsOf } from "../../registry/refusal";

const WORD: Field = { kind: "text", length: [1, 5], pattern: "^[a-z]+$", refuses: [], allowed: "a word" };
const optional = (field: Field): Member => ({ field, description: "", required: false, orNull: false });

const input = (field: Field): Input => ({ name: "it", member: { ...optional(field), required: true }, checks: [] });

test("a refusal is one wrong value where the rest is right", () => {
  const section: Field = { kind: "section", members: { name: optional(WORD), other: optional(WORD) }, ways: [] };
  expect(refusalsOf(input(section), [{ name: "acme", other: "lab" }])).toEqual([
    { input: "it", name: "it_name", value: { name: "*", other: "lab" }, message: "it.name must be a word." },
    { input: "it", name: "it_other", value: { name: "acme", other: "*" }, message: "it.other must be a word." },
  ]);
});

test("a refusal is made of the value that has the wrong one's place, or of any", () => {
  const inner: Field = { kind: "section", members: { name: optional(WORD) }, ways: [] };
  const outer: Field = { kind: "section", members: { inner: optional(inner) }, ways: [] };
  const [found] = refusalsOf(input(outer), [{ a: 1 }, undefined, null, { inner: { b: 2 } }]);
  expect(found?.value).toEqual({ inner: { b: 2, name: "*" } });
  expect(refusalsOf(input(outer), [{ a: 1 }])[0]?.value).toEqual({ a: 1, inner: { name: "*" } });
});

test("a refusal has beside it what must be there, in what is made for it", () => {
  const required = (field: Field): Member => ({ ...optional(field), required: true });
  const inner: Field = { kind: "section", members: { name: optional(WORD), size: required(WORD) }, ways: [] };
  const [inList] = refusalsOf(input({ kind: "list", item: inner }), [[]]);
  expect(inList?.value).toEqual([{ name: "*", size: "x" }]);
  const outer: Field = { kind: "section", members: { inner: optional(inner) }, ways: [] };
  expect(refusalsOf(input(outer), [{}])[0]?.value).toEqual({ inner: { name: "*", size: "x" } });
});

test("a refusal of two ways has of each what no example has", () => {
  const size: Field = { kind: "section", members: { size: { ...optional(WORD), required: true } }, ways: [] };
  const members = { create: optional(size), existing: optional(WORD) };
  const ways: Field = { kind: "section", members, ways: [["create"], ["existing"]] };
  const [found] = refusalsOf(input(ways), [{ existing: "theirs" }]);
  expect(found?.value).toEqual({ create: { size: "x" }, existing: "theirs" });
});

test("a refusal is in the first of a list, and of things by name", () => {
  expect(refusalsOf(input({ kind: "list", item: WORD }), [["a", "b"]])[0]?.value).toEqual(["*", "b"]);
  expect(refusalsOf(input({ kind: "named", item: WORD, usual: {} }), [{ x: "a" }])[0]?.value).toEqual({ x: "*" });
  expect(refusalsOf(input({ kind: "named", item: WORD, usual: {} }), [])[0]?.value).toEqual({ own: "*" });
});

test("a refusal of two ways at once has what both need", () => {
  const members = { create: optional({ kind: "flag", onlyYes: true }), existing: optional(WORD) };
  const ways: Field = { kind: "section", members, ways: [["create"], ["existing"]] };
  expect(refusalsOf(input(ways), [{ existing: "theirs" }])[0]?.value).toEqual({ create: true, existing: "theirs" });
});

test("refusals of one place have names of their own", () => {
  const named: Input = { ...input(WORD), checks: [{ path: [], condition: "", error_message: "b", refused: "b" }] };
  expect(refusalsOf(named, ["a"]).map(({ name }) => name)).toEqual(["it", "it_2"]);
});
