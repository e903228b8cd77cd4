import { AssignmentScan } from "./assignmentScan.ts";
import { findBelowNames } from "./belowName.ts";
import { findKubernetesSecrets } from "./kubernetesSecrets.ts";
import { findPrivateKeys } from "./privateKeys.ts";
import { looksRandom } from "./secretLook.ts";
import { findSecretNotes } from "./secretNotes.ts";
import { mergeSpans, type SecretSpan } from "./secretSpan.ts";
import type { TextFormat } from "./secretValues.ts";
import { findSettingsLines } from "./settingsLines.ts";
import { findInsertedSecrets } from "./sqlInsert.ts";
import { findTableSecrets } from "./secretTables.ts";
import { TokenScan } from "./tokenScan.ts";
import { findSourcePassword, findUrlPassword } from "./urlScan.ts";

/** What a character means to the scan. */
const word = 1;
const sign = 2;
const colon = 3;

/** A key pair's secret half stands at most this far behind its public half (characters). */
const pairChars = 200;

function classifyCharacters(): Uint8Array {
  const classes = new Uint8Array(65_536);
  for (let code = 0; code < 128; code += 1) {
    if (/\w/.test(String.fromCharCode(code))) {
      classes[code] = word;
    }
  }
  for (const character of "=,({>|?") {
    classes[character.charCodeAt(0)] = sign;
  }
  classes[":".charCodeAt(0)] = colon;
  classes["：".charCodeAt(0)] = colon;
  return classes;
}

/**
 * Finds secrets in text, in one pass over its words and signs: a regular expression runs only where a
 * word begins like a known key, or a sign follows a name that speaks of a secret.
 */
export class SecretScan {
  readonly #classes = classifyCharacters();
  readonly #tokens = new TokenScan();
  readonly #assignments = new AssignmentScan();

  /** In order of appearance, without overlaps. */
  find(text: string, format: TextFormat): SecretSpan[] {
    const spans = [
      ...findPrivateKeys(text),
      ...findSecretNotes(text),
      ...findInsertedSecrets(text),
      ...(format === "code"
        ? []
        : [...findKubernetesSecrets(text), ...findTableSecrets(text), ...findBelowNames(text)]),
      ...(format === "config" ? findSettingsLines(text) : []),
    ];
    const length = text.length;
    this.#assignments.begin();
    let i = 0;
    while (i < length) {
      const kind = this.#classes[text.charCodeAt(i)];
      if (kind === word) {
        const end = this.#endOfWord(text, i, length);
        this.#addWord(text, i, end, spans);
        i = end;
        continue;
      }
      if (kind === sign || kind === colon) {
        this.#addSign(text, i, kind === colon, format, spans);
      }
      i += 1;
    }
    return mergeSpans(spans);
  }

  #endOfWord(text: string, start: number, length: number): number {
    let end = start + 1;
    while (end < length && this.#classes[text.charCodeAt(end)] === word) {
      end += 1;
    }
    return end;
  }

  #addWord(text: string, start: number, end: number, spans: SecretSpan[]): void {
    // In a string of code the letter of an escape (`\n`) sticks to the word behind it.
    const isEscape = text.charCodeAt(start - 1) === 92 && /[nrtbf]/.test(text[start] ?? "");
    const from = isEscape ? start + 1 : start;
    if (this.#tokens.mayStart(text.charCodeAt(from), text.charCodeAt(from + 1))) {
      const span = this.#tokens.at(text, from);
      if (span !== undefined) {
        spans.push(span);
        this.#addPairedSecret(text, span, spans);
      }
    }
    // Zhipu's keys are 32 hexadecimal digits, a dot and 16 letters or digits.
    if (end - from === 32 && text.charCodeAt(end) === 46) {
      const key = /[0-9a-f]{32}\.[A-Za-z0-9]{16}(?![A-Za-z0-9.])/y;
      key.lastIndex = from;
      if (key.test(text) && looksRandom(text.slice(end + 1, key.lastIndex), 12)) {
        spans.push({ start: from, end: key.lastIndex, kind: "KEY" });
      }
    }
  }

  #addSign(text: string, at: number, isColon: boolean, format: TextFormat, spans: SecretSpan[]): void {
    const isUrl = isColon && text.charCodeAt(at + 1) === 47 && text.charCodeAt(at + 2) === 47;
    const span = isUrl
      ? findUrlPassword(text, at)
      : (this.#assignments.at(text, at, format) ??
        (isColon ? (findBotToken(text, at) ?? findSourcePassword(text, at)) : undefined));
    if (span !== undefined) {
      spans.push(span);
    } else if (!isUrl && (isColon || text.charCodeAt(at) === 61)) {
      spans.push(...this.#assignments.inList(text, at));
    }
  }

  /** The secret half that is written beside a cloud's access key id, whatever it is called. */
  #addPairedSecret(text: string, id: SecretSpan, spans: SecretSpan[]): void {
    if (!/^(?:A(?:KIA|SIA|KID|KLT)|LTAI|ALTAK)/.test(text.slice(id.start, id.start + 5))) {
      return;
    }
    const near = text.slice(id.end, id.end + pairChars);
    const pair = /(?:["'`]|[:=,] ?)([A-Za-z0-9+/=]{28,64})(?![A-Za-z0-9+/=])/g;
    for (const match of near.matchAll(pair)) {
      const secret = match[1] ?? "";
      if (looksRandom(secret, 28)) {
        const start = id.end + match.index + match[0].length - secret.length;
        spans.push({ start, end: start + secret.length, kind: "SECRET" });
        return;
      }
    }
  }
}

/** Telegram's bot tokens: a number, a colon, and 35 characters that begin with `AA`. */
function findBotToken(text: string, at: number): SecretSpan | undefined {
  if (!text.startsWith("AA", at + 1)) {
    return undefined;
  }
  let start = at;
  while (start > 0 && at - start < 12 && /\d/.test(text[start - 1] ?? "")) {
    start -= 1;
  }
  const secret = /AA[\w-]{32,34}(?![\w-])/y;
  secret.lastIndex = at + 1;
  return at - start >= 8 && secret.test(text) ? { start, end: secret.lastIndex, kind: "TOKEN" } : undefined;
}
