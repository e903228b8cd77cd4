import { isStandIn, looksChosen, looksRandom } from "./secretLook.ts";
import type { SecretSpan } from "./secretSpan.ts";

/**
 * A note in Chinese: the word for password, key or token, what joins it to the value, perhaps a user
 * before a slash, and the value. Text without Chinese characters costs nothing: such a pattern cannot
 * match it.
 */
const note =
  /(?:密码|口令|密钥|秘钥|私钥|令牌)(?:是|为|[:：=*`"“”'|]|[ \t]){1,8}(?:[\w.-]{1,32}[ \t]?\/[ \t]?)?([!-~]{4,200})/g;
/** Marks that end a sentence or a quotation behind the value. */
const trailing = /[`"'.,;:*|)\]}]+$/;
/** What a note about passwords speaks of without giving one: code, paths, names of algorithms. */
const noValue = /[()[\]{}<>=]|^(?:sha|md|aes|des|rsa|base|utf|bcrypt|sm|v)-?\d|^[\w$]+(?:[./:][\w$-]+)+$/i;

export function findSecretNotes(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  for (const match of text.matchAll(note)) {
    const value = (match[1] ?? "").replace(trailing, "");
    const isSecret = looksRandom(value, 16) || (looksChosen(value) && !noValue.test(value));
    if (value.length >= 5 && isSecret && !isStandIn(value)) {
      const start = match.index + match[0].length - (match[1] ?? "").length;
      spans.push({ start, end: start + value.length, kind: "PASSWORD" });
    }
  }
  return spans;
}
