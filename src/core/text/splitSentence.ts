/**
 * The first sentence and the rest, for places that show one line and a second, smaller one. A full stop
 * inside of quotes or of brackets, or in a number or a host's name, ends nothing.
 */
export function splitSentence(text: string): readonly [first: string, rest: string] {
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i] ?? "";
    if ("“(（".includes(character)) {
      depth += 1;
    } else if ("”)）".includes(character)) {
      depth -= 1;
    } else if (depth <= 0 && isEnd(text, i)) {
      return [text.slice(0, i + 1), text.slice(i + 1).trim()];
    }
  }
  return [text, ""];
}

function isEnd(text: string, at: number): boolean {
  return "。！？".includes(text[at] ?? "") || (".!?".includes(text[at] ?? "") && text[at + 1] === " ");
}
