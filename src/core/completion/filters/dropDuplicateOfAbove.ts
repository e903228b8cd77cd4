import { nonEmptyLinesBefore } from "../../text/lines.ts";
import { opensBox } from "../blockHead.ts";
import type { ReplyFilter } from "../hole.ts";

const minChars = 3;

/** Drops a reply on an empty line that says once more what the line above says. */
export const dropDuplicateOfAbove: ReplyFilter = (text, hole) => {
  if (hole.linePrefix.trim() !== "") {
    return text;
  }
  const first = text
    .split("\n")
    .find((line) => line.trim() !== "")
    ?.trim();
  const [above] = nonEmptyLinesBefore(hole.prefix, hole.prefix.length, 1);
  const isCode =
    first !== undefined && first.length >= minChars && /[\p{L}\p{N}]/u.test(first) && !opensBox.test(first);
  return isCode && first === above ? "" : text;
};
