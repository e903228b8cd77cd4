/** Longest piece of code inside a line, in characters. */
const maxCodeChars = 100;

/** Code inside a line: blanks collapsed, cut, and fenced so that backticks in it do no harm. */
export function codeSpan(code: string): string {
  const flat = code.replace(/\s+/g, " ").trim();
  const short = flat.length > maxCodeChars ? `${flat.slice(0, maxCodeChars - 1)}…` : flat;
  if (!short.includes("`")) {
    return `\`${short}\``;
  }
  const longest = Math.max(...(short.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence} ${short} ${fence}`;
}
