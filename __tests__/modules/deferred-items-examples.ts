import { atLeast, each, equal, filled } from "../../modules/deferred";
import { anyItem, itemList, itemsIf, itemsOf, joinedItems, mapItems } from "../../modules/deferred-items";
import { textsWhere } from "../../modules/deferred-text";
import type { Example } from "./deferred-examples";

/** The words for lists some of whose texts stand under a condition. */
export const ITEMS_EXAMPLES: Record<string, Example> = {
  "a list with texts under conditions": {
    made: ({ yes, no, text }) => itemList(["a", ...itemsIf(yes, `"${text}"`, "c"), ...itemsIf(no, "d"), "e"]),
    known: ["a", '"acme"', "c", "e"],
    expression: '${concat(["a"], var.yes ? ["\\"${var.text}\\"", "c"] : [], var.no ? ["d"] : [], ["e"])}',
  },
  "a list of nothing but texts under a condition": {
    made: ({ no }) => itemList(itemsIf(no, "a", "b")),
    known: [],
    expression: '${var.no ? ["a", "b"] : []}',
  },
  "a list with another one in it": {
    made: ({ texts }) => itemList(["a", ...itemsOf(texts)]),
    known: ["a", "runs/", "tables"],
    expression: '${concat(["a"], var.texts)}',
  },
  "texts under a condition within another one": {
    made: ({ yes, no, texts }) => itemList(itemsIf(yes, "a", ...itemsIf(no, "b"), ...itemsOf(texts))),
    known: ["a", "runs/", "tables"],
    expression: '${concat(var.yes ? ["a"] : [], (var.yes && var.no) ? ["b"] : [], var.yes ? var.texts : [])}',
  },
  "texts made of each text of a list": {
    made: ({ yes, texts }) => itemList(mapItems(["a", ...itemsIf(yes, "b"), ...itemsOf(texts)], (it) => `- ${it}`)),
    known: ["- a", "- b", "- runs/", "- tables"],
    expression: '${concat(["- a"], var.yes ? ["- b"] : [], formatlist("- %s", var.texts))}',
  },
  "texts under conditions in a row": {
    made: ({ yes, no }) => joinedItems(["a", ...itemsIf(yes, "b"), ...itemsIf(no, "c")], "\n"),
    known: "a\nb",
    expression: '${join("\\n", concat(["a"], var.yes ? ["b"] : [], var.no ? ["c"] : []))}',
  },
  "whether any text is there": {
    made: ({ no, none }) => anyItem([...itemsIf(no, "a"), ...itemsOf(none)]),
    known: false,
    expression: "${(var.no || (length(var.none) >= 1))}",
  },
  "whether any text is there where one is always": {
    made: ({ no }) => equal(String(anyItem(["a", ...itemsIf(no, "b")])), "true"),
    known: true,
    expression: true as unknown as string,
  },
  "texts by name where they are there": {
    made: ({ yes, no, text }) =>
      textsWhere(
        { there: true, texts: { a: text } },
        { there: yes, texts: { "b-2": `x ${text}` } },
        { there: no, texts: { c: "c" } },
      ),
    known: { a: "acme", "b-2": "x acme" },
    expression: '${merge({ a = var.text }, var.yes ? { b-2 = "x ${var.text}" } : {}, var.no ? { c = "c" } : {})}',
  },
  "items with a value for what they have not": {
    made: ({ sources }) => each(filled(sources, "kmsKeyArn", ""), ({ kmsKeyArn }) => `key ${kmsKeyArn}`),
    known: ["key ", "key arn:aws:kms:eu-west-2:111122223333:key/1"],
    expression:
      '${formatlist("key %s", [for item in var.sources : merge(item, { kms_key_arn = item.kms_key_arn == null ? "" : item.kms_key_arn })][*].kms_key_arn)}',
  },
  "a number that is another one or more": {
    made: ({ number }) => atLeast(number, 3),
    known: true,
    expression: "${(var.number >= 3)}",
  },
};
