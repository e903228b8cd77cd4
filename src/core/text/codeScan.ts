/** Walks code of the C family (and near enough of most others) past its strings and comments. */

const closingOf: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]" };

function skipString(text: string, start: number): number {
  const quote = text[start] ?? "";
  const triple = quote.repeat(3);
  if (quote !== "`" && text.startsWith(triple, start)) {
    const end = text.indexOf(triple, start + 3);
    return end === -1 ? text.length : end + 3;
  }
  for (let i = start + 1; i < text.length; i += 1) {
    const char = text[i];
    if (char === "\\") {
      i += 1;
    } else if (char === quote) {
      return i + 1;
    } else if (char === "\n" && quote !== "`") {
      return i;
    }
  }
  return text.length;
}

function skipTo(text: string, mark: string, start: number): number {
  const end = text.indexOf(mark, start);
  return end === -1 ? text.length : end + mark.length;
}

/**
 * The offset after a string or comment that begins at `at`, or `at` itself. An apostrophe after a letter
 * or digit (a digit separator, a lifetime) begins nothing.
 */
export function skipNonCode(text: string, at: number): number {
  const char = text[at];
  if (char === "/" && text[at + 1] === "/") {
    return Math.max(at + 1, skipTo(text, "\n", at) - 1);
  }
  if (char === "/" && text[at + 1] === "*") {
    return skipTo(text, "*/", at + 2);
  }
  if (char === '"' || char === "`" || (char === "'" && !/[\w]/.test(text[at - 1] ?? " "))) {
    return skipString(text, at);
  }
  return at;
}

/** The offset after the bracket that closes the one at `openOffset`; undefined when it is never closed. */
export function findClosing(text: string, openOffset: number): number | undefined {
  const expected: string[] = [];
  for (let i = openOffset; i < text.length;) {
    const skipped = skipNonCode(text, i);
    if (skipped > i) {
      i = skipped;
      continue;
    }
    const char = text[i] ?? "";
    const closing = closingOf[char];
    if (closing !== undefined) {
      expected.push(closing);
    } else if (char === expected.at(-1)) {
      expected.pop();
      if (expected.length === 0) {
        return i + 1;
      }
    } else if (char === "}" || char === ")" || char === "]") {
      return undefined;
    }
    i += 1;
  }
  return undefined;
}

/** The first of `marks` in code from `start` on and before `end`, brackets skipped; undefined when there is none. */
export function findMark(text: string, start: number, marks: string, end = text.length): number | undefined {
  for (let i = start; i < Math.min(end, text.length);) {
    const skipped = skipNonCode(text, i);
    if (skipped > i) {
      i = skipped;
      continue;
    }
    const char = text[i] ?? "";
    if (marks.includes(char)) {
      return i;
    }
    if (char === "(" || char === "[") {
      i = findClosing(text, i) ?? text.length;
    } else {
      i += 1;
    }
  }
  return undefined;
}
