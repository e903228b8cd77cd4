import { isStandIn, looksChosen, looksRandom } from "./secretLook.ts";
import type { SecretSpan } from "./secretSpan.ts";

const word =
  /(?:pass|password|passwd|passphrase|secret|token|rootpw|api_?key)["']?[ \t]+(?=["'\w!@#$%^&*])/gi;
/** What may stand before the name: a shell's or a container file's way to set it. */
const opening =
  /^[ \t]*(?:(?:ENV|ARG|setx?|set[ \t]+-\w{1,3}|export)[ \t]+|[\w ]{1,40}\{[ \t]*)?["']?[\w.-]{0,60}$/;
/** Longer beginnings of lines are no settings (characters). */
const maxOpeningChars = 200;
const quoted = /(["'])([^"'\s]{4,200})\1/y;
const bare = /([^\s"'`=:{};,()]{5,200})[ \t]*(?:;[ \t]*)?(?=\r?\n|$|#|\})/y;

/**
 * Settings that a blank joins to their value: `requirepass x`, `ENV DB_PASSWORD x`, `storePassword 'x'`.
 * For files of settings alone: elsewhere two words side by side are a sentence.
 */
export function findSettingsLines(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  for (const match of text.matchAll(word)) {
    const near = text.slice(Math.max(0, match.index - maxOpeningChars), match.index);
    if (!opening.test(near.slice(near.lastIndexOf("\n") + 1))) {
      continue;
    }
    const at = match.index + match[0].length;
    quoted.lastIndex = at;
    bare.lastIndex = at;
    const inQuotes = quoted.exec(text)?.[2];
    const value = inQuotes ?? bare.exec(text)?.[1];
    const isMeant =
      value !== undefined &&
      (looksRandom(value, 16) ||
        looksChosen(value) ||
        (inQuotes !== undefined && /^[a-z]{8,}$/i.test(value)));
    if (value !== undefined && isMeant && !isStandIn(value) && !value.startsWith("$")) {
      const start = inQuotes === undefined ? at : at + 1;
      spans.push({ start, end: start + value.length, kind: "PASSWORD" });
    }
  }
  return spans;
}
