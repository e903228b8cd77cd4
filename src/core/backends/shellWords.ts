/** Characters that a backslash escapes inside double quotes; before others it stays. */
const escapable = new Set(['"', "\\", "$", "`"]);

/** Undoes cmd's `^` escapes, which would otherwise stand in every quote. */
function withoutCarets(text: string): string {
  return /\^\s*\r?\n|\^"/.test(text) ? text.replace(/\^\r?\n/g, " ").replace(/\^([\s\S])/g, "$1") : text;
}

function readDouble(text: string, start: number): { value: string; end: number } {
  let value = "";
  let at = start;
  while (at < text.length) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (char === '"' && next === '"') {
      // cmd doubles a quote to keep it; an empty text next to another one is read the same.
      value += '"';
      at += 2;
    } else if (char === '"') {
      return { value, end: at + 1 };
    } else if ((char === "\\" || char === "`") && escapable.has(next)) {
      value += next;
      at += 2;
    } else if (char === "\\" && next === "\n") {
      at += 2;
    } else {
      value += char;
      at += 1;
    }
  }
  return { value, end: at };
}

const ansiEscapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "'": "'",
  "\\": "\\",
  '"': '"',
};

function readAnsi(text: string, start: number): { value: string; end: number } {
  let value = "";
  let at = start;
  while (at < text.length && text.charAt(at) !== "'") {
    if (text.charAt(at) === "\\") {
      const next = text.charAt(at + 1);
      value += ansiEscapes[next] ?? `\\${next}`;
      at += 2;
    } else {
      value += text.charAt(at);
      at += 1;
    }
  }
  return { value, end: at + 1 };
}

function readSingle(text: string, start: number): { value: string; end: number } {
  const close = text.indexOf("'", start);
  const end = close < 0 ? text.length : close;
  return { value: text.slice(start, end), end: end + 1 };
}

/** Splits a command as bash, cmd or PowerShell would, near enough for a pasted curl line. */
export function splitShellWords(command: string): string[] {
  const text = withoutCarets(command).replace(/[\\`]\r?\n/g, " ");
  const words: string[] = [];
  let word: string | undefined;
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (/\s/.test(char)) {
      if (word !== undefined) {
        words.push(word);
      }
      word = undefined;
      at += 1;
    } else if (char === '"' && text.charAt(at + 1) === '"' && text.charAt(at + 2) !== '"') {
      word = word ?? "";
      at += 2;
    } else if (char === '"' || char === "'" || (char === "$" && text.charAt(at + 1) === "'")) {
      const isAnsi = char === "$";
      const start = at + (isAnsi ? 2 : 1);
      const quoted = isAnsi
        ? readAnsi(text, start)
        : char === '"'
          ? readDouble(text, start)
          : readSingle(text, start);
      word = (word ?? "") + quoted.value;
      at = quoted.end;
    } else if (char === "\\" && at + 1 < text.length) {
      word = (word ?? "") + text.charAt(at + 1);
      at += 2;
    } else {
      word = (word ?? "") + char;
      at += 1;
    }
  }
  if (word !== undefined) {
    words.push(word);
  }
  return words;
}
