/** Where the counts outlive a restart; what it gives back may be anything. */
export interface CountStore {
  read(): unknown;
  write(counts: Readonly<Record<string, unknown>>): void;
}

interface DayCounts {
  readonly day: string;
  readonly tokens: Readonly<Record<string, number>>;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tokens by profile of one day; anything unreadable counts as none. */
function decodeCounts(value: unknown, day: string): DayCounts {
  if (!isRecord(value) || value["day"] !== day || !isRecord(value["tokens"])) {
    return { day, tokens: {} };
  }
  const entries = Object.entries(value["tokens"]).filter(
    (entry): entry is [string, number] => typeof entry[1] === "number" && entry[1] >= 0,
  );
  return { day, tokens: Object.fromEntries(entries) };
}

/** Counts what each profile has used today, prompt and reply together. A new day begins at zero. */
export class DailyTokens {
  readonly #store: CountStore;
  readonly #today: () => string;

  /** `today` names the day in the user's own time zone, such as `2026-11-24`. */
  constructor(store: CountStore, today: () => string) {
    this.#store = store;
    this.#today = today;
  }

  usedToday(profile: string): number {
    return this.#counts().tokens[profile] ?? 0;
  }

  add(profile: string, tokens: number): void {
    const { day, tokens: before } = this.#counts();
    this.#store.write({ day, tokens: { ...before, [profile]: (before[profile] ?? 0) + tokens } });
  }

  #counts(): DayCounts {
    return decodeCounts(this.#store.read(), this.#today());
  }
}
