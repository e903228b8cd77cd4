import { isSecretWord } from "./secretLook.ts";
import { namesSecret } from "./secretNames.ts";
import type { SecretSpan } from "./secretSpan.ts";

const separator = /^[\s|:-]+$/;
const cell = /[^|]+/g;
const marks = /^[\s`*]+|[\s`*]+$/g;

/** Passwords and keys in tables of Markdown: below the head of their column, or behind the name of their row. */
export function findTableSecrets(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  let columns: readonly number[] = [];
  let named: readonly number[] = [];
  let at = 0;
  for (const line of text.includes("|") ? text.split("\n") : []) {
    if (!line.trimStart().startsWith("|")) {
      columns = named = [];
    } else if (separator.test(line)) {
      columns = named;
    } else {
      const cells = [...line.matchAll(cell)];
      const values = cells.map((found) => found[0].replace(marks, ""));
      named = values.flatMap((value, index) => (namesSecret(value.replace(/ /g, "_")) ? [index] : []));
      for (const index of [...columns, ...named.map((column) => column + 1)]) {
        const value = values[index] ?? "";
        if (isSecretWord(value)) {
          const start = at + (cells[index]?.index ?? 0) + (cells[index]?.[0].indexOf(value) ?? 0);
          spans.push({ start, end: start + value.length, kind: "PASSWORD" });
        }
      }
    }
    at += line.length + 1;
  }
  return spans;
}
