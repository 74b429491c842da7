const COLUMNS = 80;

/**
 * Text in lines of at most 80 columns, each after the same indent.
 *
 * ARNs may be longer than a line: they are broken after a colon, slash or comma where there is one. What would steer a
 * terminal is shown as JSON writes it, since the text comes from files of others.
 */
export function inColumns(text: string, indent = 0): string {
  const width = COLUMNS - indent;
  const shown = text.replaceAll(/\p{Cc}/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const lines: string[] = [];
  let line = "";
  for (const word of shown.split(" ").flatMap((each) => pieces(each, width))) {
    const joined = line === "" ? word.text : `${line}${word.glued ? "" : " "}${word.text}`;
    if (joined.length <= width) line = joined;
    else {
      lines.push(line);
      line = word.text;
    }
  }
  return [...lines, line].map((each) => " ".repeat(indent) + each).join("\n");
}

/** A word in parts that fit; all but the first are written on to the one before. */
function pieces(word: string, width: number): { text: string; glued: boolean }[] {
  const parts: string[] = [];
  let rest = word;
  while (rest.length > width) {
    const seam = /^.*[:/,]/.exec(rest.slice(0, width))?.[0].length ?? width;
    parts.push(rest.slice(0, seam));
    rest = rest.slice(seam);
  }
  return [...parts, rest].map((text, index) => ({ text, glued: index > 0 }));
}
