import type { ReplyFilter } from "../hole.ts";

/** Longest run of characters without a blank that anyone would take unread. */
const maxRunChars = 500;

const giant = new RegExp(`\\S{${maxRunChars + 1}}`);

/** Drops a reply that holds one endless word: no line of code has it, and an editor chokes on it. */
export const dropGiantWord: ReplyFilter = (text) => (giant.test(text) ? "" : text);
