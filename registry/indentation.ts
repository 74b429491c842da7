/**
 * HCL as `terraform fmt` indents and aligns it, for what stands in a page and not in a file.
 *
 * Enough for a call of a module: arguments and their values, no texts of several lines.
 */
export function indented(hcl: string): string {
  let depth = 0;
  const lines = hcl.split("\n").map((line) => {
    if (/^[}\])]/.test(line)) depth--;
    const indent = depth;
    if (/[{[(]$/.test(line)) depth++;
    return { indent, line };
  });
  const isAligned = (at: number) => /^[\w-]+ = /.test(lines[at]?.line ?? "") && !/[{[(]$/.test(lines[at]?.line ?? "");
  return lines
    .map(({ indent, line }, at) => {
      if (!isAligned(at)) return `${"  ".repeat(indent)}${line}`;
      let [first, last] = [at, at];
      while (isAligned(first - 1) && lines[first - 1]?.indent === indent) first--;
      while (isAligned(last + 1) && lines[last + 1]?.indent === indent) last++;
      const widths = lines.slice(first, last + 1).map((it) => it.line.indexOf(" = "));
      const name = line.slice(0, line.indexOf(" = ")).padEnd(Math.max(...widths));
      return `${"  ".repeat(indent)}${name}${line.slice(line.indexOf(" = "))}`;
    })
    .join("\n");
}
