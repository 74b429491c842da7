import { heredoc, isReadableHeredoc, stringEnd } from "./hcl-text";

/**
 * An expression of cdktf's as a person would write it: without parentheses around all of it, and with a script that it
 * joins from its parts as one text of several lines.
 */
export function readable(expression: string): string {
  const bare = withoutParentheses(expression);
  return withHeredocs(bare.length > LINE ? withLines(bare) : bare);
}

/** What is longer is broken where it puts lists together. */
const LINE = 100;

/** Lists and maps one behind the other, with a line for each, and for each item of the lists that have several. */
function withLines(expression: string): string {
  let written = "";
  for (let at = 0; at < expression.length; ) {
    const [call] = /^\b(concat|merge)\((?!\n)/.exec(expression.slice(at)) ?? [];
    if (call !== undefined) {
      const end = closing(expression, at + call.length - 1);
      written += `${call}\n${items(expression.slice(at + call.length, end))
        .map(partInLines)
        .join(",\n")},\n)`;
      at = end + 1;
    } else if (expression[at] === '"') {
      const end = stringEnd(expression, at + 1) + 1;
      written += expression.slice(at, end);
      at = end;
    } else {
      written += expression[at++];
    }
  }
  return written;
}

function partInLines(part: string): string {
  const [, condition = "", texts = part, none = ""] = /^(.* \? )(\[.*\])( : \[\])$/s.exec(part) ?? [];
  if (!/^\[(?!for\b)/.test(texts) || closing(texts, 0) !== texts.length - 1) return part;
  const each = items(texts.slice(1, -1));
  return each.length > 1 ? `${condition}[\n${each.join(",\n")},\n]${none}` : part;
}

function withoutParentheses(expression: string): string {
  if (!expression.startsWith("(") || closing(expression, 0) !== expression.length - 1) return expression;
  // a check has a line for each of its tests, which only parentheses hold together
  return expression.startsWith("(\n") ? expression : withoutParentheses(expression.slice(1, -1));
}

const JOIN = 'join("", [';

function withHeredocs(expression: string): string {
  let written = "";
  for (let at = 0; at < expression.length; ) {
    if (expression.startsWith(JOIN, at)) {
      const bracket = at + JOIN.length - 1;
      const end = closing(expression, bracket);
      const text = template(items(expression.slice(bracket + 1, end)));
      const next = text === undefined ? at + JOIN.length : end + 2;
      written += text ?? JOIN;
      at = next;
    } else if (expression[at] === '"') {
      const end = stringEnd(expression, at + 1) + 1;
      const literal = expression.slice(at, end);
      // a text of several lines ends with one, which nothing can follow but what closes around it
      written += (expression[end] === ")" ? template([literal]) : undefined) ?? literal;
      at = end;
    } else {
      written += expression[at++];
    }
  }
  return written;
}

/** Texts and expressions in a row as one text of several lines; undefined where that is no clearer. */
function template(parts: readonly string[]): string | undefined {
  const texts = parts.map((part) => (part.startsWith('"') ? decoded(part) : placed(part)));
  if (texts.some((text) => text === undefined)) return undefined;
  const text = texts.join("");
  return isReadableHeredoc(text) ? `${heredoc(text)}\n` : undefined;
}

const ESCAPED: Readonly<Record<string, string>> = { n: "\n", t: "\t", '"': '"', "\\": "\\" };

/** What a quoted text says; undefined where a text of several lines cannot say it. */
function decoded(quoted: string): string | undefined {
  let said = "";
  for (let at = 1; at < quoted.length - 1; ) {
    if (quoted.startsWith("$${", at)) {
      said += "$${";
      at += 3;
    } else if (quoted.startsWith("${", at)) {
      const end = closing(quoted, at + 1);
      const value = placed(quoted.slice(at + 2, end));
      if (value === undefined) return undefined;
      said += value;
      at = end + 1;
    } else if (quoted[at] === "\\") {
      const letter = ESCAPED[quoted[at + 1] ?? ""];
      if (letter === undefined) return undefined;
      said += letter;
      at += 2;
    } else {
      said += quoted[at++];
    }
  }
  return said;
}

/** A value in a text; one that is a text of several lines or none at all stands there as it is, under its condition. */
function placed(expression: string): string | undefined {
  const { condition = "", yes = "", no = "" } = conditional(expression);
  const isText = [yes, no].every((text) => text.startsWith('"') && stringEnd(text, 1) === text.length - 1);
  if (!isText || !`${yes}${no}`.includes("\\n")) return `\${${expression}}`;
  const [text, other] = [decoded(yes), decoded(no)];
  if (text === undefined || other === undefined) return undefined;
  const otherwise = other === "" ? "" : `%{ else }${other}`;
  return `%{ if ${withoutParentheses(condition)} }${text}${otherwise}%{ endif }`;
}

/** The parts of a conditional; none where an expression is something else. */
function conditional(expression: string): { condition?: string; yes?: string; no?: string } {
  const question = outside(expression, "?", 0);
  const colon = question < 0 ? -1 : outside(expression, ":", question);
  if (colon < 0) return {};
  const part = (from: number, to?: number) => expression.slice(from, to).trim();
  return { condition: part(0, question), yes: part(question + 1, colon), no: part(colon + 1) };
}

/** Where a character stands that is in no text and in no bracket; -1 where it does not. */
function outside(text: string, character: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === character) return at;
    if (text[at] === '"') at = stringEnd(text, at + 1);
    else if (/[([{]/.test(text[at] ?? "")) at = closing(text, at);
  }
  return -1;
}

/** The items of a list, without the brackets. */
function items(list: string): string[] {
  const found: string[] = [];
  let start = 0;
  for (let at = 0; at < list.length; at++) {
    if (list[at] === '"') at = stringEnd(list, at + 1);
    else if (/[([{]/.test(list[at] ?? "")) at = closing(list, at);
    else if (list[at] === ",") {
      found.push(list.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...found, list.slice(start).trim()];
}

/** Where a bracket is closed. */
function closing(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '"') at = stringEnd(text, at + 1);
    else if (/[([{]/.test(text[at] ?? "")) depth++;
    else if (/[)\]}]/.test(text[at] ?? "") && --depth === 0) return at;
  }
  throw new Error(`a bracket is not closed in '${text}'`);
}
