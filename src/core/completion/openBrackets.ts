/** Brackets opened minus brackets closed, strings left out roughly. */
export function openBrackets(text: string): number {
  let depth = 0;
  for (const character of text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, "")) {
    if ("([{".includes(character)) {
      depth += 1;
    } else if (")]}".includes(character)) {
      depth -= 1;
    }
  }
  return depth;
}

const opener = /(?:[{([:,=+&|?]|=>|->|\b(?:do|then|begin|else))\s*$/;

/** True when the text stops in the middle of a statement or right after the head of a block. */
export function endsOpen(text: string): boolean {
  return opener.test(text) || openBrackets(text) > 0;
}
