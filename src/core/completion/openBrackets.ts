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
