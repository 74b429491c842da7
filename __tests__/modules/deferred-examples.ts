import { type IResolvable, type TerraformStack, TerraformVariable, Token } from "cdktf";
import {
  and,
  any,
  type Condition,
  choose,
  chooseList,
  concat,
  DeferredList,
  each,
  equal,
  type List,
  not,
  orElse,
  present,
  sha256,
  trimEnds,
  where,
  whereYes,
  yesIf,
} from "../../modules/deferred";

interface Source {
  readonly bucket: string;
  readonly days: number;
  readonly kmsKeyArn?: string;
  readonly paid: Condition;
}

/** The values of a table's rows: known here, or the variables of a module. */
export interface Values {
  readonly text: string;
  readonly empty: string;
  readonly missing: string | undefined;
  readonly number: number;
  readonly yes: Condition;
  readonly no: Condition;
  readonly texts: List<string>;
  readonly none: List<string>;
  readonly sources: List<Source>;
  readonly tags: Record<string, string>;
}

/** One use of a value: what it is when the value is known, and what it is written as when it is not. */
export interface Example {
  readonly made: (values: Values) => unknown;
  readonly known: unknown;
  readonly expression: string | string[];
}

export const KNOWN: Values = {
  text: "acme",
  empty: "",
  missing: undefined,
  number: 3,
  yes: true,
  no: false,
  texts: ["runs/", "tables"],
  none: [],
  sources: [
    { bucket: "acme-raw", days: 7, paid: false },
    { bucket: "acme-ref", days: 30, paid: true, kmsKeyArn: "arn:aws:kms:eu-west-2:111122223333:key/1" },
  ],
  tags: { owner: "genomics" },
};

const SOURCE = "object({ bucket = string, days = number, paid = bool, kms_key_arn = optional(string) })";

/** The same values as variables of Terraform, with {@link KNOWN} as their defaults. */
export function variables(stack: TerraformStack): Values {
  const variable = (name: keyof Values, type: string, value: unknown = KNOWN[name]) => {
    const made = new TerraformVariable(stack, name, { type });
    made.overrideLogicalId(name);
    made.addOverride("default", value ?? null);
    return made;
  };
  const list = (name: "texts" | "none") => DeferredList.ofStrings(variable(name, "list(string)").value);
  const sources = (KNOWN.sources as Source[]).map(({ kmsKeyArn, ...source }) => ({
    ...source,
    kms_key_arn: kmsKeyArn,
  }));
  const flag = (name: "yes" | "no"): IResolvable => variable(name, "bool").booleanValue;
  return {
    text: variable("text", "string").stringValue,
    empty: variable("empty", "string").stringValue,
    missing: variable("missing", "string").stringValue,
    number: variable("number", "number").numberValue,
    yes: flag("yes"),
    no: flag("no"),
    texts: list("texts"),
    none: list("none"),
    sources: new DeferredList<Source>(variable("sources", `list(${SOURCE})`, sources).value, (read) => ({
      bucket: read("bucket"),
      days: read("days") as unknown as number,
      kmsKeyArn: read("kms_key_arn"),
      paid: read("paid") as unknown as Condition,
    })),
    tags: Token.asStringMap(variable("tags", "map(string)").value),
  };
}

const itself = (text: string) => text;

