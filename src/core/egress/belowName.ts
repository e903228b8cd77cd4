import { isSecretWord } from "./secretLook.ts";
import { namesSecret } from "./secretNames.ts";
import type { SecretSpan } from "./secretSpan.ts";

/** A key of YAML with nothing behind its colon, or a name of a property list. */
const name = /(?:^([ \t]*(?:- )?)["']?([\w.-]{1,60}?)s?["']?:|<key>([\w.-]{1,60})<\/key>)[ \t]*\r?\n/gm;
/** A line of one word, an entry of a list, or the element behind a name. */
const line =
  /([ \t]*)(?:- +|<string>)?["']?([^\s"'#:{}[\],&*|<>][^\s"'<]{4,199})(?:["'<][^\n]*|[ \t]*(?:#[^\n]*)?)(?:\r?\n|$)/y;

/** Secrets on the lines below their name: in YAML as a word or a list, in property lists as the next element. */
export function findBelowNames(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  for (const { 0: whole, 1: indent, 2: key, 3: element = "", index } of text.matchAll(name)) {
    if (!namesSecret(key ?? element)) {
      continue;
    }
    line.lastIndex = index + whole.length;
    for (let match = line.exec(text); match !== null; match = line.exec(text)) {
      const [before, blanks = "", value = ""] = match;
      if (indent !== undefined && blanks.length < Math.max(1, indent.length)) {
        break;
      }
      if (isSecretWord(value)) {
        const start = match.index + before.indexOf(value);
        spans.push({ start, end: start + value.length, kind: "PASSWORD" });
      }
    }
  }
  return spans;
}
