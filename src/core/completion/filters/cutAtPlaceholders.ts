import { isProsePlace, type ReplyFilter } from "../hole.ts";
import { isInProse } from "../inProse.ts";
import { placeholder } from "../placeholder.ts";

function isPlaceholder(line: string): boolean {
  return placeholder.test(line.trim());
}

/** Keeps the code up to a comment of a chat model that stands for code it did not say again; leading ones go. */
export const cutAtPlaceholders: ReplyFilter = (text, hole) => {
  const lines = text.split("\n");
  if (!hole.isChat || isProsePlace(hole) || isInProse(hole) || !lines.some(isPlaceholder)) {
    return text;
  }
  const first = lines.findIndex((line) => line.trim() !== "" && !isPlaceholder(line));
  if (first < 0) {
    return "";
  }
  const start = lines.slice(0, first).some(isPlaceholder) ? first : 0;
  const end = lines.findIndex((line, index) => index > first && isPlaceholder(line));
  const kept = lines.slice(start, end < 0 ? lines.length : end).join("\n");
  return end < 0 ? kept : kept.replace(/\n\s*$/, "");
};
