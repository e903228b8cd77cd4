import * as vscode from "vscode";
import { withFallback, type FallbackRules } from "../../core/backends/fallbackBackend.ts";
import { resolveProfile, type ResolvedProfile } from "../../core/backends/profile.ts";
import { areAllResting, standingOf, type Standing } from "../../core/backends/standing.ts";
import type { BackendProvider, GatedBackend } from "../../core/egress/outbound.ts";
import type { BackendIdentity } from "../../core/ports.ts";
import type { Settings } from "../settings.ts";

/** Brings a profile to life behind the gate; the model clients are loaded at the first call. */
export type GatedBackendFactory = (profile: ResolvedProfile) => Promise<GatedBackend>;

function identityOf({ name, preset, model, origin, isLoopback }: ResolvedProfile): BackendIdentity {
  return { profile: name, preset: preset.id, model, origin, isLoopback };
}

/**
 * The backends of the settings by role. An unknown name or a profile that cannot be read means
 * offline; the watch over the settings tells of it. An ordered list is a fallback among the names it lists.
 */
export class BackendRegistry implements BackendProvider, vscode.Disposable {
  readonly #settings: Settings;
  readonly #create: GatedBackendFactory;
  readonly #rules: FallbackRules;
  readonly #cache = new Map<string, Promise<GatedBackend>>();
  readonly #tokenCapByProfile = new Map<string, number | undefined>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscription: vscode.Disposable;

  constructor(settings: Settings, create: GatedBackendFactory, rules: FallbackRules) {
    this.#settings = settings;
    this.#create = create;
    this.#rules = rules;
    this.#subscription = settings.onDidChange((event) => {
      if (event.affectsConfiguration("flywheel.backends") || event.affectsConfiguration("flywheel.roles")) {
        this.refresh();
      }
    });
  }

  /** Forgets every client, so that changed settings, keys and verdicts take effect. */
  refresh(): void {
    this.#cache.clear();
    this.#rules.breaker.reset();
    this.#changed.fire();
  }

  /** Undefined means the offline backend: the role names no other, or ends in it and all others rest or are spent. */
  async forRole(role: "completion" | "chat"): Promise<GatedBackend | undefined> {
    const profiles = this.profilesOf(role);
    if (this.#endsOffline(role) && areAllResting(profiles.map(identityOf), this.#rules)) {
      return undefined;
    }
    const backends = await Promise.all(profiles.map((profile) => this.#clientOf(profile)));
    const [first, ...others] = backends;
    return first === undefined ? undefined : withFallback([first, ...others], this.#rules);
  }

  /** The usable profiles of a role, best first, up to `offline`. */
  profilesOf(role: "completion" | "chat"): readonly ResolvedProfile[] {
    const all = Object.keys(this.#settings.backends());
    const profiles: ResolvedProfile[] = [];
    for (const name of this.#settings.role(role)) {
      if (name === "offline") {
        break;
      }
      const wanted = name === "auto" ? all[0] : name;
      const profile = wanted === undefined ? undefined : this.#resolve(wanted);
      if (profile !== undefined) {
        profiles.push(profile);
      }
    }
    return profiles;
  }

  /** Who answers for a role now, and why another does not. */
  standingOf(role: "completion" | "chat"): Standing<BackendIdentity> {
    return standingOf(this.profilesOf(role).map(identityOf), this.#endsOffline(role), this.#rules);
  }

  /** Tokens that a profile of a role may use on one day; undefined where it has no cap. */
  tokenCapOf(profile: string): number | undefined {
    return this.#tokenCapByProfile.get(profile);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #endsOffline(role: "completion" | "chat"): boolean {
    return this.#settings.role(role).includes("offline");
  }

  #resolve(name: string): ResolvedProfile | undefined {
    const raw = this.#settings.backends()[name];
    const result = resolveProfile(name, raw);
    if ("problem" in result) {
      return undefined;
    }
    this.#tokenCapByProfile.set(name, result.profile.maxTokensPerDay);
    return result.profile;
  }

  #clientOf(profile: ResolvedProfile): Promise<GatedBackend> {
    const cached = this.#cache.get(profile.name);
    if (cached !== undefined) {
      return cached;
    }
    const created = this.#create(profile);
    this.#cache.set(profile.name, created);
    // A client that could not be made is tried again at the next request.
    created.catch(() => this.#cache.delete(profile.name));
    return created;
  }
}
