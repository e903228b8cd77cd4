/** Controls that no answer needs: C0 without tab, line feed, form feed and carriage return, DEL and C1. */
const controls = "\\u0000-\\u0008\\u000b\\u000e-\\u001f\\u007f-\\u009f";
/** Marks and overrides that reorder the text on the screen. */
const bidi = "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069";
/** Tag characters: invisible, and used to smuggle instructions. */
const tags = "\\u{e0000}-\\u{e007f}";

const unseen = new RegExp(`[${controls}${bidi}${tags}]`, "gu");
// The marks alone (U+200E, U+200F, U+061C) are ordinary in Arabic and Hebrew texts; they reorder nothing
// beyond their neighbours, so a completion may hold them.
const refused = new RegExp(`[${controls}\\u202a-\\u202e\\u2066-\\u2069${tags}]`, "u");

/** Shows what would act unseen: `␛` for an escape, `⟦U+202E⟧` for a bidirectional override. */
export function sanitizeReplyText(text: string): string {
  return text.replace(unseen, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) {
      return String.fromCodePoint(0x2400 + code);
    }
    return `⟦U+${code.toString(16).toUpperCase().padStart(4, "0")}⟧`;
  });
}

/** True when text must not be put into a file unseen: terminal controls, NUL, bidirectional overrides. */
export function hasUnsafeCharacters(text: string): boolean {
  return refused.test(text);
}
