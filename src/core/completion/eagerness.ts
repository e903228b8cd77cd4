/** How readily ghost text is asked for; `manual`: only when the user asks. */
export type Eagerness = "low" | "balanced" | "high" | "manual";

export interface EagernessRules {
  /** Factor on the automatic delay before a request. */
  readonly delayFactor: number;
  /** Suggestions gone away from in a row after which requests wait for a pause. */
  readonly patience: number;
  /** What follows an accepted text is asked for ahead on backends that are not on this machine too. */
  readonly isAheadEverywhere: boolean;
}

const rules: Readonly<Record<Eagerness, EagernessRules>> = {
  low: { delayFactor: 2, patience: 2, isAheadEverywhere: false },
  balanced: { delayFactor: 1, patience: 5, isAheadEverywhere: false },
  high: { delayFactor: 0.5, patience: Infinity, isAheadEverywhere: true },
  manual: { delayFactor: 1, patience: Infinity, isAheadEverywhere: false },
};

export function eagernessRules(eagerness: Eagerness): EagernessRules {
  return rules[eagerness];
}
