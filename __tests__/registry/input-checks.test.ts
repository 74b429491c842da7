import type { Field, Member } from "../../registry/field";
import { EveryWay, inputChecks } from "../../registry/input-checks";

const WORD: Field = {
  kind: "text",
  length: [2, 5],
  pattern: "^[a-z]+$",
  refuses: ["^x", "[$]\\{"],
  allowed: "a word: 2 to 5 letters",
};
const NUMBER: Field = { kind: "number", least: 1, most: 9 };
const FLAG: Field = { kind: "flag", onlyYes: true };

const member = (field: Field, more: Partial<Member> = {}): Member => ({
  field,
  description: "",
  required: true,
  orNull: false,
  ...more,
});
const optional = (field: Field): Member => member(field, { required: false });

const isWord = (value: string) =>
  [
    "(",
    `length(${value}) >= 2 &&`,
    `length(${value}) <= 5 &&`,
    `can(regex("^[a-z]+$", ${value})) &&`,
    `!can(regex("^x", ${value})) &&`,
    `!can(regex("[$]\\\\{", ${value}))`,
    ")",
  ].join("\n");

const conditions = (field: Member) => inputChecks("a", field).map(({ condition }) => condition.slice(2, -1));
const messages = (field: Member) => inputChecks("a", field).map(({ error_message }) => error_message);

describe("the checks of an input", () => {
  test("are none where anything is allowed", () => {
    const any: Field = { kind: "text", length: [0, Number.MAX_SAFE_INTEGER], refuses: [], allowed: "a text" };
    expect(inputChecks("a", member(any))).toEqual([]);
    expect(inputChecks("a", member({ kind: "flag", onlyYes: false }))).toEqual([]);
  });

  test("say what is allowed, and test all of it", () => {
    expect(inputChecks("a", member(WORD))).toEqual([
      {
        path: [],
        condition: `\${${isWord("var.a")}}`,
        error_message: "a must be a word: 2 to 5 letters.",
        refused: "*",
      },
    ]);
  });

  test("let one through that was left out, without looking into it", () => {
    expect(conditions(optional(WORD))).toEqual([`var.a == null ? true : ${isWord("var.a")}`]);
    expect(conditions(member(WORD, { required: false, default: "word" }))).toEqual([isWord("var.a")]);
  });

  test("hold a number to a range of whole numbers, or to one of several", () => {
    expect(conditions(member(NUMBER))).toEqual(["(\nvar.a >= 1 &&\nvar.a <= 9 &&\nfloor(var.a) == var.a\n)"]);
    expect(messages(member(NUMBER))).toEqual(["a must be a whole number from 1 to 9."]);
    expect(conditions(member({ ...NUMBER, choices: [1, 3] }))).toEqual(["contains([1,3], var.a)"]);
  });

  test("hold a text to one of several words", () => {
    expect(conditions(member({ ...WORD, choices: ["nat", "endpoints"], allowed: "nat or endpoints" }))).toEqual([
      'contains(["nat","endpoints"], var.a)',
    ]);
  });

  test("hold each item of a list, and how many there are", () => {
    const list: Field = { kind: "list", item: WORD, most: 2 };
    expect(conditions(member(list))).toEqual([
      `alltrue([for item in var.a : ${isWord("item")}])`,
      "length(var.a) <= 2",
    ]);
    expect(messages(member(list))).toEqual(["each of a must be a word: 2 to 5 letters.", "a must have at most 2."]);
  });

  test("hold fields of sections, and look into no section that is missing", () => {
    const inner: Field = { kind: "section", members: { maxDays: optional(NUMBER) }, ways: [] };
    const outer: Field = { kind: "section", members: { workDir: optional(inner), name: member(WORD) }, ways: [] };
    expect(conditions(member(outer))).toEqual([
      "var.a.work_dir == null ? true : var.a.work_dir.max_days == null ? true : (\nvar.a.work_dir.max_days >= 1 &&\nvar.a.work_dir.max_days <= 9 &&\nfloor(var.a.work_dir.max_days) == var.a.work_dir.max_days\n)",
      isWord("var.a.name"),
    ]);
    expect(inputChecks("a", member(outer)).map(({ path }) => path)).toEqual([["work_dir", "max_days"], ["name"]]);
  });

  test("hold fields of sections in a list, with a loop for each list", () => {
    const section: Field = { kind: "section", members: { words: member({ kind: "list", item: WORD }) }, ways: [] };
    expect(conditions(member({ kind: "list", item: section }))).toEqual([
      `alltrue([for item in var.a : alltrue([for entry in item.words : ${isWord("entry")}])])`,
    ]);
    expect(messages(member({ kind: "list", item: section }))).toEqual([
      "each of a[*].words must be a word: 2 to 5 letters.",
    ]);
  });

  test("hold names, and how many there are, of things by name", () => {
    const named: Field = { kind: "named", item: NUMBER, names: WORD as never, most: 1, usual: {} };
    expect(conditions(member(named))).toEqual([
      `alltrue([for key in keys(var.a) : ${isWord("key")}])`,
      "length(var.a) <= 1",
      "alltrue([for item in values(var.a) : (\nitem >= 1 &&\nitem <= 9 &&\nfloor(item) == item\n)])",
    ]);
  });

  test("let one of several ways be complete, and no other one begun", () => {
    const members = {
      create: optional(FLAG),
      existing: optional(WORD),
      subnets: optional({ kind: "list", item: WORD }),
    };
    const ways: Field = { kind: "section", members, ways: [["create"], ["existing", "subnets"]] };
    const [check] = inputChecks("a", member(ways));
    expect(check?.condition).toBe(
      "${(\n(var.a.create && var.a.existing == null && length(var.a.subnets) == 0) ||\n" +
        "(!var.a.create && var.a.existing != null && length(var.a.subnets) > 0)\n)}",
    );
    expect(check?.error_message).toBe("a must have one of create and existing with subnets.");
    expect(check?.refused).toEqual(new EveryWay(["create"], ["subnets"], ["existing"]));
  });
});
