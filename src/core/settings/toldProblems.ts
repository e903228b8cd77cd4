import { joinEntries, joinLatest, laterThan, type Dated, type Join } from "../convergence/join.ts";

/** Something wrong with a setting, in the words that the person reads. */
export interface SettingProblem {
  /** Full name. */
  readonly setting: string;
  readonly text: string;
  /** It is about a backend, which set-up can put right too. */
  readonly isProfile: boolean;
}

interface Telling extends Dated {
  readonly isTold: boolean;
}

/** What the person was told, by setting and sentence; of all windows together. */
export type ToldProblems = Readonly<Record<string, Telling>>;

export const joinToldProblems: Join<ToldProblems> = joinEntries(joinLatest<Telling>);

export function decodeToldProblems(stored: unknown): ToldProblems {
  const entries: [string, unknown][] =
    typeof stored === "object" && stored !== null ? Object.entries(stored) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, Telling] => isTelling(entry[1])));
}

function isTelling(value: unknown): value is Telling {
  return (
    typeof value === "object" &&
    value !== null &&
    "atMs" in value &&
    typeof value.atMs === "number" &&
    "isTold" in value &&
    typeof value.isTold === "boolean"
  );
}

function keyOf({ setting, text }: Pick<SettingProblem, "setting" | "text">): string {
  return `${setting}: ${text}`;
}

export function untold(told: ToldProblems, problems: readonly SettingProblem[]): readonly SettingProblem[] {
  return problems.filter((problem) => told[keyOf(problem)]?.isTold !== true);
}

export function tell(told: ToldProblems, problems: readonly SettingProblem[], nowMs: number): ToldProblems {
  const entries = problems.map((problem): [string, Telling] => {
    const key = keyOf(problem);
    return [key, { isTold: true, atMs: laterThan(told[key], nowMs) }];
  });
  return { ...told, ...Object.fromEntries(entries) };
}

/** A setting that was changed and is right now: who makes the same slip again is told again. */
export function takeBack(
  told: ToldProblems,
  problems: readonly SettingProblem[],
  isChanged: (setting: string) => boolean,
  nowMs: number,
): ToldProblems {
  const now = new Set(problems.map(keyOf));
  const entries = Object.entries(told).flatMap(([key, telling]): [string, Telling][] => {
    const setting = key.slice(0, key.indexOf(":"));
    return telling.isTold && !now.has(key) && isChanged(setting)
      ? [[key, { isTold: false, atMs: laterThan(telling, nowMs) }]]
      : [];
  });
  return entries.length === 0 ? told : { ...told, ...Object.fromEntries(entries) };
}
