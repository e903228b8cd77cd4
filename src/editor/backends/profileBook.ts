import type { ResolvedProfile } from "../../core/backends/profile.ts";
import { settingNames, type Settings } from "../settings.ts";
import type { KeyStore } from "./keyStore.ts";
import type { ProfileDraft } from "./profileDraft.ts";

/** Writes profiles, roles and keys together, so that none of them outlives the others. */
export class ProfileBook {
  readonly #settings: Settings;
  readonly #keys: KeyStore;

  constructor(settings: Settings, keys: KeyStore) {
    this.#settings = settings;
    this.#keys = keys;
  }

  names(): readonly string[] {
    return Object.keys(this.#settings.backends());
  }

  raw(name: string): unknown {
    return this.#settings.backends()[name];
  }

  /** Adds or replaces a profile; the key is kept for its origin only. */
  async save(draft: ProfileDraft, profile: ResolvedProfile): Promise<void> {
    if (draft.key !== undefined && draft.key !== "") {
      await this.#keys.store(draft.name, draft.key, profile.origin);
    }
    await this.#settings.update(settingNames.backends, {
      ...this.#settings.backends(),
      [draft.name]: draft.raw,
    });
  }

  async useForAll(name: string): Promise<void> {
    await this.#settings.update(settingNames.completionRole, name);
    await this.#settings.update(settingNames.chatRole, name);
  }

  async rename(from: string, to: string): Promise<void> {
    const entries = Object.entries(this.#settings.backends());
    const renamed = entries.map(([name, raw]): [string, unknown] => [name === from ? to : name, raw]);
    await this.#keys.rename(from, to);
    // Both names stand until the roles have followed, so that no role names what does not exist.
    const both = entries.flatMap(([name, raw]) =>
      name === from
        ? [
            [name, raw],
            [to, raw],
          ]
        : [[name, raw]],
    );
    await this.#settings.update(settingNames.backends, Object.fromEntries(both));
    await this.#replaceInRoles(from, to);
    await this.#settings.update(settingNames.backends, Object.fromEntries(renamed));
  }

  async remove(name: string): Promise<void> {
    const { [name]: _removed, ...others } = this.#settings.backends();
    await this.#replaceInRoles(name, undefined);
    await this.#settings.update(settingNames.backends, others);
    await this.#keys.remove(name);
  }

  async #replaceInRoles(from: string, to: string | undefined): Promise<void> {
    for (const role of ["completion", "chat"] as const) {
      const names = this.#settings.role(role);
      if (!names.includes(from)) {
        continue;
      }
      const replaced = names.flatMap((name) => (name === from ? (to ?? []) : name));
      const setting = role === "completion" ? settingNames.completionRole : settingNames.chatRole;
      const value = replaced.length > 1 ? replaced : replaced[0];
      await this.#settings.update(setting, value);
    }
  }
}
