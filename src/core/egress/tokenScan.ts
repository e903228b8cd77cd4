import { callRules } from "./callRules.ts";
import { commandRules } from "./commandRules.ts";
import { shapeRules } from "./redactionRules.ts";
import { isStandIn, looksChosen, looksRandom } from "./secretLook.ts";
import type { SecretSpan } from "./secretSpan.ts";
import type { Look, TokenRule } from "./tokenRule.ts";

const allRules = [...shapeRules, ...commandRules, ...callRules];

/** Characters of ASCII; other characters start no rule. */
const tableSize = 128;

/** Finds secrets that are known by their shape. Built once, used for every text. */
export class TokenScan {
  /** Rules by the first character of their anchors. */
  readonly #rulesByFirst: (readonly { readonly anchor: string; readonly rule: TokenRule }[] | undefined)[] =
    [];
  /** 1 where some anchor begins with these two characters. */
  readonly #pairs = new Uint8Array(tableSize * tableSize);

  constructor(rules: readonly TokenRule[] = allRules) {
    const byFirst = new Map<number, { anchor: string; rule: TokenRule }[]>();
    for (const rule of rules) {
      for (const anchor of rule.anchors) {
        const first = anchor.charCodeAt(0);
        byFirst.set(first, [...(byFirst.get(first) ?? []), { anchor, rule }]);
        this.#addPair(first, anchor);
      }
    }
    for (const [first, entries] of byFirst) {
      this.#rulesByFirst[first] = entries;
    }
  }

  #addPair(first: number, anchor: string): void {
    for (let second = 0; second < tableSize; second += 1) {
      if (anchor.length === 1 || anchor.charCodeAt(1) === second) {
        this.#pairs[first * tableSize + second] = 1;
      }
    }
  }

  /** Cheap first look: can a secret start with these two characters? */
  mayStart(first: number, second: number): boolean {
    return first < tableSize && second < tableSize && this.#pairs[first * tableSize + second] === 1;
  }

  /** The secret that starts at the word at `start`, if any. */
  at(text: string, start: number): SecretSpan | undefined {
    for (const { anchor, rule } of this.#rulesByFirst[text.charCodeAt(start)] ?? []) {
      if (text.startsWith(anchor, start)) {
        const span = matchRule(rule, text, start);
        if (span !== undefined) {
          return span;
        }
      }
    }
    return undefined;
  }
}

/** A name, a path or an expression that stands where a password may: `db.password2`, `a/b1`, `f(x1)`. */
const computed = /^[\w$]+(?:[./:][\w$-]+)+$|[()[\]{}<>\s]|^(?:sha|md|aes|des|rsa|base|utf|bcrypt)-?\d/i;

function looksLike(secret: string, look: Look | undefined): boolean {
  if (look === "random") {
    return looksRandom(secret, 12);
  }
  return look === undefined || looksRandom(secret, 16) || (looksChosen(secret) && !computed.test(secret));
}

function matchRule(rule: TokenRule, text: string, start: number): SecretSpan | undefined {
  rule.pattern.lastIndex = start;
  const match = rule.pattern.exec(text);
  if (match === null) {
    return undefined;
  }
  const whole = match[0];
  const secret = match[1] ?? whole;
  if (isStandIn(secret) || !looksLike(secret, rule.mustLook)) {
    return undefined;
  }
  // Patterns with a group end with it or with one closing sign, so its last occurrence is the group.
  const offset = match[1] === undefined ? 0 : whole.lastIndexOf(secret);
  return { start: start + offset, end: start + offset + secret.length, kind: rule.kind };
}
