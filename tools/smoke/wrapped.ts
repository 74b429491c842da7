const WIDTH = 80;

/**
 * A text behind its first letters, in lines of 80 columns that begin below it, broken between words.
 *
 * A word that is longer than a line stands alone.
 */
export function wrapped(first: string, text: string): string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(/\s+/)) {
    const empty = line.length === first.length;
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = " ".repeat(first.length) + word;
    } else line += empty ? word : ` ${word}`;
  }
  return [...lines, line];
}
