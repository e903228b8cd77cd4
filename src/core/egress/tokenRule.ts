/** What was redacted, as shown to the user; also the last word of a placeholder. */
export type SecretKind = "KEY" | "PASSWORD" | "TOKEN" | "SECRET" | "WEBHOOK" | "ID" | "PHONE" | "EMAIL";

export type Look = "random" | "chosen";

/**
 * A secret that is known by its shape alone. `pattern` is sticky and starts at `anchor`; only bounded
 * repeats, so that matching stays linear. Group 1, where there is one, is the secret; else the whole match.
 */
export interface TokenRule {
  readonly name: string;
  readonly kind: SecretKind;
  /** Literal beginnings, case-sensitive; each must start a word. */
  readonly anchors: readonly string[];
  readonly pattern: RegExp;
  /**
   * `random`: the secret must look drawn at random, for shapes that ordinary words can take, too. `chosen`:
   * as people choose a password, letters with digits or signs, for places where a word or a name can stand.
   */
  readonly mustLook?: Look | undefined;
}

/** One row of a table of rules. */
export function rule(
  name: string,
  kind: SecretKind,
  anchors: string | readonly string[],
  pattern: RegExp,
  mustLook?: Look,
): TokenRule {
  return { name, kind, anchors: typeof anchors === "string" ? [anchors] : anchors, pattern, mustLook };
}
