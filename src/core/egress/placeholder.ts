import type { SecretKind } from "./tokenRule.ts";

/**
 * A placeholder is one identifier, such as `FLYWHEEL_SECRET_KQX7_PASSWORD`: it is valid inside strings,
 * URLs, YAML, XML and templates alike, and models copy identifiers faithfully. The three letters belong
 * to one session, so that a placeholder kept in an old conversation never means another secret today.
 */
export const placeholderStart = "FLYWHEEL_SECRET_";

export const placeholderPattern = /FLYWHEEL_SECRET_[A-Z]{3}\d+_[A-Z]+/;

/** Longest possible placeholder in characters; a stream holds back no more than this. */
export const maxPlaceholderChars = 48;

export function makePlaceholder(sessionTag: string, number: number, kind: SecretKind): string {
  return `${placeholderStart}${sessionTag}${number}_${kind}`;
}

const tagLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ";

/** `random` is uniform in [0, 1). */
export function makeSessionTag(random: () => number): string {
  const letter = (): string => tagLetters[Math.floor(random() * tagLetters.length)] ?? "Q";
  return letter() + letter() + letter();
}
