const strings = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;

function countBrackets(text: string, least: number, start = 0): number {
  let depth = start;
  for (const character of text.replace(strings, "")) {
    if ("([{".includes(character)) {
      depth += 1;
    } else if (")]}".includes(character)) {
      depth = Math.max(least, depth - 1);
    }
  }
  return depth;
}

/** Brackets opened minus brackets closed, strings left out roughly. */
export function openBrackets(text: string): number {
  return countBrackets(text, -Infinity);
}

/** Brackets that are open behind the text, of `before` ones and its own; what it closes of others does not count. */
export function bracketsOpened(text: string, before: number): number {
  return countBrackets(text, 0, before);
}

const opener = /(?:[{([:,=+&|?]|=>|->|\b(?:do|then|begin|else))\s*$/;

/** True when the text stops in the middle of a statement or right after the head of a block. */
export function endsOpen(text: string): boolean {
  return opener.test(text) || openBrackets(text) > 0;
}
