/** Longer values are cut: they are for tools, and `terraform output` shows them whole. */
const LONGEST = 300;

/** An output of a stack for a terminal; one of several lines, or of several parts, stands below its name. */
export function outputText(name: string, value: unknown): string {
  const text = readable(value);
  if (text.includes("\n")) return `    ${name}\n${text.trimEnd().replace(/^(?=.)/gm, "      ")}`;
  const shown = text.length > LONGEST ? `${text.slice(0, 60)}… (${text.length} characters)` : text;
  return `    ${name}\n      ${shown}`;
}

/** A value as people read it: each part of a list or a map in a line of its own. */
function readable(value: unknown): string {
  const inOneLine = (part: unknown) => (typeof part === "string" ? part : JSON.stringify(part));
  if (Array.isArray(value)) return value.map(inOneLine).join("\n");
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${inOneLine(part)}`)
    .join("\n");
}
