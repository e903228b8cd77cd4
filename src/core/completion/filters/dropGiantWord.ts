import type { ReplyFilter } from "../hole.ts";

/** Longest run of characters without a blank that anyone would take unread. */
const maxRunChars = 500;

/** Chinese and Japanese sentences have no blanks, and their own signs. */
const giant = new RegExp(
  `[^\\s\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303f\\uff00-\\uffef]{${maxRunChars + 1}}`,
  "u",
);

/** Drops a reply that holds one endless word: no line of code has it, and an editor chokes on it. */
export const dropGiantWord: ReplyFilter = (text) => (giant.test(text) ? "" : text);
