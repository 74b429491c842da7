/** A table of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A text in a cell: what would end the cell, or be read as HTML, is written out. */
export function cell(text: string): string {
  return text
    .replaceAll("|", "\\|")
    .replace(/<(?=[a-z])/g, "&lt;")
    .replaceAll("\n", "<br>");
}

/** Code in a cell. */
export function code(text: string): string {
  return text === "" ? "" : `\`${text.replaceAll("|", "\\|").replace(/\s*\n\s*/g, " ")}\``;
}
