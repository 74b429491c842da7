const WIDTH = 80;

/**
 * A command as it is pasted into a shell, in lines of 80 columns.
 *
 * An argument that begins with `$` is a variable of the shell. Options stay beside their values.
 *
 * @param into shell variable that takes what the command prints. @default - it is shown
 */
export function shellCommand(args: readonly string[], into?: string): string {
  const [start, end] = into === undefined ? ["", ""] : [`${into}=$(`, ")"];
  const lines: string[] = [];
  let line = start;
  for (const words of paired(args.map(quoted))) {
    // room for a space and the backslash
    if (line !== start && `${line} ${words}`.length > WIDTH - 2) {
      lines.push(line);
      line = `  ${words}`;
    } else line += line === start ? words : ` ${words}`;
  }
  return `${[...lines, line].join(" \\\n")}${end}`;
}

function paired(words: readonly string[]): string[] {
  return words.reduce<string[]>((pairs, word) => {
    const last = pairs.at(-1);
    if (last?.startsWith("--") && !last.includes(" ") && !word.startsWith("--")) pairs[pairs.length - 1] += ` ${word}`;
    else pairs.push(word);
    return pairs;
  }, []);
}

function quoted(word: string): string {
  if (/^\$\w+$/.test(word)) return `"${word}"`;
  if (/^[\w./:=@,-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
