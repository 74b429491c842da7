/**
 * Texts in HCL, with the interpolations that cdktf left in them.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings
 */

/** Whether a text is one interpolation from its first character to its last. */
export function isInterpolation(text: string): boolean {
  return text.startsWith("${") && parts(text).length === 1;
}

/** A quoted template: what stands inside an interpolation is Terraform's, the rest is escaped. */
export function hclText(text: string): string {
  return `"${parts(text)
    .map((part) => (/^[$%]\{/.test(part) ? part : escaped(part)))
    .join("")}"`;
}

/** Whether a text is clearer on lines of its own than in quotes with `\\n`, and stays the same there. */
export function isReadableHeredoc(text: string): boolean {
  const several = text.endsWith("\n") && text.indexOf("\n") < text.length - 1;
  return several && !/[^\P{Cc}\t\n]/u.test(text) && !/^\s*EOT$/m.test(text);
}

/** A text of several lines as it is, moved in where that changes nothing in it. */
export function heredoc(text: string): string {
  const rows = text.slice(0, -1).split("\n");
  // `<<-` takes away what all lines have in front
  if (!rows.some((row) => /^\S/.test(row))) return `<<EOT\n${text}EOT`;
  const moved = rows.map((row) => (row === "" ? "" : `    ${row}`));
  return `<<-EOT\n${moved.join("\n")}\n  EOT`;
}

/** JSON's escapes, but for the two that HCL does not know. */
function escaped(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(/\\[\\bf]/g, (pair) => ({ "\\b": "\\u0008", "\\f": "\\u000c" })[pair] ?? pair);
}

/** A template in its interpolations and the texts between them. */
function parts(text: string): string[] {
  const found: string[] = [];
  let literal = "";
  for (let at = 0; at < text.length; ) {
    if (/^(\$\$|%%)\{/.test(text.slice(at, at + 3))) {
      literal += text.slice(at, at + 3);
      at += 3;
    } else if (/^[$%]\{/.test(text.slice(at, at + 2))) {
      if (literal) found.push(literal);
      literal = "";
      const end = interpolationEnd(text, at + 2);
      found.push(text.slice(at, end));
      at = end;
    } else {
      literal += text[at++];
    }
  }
  if (literal) found.push(literal);
  return found;
}

function interpolationEnd(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '"') at = stringEnd(text, at + 1);
    else if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at + 1;
  }
  throw new Error(`an interpolation is not closed in '${text}'`);
}

/** Where a string that starts before a place ends: a brace in it closes nothing. */
export function stringEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const next = text.slice(at, at + 3);
    if (text[at] === "\\") at++;
    else if (/^(\$\$|%%)\{/.test(next)) at += 2;
    else if (/^[$%]\{/.test(next)) at = interpolationEnd(text, at + 2) - 1;
    else if (text[at] === '"') return at;
  }
  throw new Error(`a string is not closed in '${text}'`);
}
