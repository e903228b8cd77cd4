/** Start and end of each token, two numbers a token; an end-of-line token has length 0. */
export interface LexedText {
  readonly bounds: Int32Array<ArrayBuffer>;
  readonly count: number;
}

const operators = new Set([
  "=>",
  "->",
  "==",
  "!=",
  "<=",
  ">=",
  "&&",
  "||",
  "++",
  "--",
  "+=",
  "-=",
  "*=",
  "/=",
  "::",
  "//",
  "/*",
  "*/",
  "??",
  "?.",
  "**",
  "<<",
  ">>",
  ":=",
  "..",
  "|=",
  "&=",
  "===",
  "!==",
  "...",
  "</",
  "/>",
  "##",
  "<!--",
  "-->",
]);

/** 0: other, 1: word, 2: blank, 3: line break. Covers ASCII; everything above counts as a word. */
const classOf = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
  const character = String.fromCharCode(code);
  if (/[A-Za-z0-9_$]/.test(character)) {
    classOf[code] = 1;
  } else if (character === " " || character === "\t" || character === "\r") {
    classOf[code] = 2;
  } else if (character === "\n") {
    classOf[code] = 3;
  }
}

/** Words longer than this are data, not names; they are cut into pieces. */
const maxWordChars = 64;

function classAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < 128 ? (classOf[code] ?? 0) : 1;
}

/**
 * Cuts any language into words, operators and single characters, with one end-of-line token after each
 * line that is not empty. Strings and comments are cut like code. `scratch` is written over and is the
 * result's `bounds` as long as it is large enough.
 */
export function lexTokens(text: string, start = 0, scratch?: Int32Array<ArrayBuffer>): LexedText {
  let bounds = scratch ?? new Int32Array(Math.max(64, (text.length - start) >> 1));
  let count = 0;
  let isLineEmpty = true;
  const push = (from: number, to: number): void => {
    if (count * 2 + 2 > bounds.length) {
      const larger = new Int32Array(bounds.length * 2);
      larger.set(bounds);
      bounds = larger;
    }
    bounds[count * 2] = from;
    bounds[count * 2 + 1] = to;
    count += 1;
  };
  for (let index = start; index < text.length;) {
    const kind = classAt(text, index);
    if (kind === 3) {
      if (!isLineEmpty) {
        push(index, index);
      }
      isLineEmpty = true;
      index += 1;
    } else if (kind === 2) {
      index += 1;
    } else {
      const end = kind === 1 ? wordEnd(text, index) : operatorEnd(text, index);
      push(index, end);
      isLineEmpty = false;
      index = end;
    }
  }
  return { bounds, count };
}

function wordEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + maxWordChars);
  let end = start + 1;
  while (end < limit && classAt(text, end) === 1) {
    end += 1;
  }
  return end;
}

function operatorEnd(text: string, start: number): number {
  const three = text.slice(start, start + 3);
  if (three.length === 3 && operators.has(three)) {
    return start + 3;
  }
  return operators.has(three.slice(0, 2)) ? start + 2 : start + 1;
}

/** True when the character is part of a word token. */
export function isWordCode(code: number): boolean {
  return code >= 128 || classOf[code] === 1;
}
