import { isStandIn } from "./secretLook.ts";
import { namesSecret } from "./secretNames.ts";
import type { SecretSpan } from "./secretSpan.ts";

const insert = /\binsert\s+into\s+[\w.`"[\]]{1,200}\s*\(([^()]{1,2000})\)\s*values?\s*/gi;
/** One value of a row: a literal, or anything without comma and bracket. */
const valueThenEnd = /\s*(?:N?'((?:[^'\n]|''){0,1000})'|[^,()']{0,200}(?:\([^()]{0,200}\))?)\s*([,)])/y;
const rowStart = /\s*,?\s*\(/y;
/** Longer scripts of data are read this far (rows). */
const maxRows = 1_000;

/** What `INSERT INTO t (…, password) VALUES (…)` writes into columns of passwords and keys. */
export function findInsertedSecrets(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  for (const match of text.matchAll(insert)) {
    const isSecret = (match[1] ?? "")
      .split(",")
      .map((column) => namesSecret(column.trim().replace(/[`"[\]]/g, "")));
    if (isSecret.includes(true)) {
      addRows(text, match.index + match[0].length, isSecret, spans);
    }
  }
  return spans;
}

function addRows(text: string, from: number, isSecret: readonly boolean[], spans: SecretSpan[]): void {
  let at = from;
  for (let row = 0; row < maxRows; row += 1) {
    rowStart.lastIndex = at;
    if (!rowStart.test(text)) {
      return;
    }
    at = rowStart.lastIndex;
    for (let column = 0; ; column += 1) {
      valueThenEnd.lastIndex = at;
      const match = valueThenEnd.exec(text);
      if (match === null) {
        return;
      }
      at = valueThenEnd.lastIndex;
      const [whole, value = "", sign] = match;
      if (isSecret[column] === true && value.length >= 4 && !/\s/.test(value) && !isStandIn(value)) {
        const start = match.index + whole.lastIndexOf(value);
        spans.push({ start, end: start + value.length, kind: "PASSWORD" });
      }
      if (sign === ")") {
        break;
      }
    }
  }
}
