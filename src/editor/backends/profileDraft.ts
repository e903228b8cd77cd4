import type { ResolvedProfile } from "../../core/backends/profile.ts";

/** A profile as it stands in `flywheel.backends`, fields in the order people read them. */
export type RawProfile = Readonly<Record<string, unknown>>;

/** What the wizard has gathered; `key` goes to secret storage, never into settings. */
export interface ProfileDraft {
  readonly name: string;
  readonly raw: RawProfile;
  readonly key: string | undefined;
}

/** A free name made of the preset or the host: `ollama`, `ollama-2` … */
export function suggestName(base: string, taken: readonly string[]): string {
  const clean =
    base
      .toLowerCase()
      .replace(/[^\p{L}\p{N}.-]+/gu, "-")
      .replace(/^-+|-+$/g, "") || "backend";
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? clean : `${clean}-${count}`;
    if (!taken.includes(name) && name !== "auto" && name !== "offline") {
      return name;
    }
  }
}

/** `host:port` of a profile's address, for people. */
export function hostOf(profile: Pick<ResolvedProfile, "origin">): string {
  return new URL(profile.origin).host;
}
