import { isStandIn, looksChosen, looksRandom } from "./secretLook.ts";
import { rateName } from "./secretNames.ts";
import type { SecretSpan } from "./secretSpan.ts";

/** A row of a Markdown table that speaks of a secret. */
const row =
  /^[ \t]{0,8}\|[^\n]{0,300}?(?:passw|pwd|secret|token|key|密码|口令|密钥|令牌)[^\n]{0,600}\|[ \t]*\r?$/gim;
const separator = /[ \t]{0,8}\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*\r?\n/y;
const rowStart = /^[ \t]{0,8}\|/;
/** Longer tables are read this far (rows). */
const maxRows = 200;

interface Cell {
  readonly start: number;
  readonly text: string;
}

/** The cells of the row at `from`, without the marks around their text. */
function cellsOf(text: string, from: number): readonly Cell[] {
  const feed = text.indexOf("\n", from);
  const line = text.slice(from, feed === -1 ? text.length : feed);
  let start = from;
  return line.split("|").map((raw) => {
    const lead = /^[ \t]*[`*]{0,3}/.exec(raw)?.[0].length ?? 0;
    const cell = { start: start + lead, text: raw.slice(lead).replace(/[`*\s]+$/, "") };
    start += raw.length + 1;
    return cell;
  });
}

function isSecretName(name: string): boolean {
  const strength = rateName(name.trim().replace(/ /g, "_"));
  return strength === "password" || strength === "secret" || strength === "token";
}

function isSecret(value: string): boolean {
  return (
    value.length >= 5 &&
    !/\s/.test(value) &&
    (looksChosen(value) || looksRandom(value, 16)) &&
    !isStandIn(value)
  );
}

/** Passwords and keys in tables of Markdown: below the head of their column, or behind the name of their row. */
export function findTableSecrets(text: string): SecretSpan[] {
  if (!text.includes("|")) {
    return [];
  }
  const spans: SecretSpan[] = [];
  const add = ({ start, text: value }: Cell | undefined = { start: 0, text: "" }): void => {
    if (isSecret(value)) {
      spans.push({ start, end: start + value.length, kind: "PASSWORD" });
    }
  };
  for (const match of text.matchAll(row)) {
    const head = cellsOf(text, match.index);
    const columns = head.flatMap((cell, index) => (isSecretName(cell.text) ? [index] : []));
    const feed = text.indexOf("\n", match.index);
    separator.lastIndex = feed === -1 ? text.length : feed + 1;
    if (columns.length > 0 && separator.test(text)) {
      let at = separator.lastIndex;
      for (let count = 0; count < maxRows && rowStart.test(text.slice(at, at + 10)); count += 1) {
        const cells = cellsOf(text, at);
        columns.forEach((column) => add(cells[column]));
        const next = text.indexOf("\n", at);
        at = next === -1 ? text.length : next + 1;
      }
    } else {
      columns.forEach((column) => add(head[column + 1]));
    }
  }
  return spans;
}
