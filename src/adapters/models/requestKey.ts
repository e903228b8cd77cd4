import { BackendError } from "../../core/backends/backendError.ts";
import { findPreset } from "../../core/backends/presets.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import type { ModelDeps } from "./modelDeps.ts";

/** Headers of one request, and the texts in them that must never be shown. */
export interface RequestKey {
  readonly headers: Readonly<Record<string, string | null>>;
  readonly secrets: readonly string[];
  /** The key as it is, for signatures; empty where there is none. */
  readonly key: string;
}

/** `host:port` of a profile, for messages. */
export function hostOf(profile: ResolvedProfile): string {
  return profile.origin.replace(/^(?:http|ws)s?:\/\//, "");
}

/** A preset's own host wants a key; somebody's gateway in its place may not. */
function mustHaveKey(profile: ResolvedProfile): boolean {
  const presetUrl = findPreset(profile.preset.id)?.baseUrl ?? "";
  return profile.preset.needsKey && presetUrl.startsWith(profile.origin);
}

/**
 * Makes the headers of a request from the profile and its key. A profile whose own headers hold
 * `${apiKey}` says where the key goes, so no `Authorization` is added. Throws `BackendError`.
 */
export function makeRequestKey(
  profile: ResolvedProfile,
  rawKey: string | undefined,
  deps: ModelDeps,
): RequestKey {
  const key = rawKey?.trim() ?? "";
  const detail = { host: hostOf(profile), model: profile.model };
  if (key !== "" && !/^[\u0021-\u007e]+(?: [\u0021-\u007e]+)*$/.test(key)) {
    throw new BackendError("badKey", { ...detail, messageId: "backends.error.badKeyText" });
  }
  if (key === "" && mustHaveKey(profile)) {
    throw new BackendError("noKey", detail);
  }
  const secrets = new Set<string>([key, ...key.split(":")]);
  const extra: Record<string, string> = {};
  let placesKey = false;
  for (const [name, template] of Object.entries(profile.extraHeaders)) {
    placesKey ||= template.includes("${apiKey}");
    extra[name] = template.replace(/\$\{(apiKey|env:(\w+))\}/g, (_hole, what: string, variable: string) => {
      const value = what === "apiKey" ? key : (deps.env(variable) ?? "").trim();
      secrets.add(value);
      return value;
    });
    if (/auth|key|token|secret|password|cookie/i.test(name)) {
      secrets.add(extra[name] ?? "");
    }
  }
  const hasOwn = placesKey || Object.keys(extra).some((name) => name.toLowerCase() === "authorization");
  const authorization = key === "" || hasOwn ? null : `Bearer ${key}`;
  return {
    key,
    headers: { "User-Agent": "flywheel", Authorization: authorization, ...extra },
    secrets: [...secrets]
      .filter((secret) => secret.length >= 4)
      .sort((left, right) => right.length - left.length),
  };
}
