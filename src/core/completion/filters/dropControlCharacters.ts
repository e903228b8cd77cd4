import type { ReplyFilter } from "../hole.ts";

// C0 and C1 controls but tab and line feed, zero-width characters, marks that reorder text, and the byte-order mark.
const hidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Joiners are letters of their own in Persian, in Indian scripts and within emoji; elsewhere they hide. */
const strayJoiner =
  /(?<![\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Sinhala}\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])[\u200c\u200d]/gu;

/** Drops characters that cannot be seen or that reorder what is seen; line endings become `\n`. */
export const dropControlCharacters: ReplyFilter = (text) =>
  text.replace(/\r\n?/g, "\n").replace(hidden, "").replace(strayJoiner, "");