export const EXAMPLES: Record<string, Example> = {
  "the first digits of a hash": {
    made: ({ text }) => sha256(text, 8),
    known: "822b33ad",
    expression: "${substr(sha256(var.text), 0, 8)}",
  },
  "a value that was given": {
    made: ({ text }) => present(text),
    known: true,
    expression: "${(var.text != null)}",
  },
  "a value that was left out": {
    made: ({ missing }) => present(missing),
    known: false,
    expression: "${(var.missing != null)}",
  },
  "two texts that are the same": {
    made: ({ text }) => equal(text, "acme"),
    known: true,
    expression: '${(var.text == "acme")}',
  },
  "a text and an empty one": {
    made: ({ text }) => equal(text, ""),
    known: false,
    expression: '${("" == var.text)}',
  },
  "a text that is known and one that is not": {
    made: ({ text }) => equal("acme", text),
    known: true,
    expression: '${("acme" == var.text)}',
  },
  "a text with quotes": {
    made: ({ text }) => equal(text, '"acme"'),
    known: false,
    expression: '${(var.text == "\\"acme\\"")}',
  },
  "the opposite": {
    made: ({ yes }) => not(yes),
    known: false,
    expression: "${!var.yes}",
  },
  both: {
    made: ({ yes, no }) => and(yes, not(no)),
    known: true,
    expression: "${(var.yes && !var.no)}",
  },
  "one of two texts": {
    made: ({ yes }) => choose(yes, "a", "b"),
    known: "a",
    expression: '${var.yes ? "a" : "b"}',
  },
  "one of two texts with all that expressions escape": {
    made: ({ yes, text }) => choose(yes, `"${text}" \\d\n`, ""),
    known: '"acme" \\d\n',
    expression: '${var.yes ? "\\"${var.text}\\" \\\\d\\n" : ""}',
  },
  "one of two numbers": {
    made: ({ no }) => choose(no, 1, 0),
    known: 0,
    expression: "${var.no ? 1 : 0}",
  },
  "yes or nothing": {
    made: ({ no }) => yesIf(no),
    known: undefined,
    expression: "${var.no ? true : null}",
  },
  "one of two lists": {
    made: ({ no, texts }) => chooseList(no, ["a"], each(texts, itself)),
    known: ["runs/", "tables"],
    expression: '${var.no ? ["a"] : var.texts}',
  },
  "each item itself": {
    made: ({ texts }) => each(texts, itself),
    known: ["runs/", "tables"],
    expression: "${var.texts}",
  },
  "a text for each item": {
    made: ({ texts, text }) => each(texts, (item) => `arn:${text}/${item}*`),
    known: ["arn:acme/runs/*", "arn:acme/tables*"],
    expression: '${formatlist("arn:${var.text}/%s*", var.texts)}',
  },
  "a text with a percent sign, quotes and a backslash for each item": {
    made: ({ texts }) => each(texts, (item) => `100% "${item}" \\`),
    known: ['100% "runs/" \\', '100% "tables" \\'],
    expression: '${formatlist("100%% \\"%s\\" \\\\", var.texts)}',
  },
  "one field of each item": {
    made: ({ sources }) => each(sources, ({ bucket }) => bucket),
    known: ["acme-raw", "acme-ref"],
    expression: "${var.sources[*].bucket}",
  },
  "fields of each item in another order": {
    made: ({ sources }) => each(sources, ({ bucket, days }) => `${days} days in ${bucket}, ${days} at most`),
    known: ["7 days in acme-raw, 7 at most", "30 days in acme-ref, 30 at most"],
    expression:
      '${formatlist("%s days in %s, %s at most", var.sources[*].days, var.sources[*].bucket, var.sources[*].days)}',
  },
  "a text for each of what each gave": {
    made: ({ texts }) =>
      each(
        each(texts, (item) => `${item}*`),
        (item) => `s3://${item}`,
      ),
    known: ["s3://runs/*", "s3://tables*"],
    expression: '${formatlist("s3://%s", formatlist("%s*", var.texts))}',
  },
  "items without their end": {
    made: ({ texts }) => each(trimEnds(texts, "/"), itself),
    known: ["runs", "tables"],
    expression: '${[for text in var.texts : trimsuffix(text, "/")]}',
  },
  "one list behind the other": {
    made: ({ texts }) => concat(["a\\"], each(texts, itself)),
    known: ["a\\", "runs/", "tables"],
    expression: '${concat(["a\\\\"], var.texts)}',
  },
  "a list with items": {
    made: ({ texts }) => any(texts),
    known: true,
    expression: "${(length(var.texts) >= 1)}",
  },
  "a list without items": {
    made: ({ none }) => any(none),
    known: false,
    expression: "${(length(var.none) >= 1)}",
  },
  "another list for an empty one": {
    made: ({ none }) => each(orElse(none, ["", "\\"]), (item) => `acme/${item}*`),
    known: ["acme/*", "acme/\\*"],
    expression: '${formatlist("acme/%s*", coalescelist(var.none, ["", "\\\\"]))}',
  },
  "a list that needs no other one": {
    made: ({ texts }) => each(orElse(texts, ["all"]), itself),
    known: ["runs/", "tables"],
    expression: '${coalescelist(var.texts, ["all"])}',
  },
  "the items that have a field": {
    made: ({ sources }) => each(where(sources, "kmsKeyArn"), ({ bucket }) => bucket),
    known: ["acme-ref"],
    expression: "${[for item in var.sources : item if try(length(item.kms_key_arn) > 0, false)][*].bucket}",
  },
  "the items that say yes": {
    made: ({ sources }) => each(whereYes(sources, "paid"), ({ bucket }) => bucket),
    known: ["acme-ref"],
    expression: "${[for item in var.sources : item if item.paid][*].bucket}",
  },
  "the items that have not a field": {
    made: ({ sources }) => each(where(sources, "kmsKeyArn", false), ({ bucket }) => bucket),
    known: ["acme-raw"],
    expression: "${[for item in var.sources : item if !try(length(item.kms_key_arn) > 0, false)][*].bucket}",
  },
};
