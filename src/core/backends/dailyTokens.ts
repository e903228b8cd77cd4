import { joinEntries, type Join } from "../convergence/join.ts";

/**
 * Tokens by day, window and profile, named in this order such as `2026-11-24 3fa85f64 local`. Each window adds to its
 * own counts alone, so that windows which count at the same time take nothing from each other (a grow-only counter).
 */
export type TokenCounts = Readonly<Record<string, number>>;

/** Where the counts outlive a restart. */
export interface TokenCountStore {
  get(): TokenCounts;
  update(change: (now: TokenCounts) => TokenCounts): Promise<void>;
}

/** A count never falls, so the higher one is the later one. */
export const joinTokenCounts: Join<TokenCounts> = joinEntries((one, other) => Math.max(one, other));

/** Anything unreadable counts as none; what earlier versions counted stands under a window of its own. */
export function decodeTokenCounts(stored: unknown): TokenCounts {
  const { day, tokens, ...counts } = fieldsOf(stored);
  const earlier = Object.entries(fieldsOf(tokens)).map(
    ([profile, count]) => [`${String(day)} - ${profile}`, count] as const,
  );
  return Object.fromEntries(
    [...earlier, ...Object.entries(counts)].filter(
      (entry): entry is [string, number] => typeof entry[1] === "number" && entry[1] >= 0,
    ),
  );
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Counts what each profile has used today, prompt and reply together. A new day begins at zero. */
export class DailyTokens {
  readonly #store: TokenCountStore;
  readonly #today: () => string;
  readonly #windowId: string;

  /**
   * `today` names the day in the user's own time zone, such as `2026-11-24`; `windowId` is this window's alone and
   * has no space.
   */
  constructor(store: TokenCountStore, today: () => string, windowId: string) {
    this.#store = store;
    this.#today = today;
    this.#windowId = windowId;
  }

  usedToday(profile: string): number {
    const day = this.#today();
    return Object.entries(this.#store.get())
      .filter(
        ([key]) => key.startsWith(`${day} `) && key.slice(key.indexOf(" ", day.length + 1) + 1) === profile,
      )
      .reduce((sum, [, tokens]) => sum + tokens, 0);
  }

  /** Leaves out other days, which nobody asks for. */
  add(profile: string, tokens: number): void {
    const day = this.#today();
    const key = `${day} ${this.#windowId} ${profile}`;
    const change = (now: TokenCounts): TokenCounts => ({
      ...Object.fromEntries(Object.entries(now).filter(([known]) => known.startsWith(`${day} `))),
      [key]: (now[key] ?? 0) + tokens,
    });
    // A count that cannot be stored still holds in this window.
    this.#store.update(change).catch(() => undefined);
  }
}
