import { chooseList, each, equal, or } from "../../modules/deferred";
import {
  byText,
  digits,
  firstGiven,
  given,
  joined,
  lastPart,
  listIf,
  oneOrNone,
  onlyWhen,
  trimEnd,
  trimStart,
  upTo,
  withTags,
} from "../../modules/deferred-text";
import type { Example } from "./deferred-examples";

const itself = (text: string) => text;

/** The words for values that may be missing and for texts that are taken apart. */
export const TEXT_EXAMPLES: Record<string, Example> = {
  "either of two": {
    made: ({ yes, no }) => or(no, yes),
    known: true,
    expression: "${(var.no || var.yes)}",
  },
  "a text under a condition that holds": {
    made: ({ yes, text }) => onlyWhen(yes, `"${text}"`),
    known: '"acme"',
    expression: '${var.yes ? "\\"${var.text}\\"" : null}',
  },
  "the text that was given, not the one for want of it": {
    made: ({ text }) => firstGiven(text, "other"),
    known: "acme",
    expression: '${coalesce(var.text, "other")}',
  },
  "the first of several that was given": {
    made: ({ missing, text }) => firstGiven(undefined, missing, text, "other"),
    known: "acme",
    expression: '${coalesce(var.missing, var.text, "other")}',
  },
  "an empty text for want of one": {
    made: ({ missing }) => firstGiven(missing, ""),
    known: "",
    expression: '${(var.missing != null) ? var.missing : ""}',
  },
  "those that were given": {
    made: ({ missing, text }) => each(given(missing, text, "b"), itself),
    known: ["acme", "b"],
    expression: '${compact([var.missing, var.text, "b"])}',
  },
  "a list of one": {
    made: ({ text }) => each(oneOrNone(text), (one) => `${one}/*`),
    known: ["acme/*"],
    expression: '${formatlist("%s/*", var.text[*])}',
  },
  "a list of none": {
    made: ({ missing }) => each(oneOrNone(missing), itself),
    known: [],
    expression: "${var.missing[*]}",
  },
  "a text without its end": {
    made: ({ text }) => trimEnd(`${text}/`, "/"),
    known: "acme",
    expression: '${trimsuffix("${var.text}/", "/")}',
  },
  "a text without its beginning": {
    made: ({ text }) => trimStart(`s3://${text}`, "s3://"),
    known: "acme",
    expression: '${trimprefix("s3://${var.text}", "s3://")}',
  },
  "the name in an ARN": {
    made: ({ text }) => lastPart(`arn:aws:iam::1:role/path/${text}`),
    known: "acme",
    expression: '${basename("arn:aws:iam::1:role/path/${var.text}")}',
  },
  "texts in a row": {
    made: ({ texts }) => joined(texts, ", "),
    known: "runs/, tables",
    expression: '${join(", ", var.texts)}',
  },
  "one of two lists, in a row": {
    made: ({ no, texts }) => joined(chooseList(no, ["a"], each(texts, itself)), "\n"),
    known: "runs/\ntables",
    expression: '${join("\\n", var.no ? ["a"] : var.texts)}',
  },
  "tags with more of them": {
    made: ({ tags, text }) => withTags(tags, { Name: text }),
    known: { owner: "genomics", Name: "acme" },
    expression: '${merge(var.tags, {"Name" = var.text})}',
  },
  "texts under a condition that holds": {
    made: ({ yes, text }) => each(listIf(yes, [`${text}-1`, "b"]), itself),
    known: ["acme-1", "b"],
    expression: '${var.yes ? ["${var.text}-1", "b"] : []}',
  },
  "texts under a condition that does not hold": {
    made: ({ no }) => each(listIf(no, ["a"]), itself),
    known: [],
    expression: '${var.no ? ["a"] : []}',
  },
  "a number in a text": {
    made: ({ number, text }) => onlyWhen(true, `${text} ${digits(number)}`),
    known: "acme 3",
    expression: "${var.text} ${var.number}",
  },
  "a text of each number": {
    made: ({ number, text }) =>
      each(
        upTo(number, (it) => `${text}-${it}`),
        itself,
      ),
    known: ["acme-1", "acme-2", "acme-3"],
    expression: '${[for number in range(1, var.number + 1) : "${var.text}-${number}"]}',
  },
  "a text of each by what it is made of": {
    made: ({ texts, text }) => byText(texts, (it) => `${text}/${it}`),
    known: { "runs/": "acme/runs/", tables: "acme/tables" },
    expression: '${{ for item in var.texts : item => "${var.text}/${item}" }}',
  },
  "a condition on one of two": {
    made: ({ no, text }) => or(no, equal(text, "acme")),
    known: true,
    expression: '${(var.no || (var.text == "acme"))}',
  },
};
