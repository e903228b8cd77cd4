import type * as vscode from "vscode";

export interface KeySource {
  readonly name: string;
  /** Origin of the profile's URL; a stored key is good for this origin only. */
  readonly origin: string;
  readonly apiKeyEnv?: string | undefined;
  readonly apiKeyCommand?: readonly string[] | undefined;
}

interface StoredKey {
  readonly key: string;
  readonly origin: string;
}

function decodeStored(text: string | undefined): StoredKey | undefined {
  if (text === undefined) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "key" in value && "origin" in value) {
      const { key, origin } = value;
      return typeof key === "string" && typeof origin === "string" ? { key, origin } : undefined;
    }
  } catch {
    return undefined;
  }
  return undefined;
}

/**
 * Keys by profile: from the environment (wins when set), from a command, or from secret storage as
 * `flywheel.apiKey.<profile>`, bound to the origin it was entered for.
 */
export class KeyStore {
  readonly #secrets: vscode.SecretStorage;
  readonly #env: (name: string) => string | undefined;
  readonly #runCommand: (argv: readonly string[]) => Promise<string>;
  /** What a profile's command has printed; another command or origin has to print anew. */
  readonly #printedByProfile = new Map<string, { readonly asked: string; readonly key: string }>();

  constructor(
    secrets: vscode.SecretStorage,
    env: (name: string) => string | undefined,
    runCommand: (argv: readonly string[]) => Promise<string>,
  ) {
    this.#secrets = secrets;
    this.#env = env;
    this.#runCommand = runCommand;
  }

  /** Undefined when there is none; a stored key of another origin counts as none. */
  async read(source: KeySource): Promise<string | undefined> {
    const fromEnv = source.apiKeyEnv === undefined ? undefined : this.#env(source.apiKeyEnv)?.trim();
    if (fromEnv !== undefined && fromEnv !== "") {
      return fromEnv;
    }
    if (source.apiKeyCommand !== undefined) {
      const printed = this.#printedByProfile.get(source.name);
      return printed?.asked === askedBy(source) ? printed.key : this.renew(source);
    }
    const stored = decodeStored(await this.#secrets.get(secretName(source.name)));
    return stored?.origin === source.origin ? stored.key : undefined;
  }

  /** After a 401: runs the key command again; undefined where there is none. What prints nothing is not kept. */
  async renew(source: KeySource): Promise<string | undefined> {
    if (source.apiKeyCommand === undefined) {
      return undefined;
    }
    const key = await this.#runCommand(source.apiKeyCommand);
    if (key !== "") {
      this.#printedByProfile.set(source.name, { asked: askedBy(source), key });
    }
    return key;
  }

  async store(profile: string, key: string, origin: string): Promise<void> {
    await this.#secrets.store(secretName(profile), JSON.stringify({ key, origin } satisfies StoredKey));
  }

  async rename(from: string, to: string): Promise<void> {
    const text = await this.#secrets.get(secretName(from));
    if (text !== undefined) {
      await this.#secrets.store(secretName(to), text);
      await this.#secrets.delete(secretName(from));
    }
  }

  async remove(profile: string): Promise<void> {
    this.#printedByProfile.delete(profile);
    await this.#secrets.delete(secretName(profile));
  }
}

function askedBy({ origin, apiKeyCommand }: KeySource): string {
  return JSON.stringify([origin, apiKeyCommand]);
}

function secretName(profile: string): string {
  return `flywheel.apiKey.${profile}`;
}
