/** The split moves on so many lines at a time. */
const stepLines = 16;
/** llama-server takes what the begun middle is long from the room of the suffix; in characters. */
const maxBegunChars = 800;

export interface BegunMiddle {
  /** Whole lines, the same for some lines of typing. */
  readonly prefix: string;
  /** The lines that were typed since, up to the cursor: they stand behind the suffix, as if generated. */
  readonly begun: string;
}

/**
 * The text before the hole in two. A server reads a prompt again from its first difference on, and in
 * "prefix, suffix, middle" every new line in the prefix would make it read the whole suffix again. So the last
 * few lines count as the middle that the model has begun: a line of typing then adds to the prompt's end
 * alone. The two joined are the text before the hole, whatever redaction made of it.
 */
export function splitBegunMiddle(textBefore: string): BegunMiddle {
  const starts = [0];
  for (let at = textBefore.indexOf("\n"); at >= 0; at = textBefore.indexOf("\n", at + 1)) {
    starts.push(at + 1);
  }
  const current = starts.length - 1;
  for (let step = stepLines; step > 1; step >>= 1) {
    const start = starts[current - (current % step)] ?? 0;
    // With nothing before the hole a model would not see where it is.
    if (start > 0 && textBefore.length - start <= maxBegunChars) {
      return { prefix: textBefore.slice(0, start), begun: textBefore.slice(start) };
    }
  }
  const lineStart = starts[current] ?? 0;
  return { prefix: textBefore.slice(0, lineStart), begun: textBefore.slice(lineStart) };
}
