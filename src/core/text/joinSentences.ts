/** One paragraph of sentences: a blank between them, but none behind a full-width stop. */
export function joinSentences(...sentences: readonly string[]): string {
  return sentences
    .filter((sentence) => sentence !== "")
    .reduce((text, sentence) => text + (text === "" || /[。！？；]$/.test(text) ? "" : " ") + sentence, "");
}
