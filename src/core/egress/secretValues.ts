import type { SecretKind } from "./tokenRule.ts";
import { isStandIn, looksChosen, looksRandom } from "./secretLook.ts";
import type { NameStrength } from "./secretNames.ts";

/** `config`: settings, where bare words are values; `code`: where bare words are names. */
export type TextFormat = "config" | "code" | "unknown";

export interface NamedValue {
  readonly name: string;
  readonly value: string;
  readonly strength: NameStrength;
  readonly isQuoted: boolean;
  /**
   * `list`: the value is the next argument, which is more often a word than a secret. `call`: it is the
   * argument of a call, a literal in a list or what a name is compared with, where names stand, too.
   */
  readonly position: "assigned" | "list" | "call";
  readonly format: TextFormat;
}

/** Bare text that code would compute: names, member access, calls, numbers. */
const expression = /^[A-Za-z_$@&*!][\w$]*(?:(?:\.|->|::|\?\.)[\w$]+)*$|[()[\]{}<>|]|^-?\d+(?:\.\d+)?$/;
/** What settings languages compute: calls and references. */
const computed =
  /^[\w.]+\(|^(?:var|local|data|module|each|self|project|env|secrets|inputs|steps|System)\.[\w.]+/;
const path =
  /^(?:\.{0,2}\/|[A-Za-z]:\\|~\/)[\w.-]*[\\/]|^(?:https?|file|classpath|vault|arn|urn|ref|env|secretref|op|ssm):/i;
const dottedWords = /^[a-z]+(?:[._:/-][a-z]+)+$/i;
const secretWord = /pass|pwd|secret|token|key|credential|auth|login|密码|密钥/i;
const vaultText =
  /^(?:[~^]?\d+\.\d+\.\d+(?:-[\w.]+)?$|ENC\(|\{cipher\}|!vault|!Ref|!Sub|!GetAtt|\{(?!noop)\w+\}\$?)/;

/** The kind of secret that `named` is, or undefined. */
export function judgeValue(named: NamedValue): SecretKind | undefined {
  const { value, strength } = named;
  if (
    isStandIn(value) ||
    (path.test(value) && !looksRandom(value, 32)) ||
    vaultText.test(value) ||
    value.length > 4096
  ) {
    return undefined;
  }
  if (!named.isQuoted && (named.format === "config" ? computed.test(value) : !isBareLiteral(named))) {
    return undefined;
  }
  if (strength === "password") {
    return isPassword(named) ? "PASSWORD" : undefined;
  }
  if (strength === "secret") {
    return isSecret(named) ? "SECRET" : undefined;
  }
  if (strength === "token" || strength === "header") {
    return looksRandom(value, 12) || isLongKey(named) ? "TOKEN" : undefined;
  }
  return strength === "weak" && looksRandom(value, 24) && !/^(?:sha\d+-|[a-z]+:)/.test(value)
    ? "SECRET"
    : undefined;
}

function isBareLiteral({ value, format }: NamedValue): boolean {
  if (format === "code") {
    return looksRandom(value, 16) && !/[.()[\]{}]/.test(value);
  }
  if (expression.test(value)) {
    return looksRandom(value, 16) || (/^[A-Za-z]+\d+$/.test(value) && !secretWord.test(value));
  }
  return looksChosen(value);
}

function isPassword({ name, value, isQuoted, position, format }: NamedValue): boolean {
  if (/\s/.test(value)) {
    return isPhrase(name, value);
  }
  if (format === "config" && position === "assigned") {
    return !/^[<>|&*]/.test(value);
  }
  if (!/\d/.test(value) && (secretWord.test(value) || dottedWords.test(value))) {
    return /[!@#%^&*?~+]/.test(value);
  }
  if (position === "call" && (secretWord.test(value) || /^[\w-]+(?:[./:][\w-]+)+$/.test(value))) {
    return false;
  }
  if (position !== "assigned") {
    return value.length >= 5 && looksChosen(value) && !dottedWords.test(value);
  }
  if (looksChosen(value)) {
    return isQuoted ? !/^[.#][\w-]+$/.test(value) : true;
  }
  // Words and numbers alone ("letmein", "123456") only where the name says nothing but "password".
  return /^["'\w.-]*(?:password|passwd|pwd)$/i.test(name) && value.length >= 4 && /^[\w.-]+$/.test(value);
}

/** Blanks are sentences for people, unless the name says phrase or the text mixes as passwords do. */
function isPhrase(name: string, value: string): boolean {
  const words = value.trim().split(/\s+/);
  if (/phrase|mnemonic/i.test(name)) {
    return words.length >= 3 || /\d/.test(value);
  }
  return words.length === 2 && value.length >= 6 && /\d/.test(value) && /[!@#$%^&*?]/.test(value);
}

function isSecret({ value, position, format }: NamedValue): boolean {
  if (/\s/.test(value)) {
    return false;
  }
  if (format === "config" && position === "assigned") {
    return value.length >= 6 && !/^(?:\d{1,6}|[A-Z][A-Z_]+)$/.test(value);
  }
  if (looksRandom(value, 12)) {
    return true;
  }
  if (position !== "assigned" || dottedWords.test(value)) {
    return false;
  }
  return (
    value.length >= 8 &&
    looksChosen(value) &&
    !(secretWord.test(value) && /^[a-z]+[-_]?[a-z-_]*\d{0,2}$/i.test(value))
  );
}

function isLongKey({ value, format }: NamedValue): boolean {
  if (/\s/.test(value) || dottedWords.test(value) || /^\d+$/.test(value)) {
    return false;
  }
  return format === "config"
    ? value.length >= 12
    : value.length >= 20 && /\d/.test(value) && looksRandom(value, 12);
}
