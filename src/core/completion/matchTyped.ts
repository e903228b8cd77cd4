/** White space at `index` and after it, as far as it goes on the line. */
function skipBlank(text: string, index: number): number {
  let end = index;
  while (end < text.length && (text[end] === " " || text[end] === "\t")) {
    end += 1;
  }
  return end;
}

function isAtLineStart(text: string, index: number): boolean {
  let start = index;
  while (start > 0 && (text[start - 1] === " " || text[start - 1] === "\t")) {
    start -= 1;
  }
  return start > 0 && text[start - 1] === "\n";
}

/**
 * How many characters of `predicted` the typed text has used up; undefined where it says something else.
 * Indentation may differ (the editor indents by its own rules). With `mayGrow` a prediction that is
 * shorter than what was typed still counts: more of it may come.
 */
export function matchTyped(typed: string, predicted: string, mayGrow: boolean): number | undefined {
  if (predicted.startsWith(typed)) {
    return typed.length;
  }
  if (predicted === "" && !mayGrow) {
    // "Nothing to show here" stays true while the same word goes on.
    return /^[\p{L}\p{N}_$]+$/u.test(typed) ? 0 : undefined;
  }
  let at = 0;
  let used = 0;
  while (at < typed.length && used < predicted.length) {
    if (typed[at] === predicted[used]) {
      at += 1;
      used += 1;
      continue;
    }
    if (!isAtLineStart(typed, at) || !isAtLineStart(predicted, used)) {
      return undefined;
    }
    const nextAt = skipBlank(typed, at);
    const nextUsed = skipBlank(predicted, used);
    if (nextAt === at && nextUsed === used) {
      return undefined;
    }
    at = nextAt;
    used = nextUsed;
  }
  if (at === typed.length) {
    // The cursor stands after the editor's own indentation: ours is used up with it.
    const isIndented = typed.endsWith("\n") === false && isAtLineStart(typed, at);
    return isIndented && isAtLineStart(predicted, used) ? skipBlank(predicted, used) : used;
  }
  return mayGrow ? predicted.length : undefined;
}
