import { isStandIn, looksChosen, looksRandom } from "./secretLook.ts";
import { rateName } from "./secretNames.ts";
import type { SecretSpan } from "./secretSpan.ts";

/** A key of YAML with nothing behind its colon. */
const key = /^([ \t]*(?:- )?)["']?([\w.-]{1,60})["']?:[ \t]*\r?\n(?=[ \t])/gm;
/** A line of one word, or an entry of a list. */
const line = /([ \t]+)(?:- +)?(["']?)([^\s"'#:{}[\],&*|>][^\s"']{4,199})\2[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y;
/** A property list's name, and its value on the next line. */
const property = /<key>([\w.-]{1,60})<\/key>\s{0,40}<string>([^<\s]{5,200})<\/string>/g;
/** Longer lists are read this far (lines). */
const maxLines = 50;

function isSecretName(name: string): boolean {
  const strength = rateName(name.replace(/s$/, ""));
  return strength === "password" || strength === "secret" || strength === "token";
}

function isSecret(value: string): boolean {
  return (looksChosen(value) || looksRandom(value, 16)) && !isStandIn(value) && !/[(){}]/.test(value);
}

/** Secrets on the lines below their name: in YAML as a word or a list, in property lists as the next element. */
export function findBelowNames(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  for (const match of text.matchAll(key)) {
    if (isSecretName(match[2] ?? "")) {
      addLines(text, match.index + match[0].length, (match[1] ?? "").length, spans);
    }
  }
  for (const match of text.matchAll(property)) {
    const value = match[2] ?? "";
    if (isSecretName(match[1] ?? "") && isSecret(value)) {
      const start = match.index + match[0].length - value.length - "</string>".length;
      spans.push({ start, end: start + value.length, kind: "KEY" });
    }
  }
  return spans;
}

function addLines(text: string, from: number, column: number, spans: SecretSpan[]): void {
  line.lastIndex = from;
  for (let count = 0; count < maxLines; count += 1) {
    const match = line.exec(text);
    if (match === null || (match[1] ?? "").length < column) {
      return;
    }
    const value = match[3] ?? "";
    if (isSecret(value)) {
      const start = match.index + match[0].indexOf(value, (match[1] ?? "").length);
      spans.push({ start, end: start + value.length, kind: "PASSWORD" });
    }
  }
}
