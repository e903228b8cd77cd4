import { joinEntries, type Join } from "../convergence/join.ts";
import type { Message } from "../messages.ts";
import type { ProbeMessageId } from "./probeMessages.ts";
import type { QuirkFacts } from "./learnedQuirks.ts";
import type { FillInRoute } from "./preset.ts";
import { fillInSettings, type ResolvedProfile } from "./profile.ts";

/** Where a fact about an endpoint came from. What the preset says is built in, and the user's word is in the profile. */
export type FactSource = "probed" | "learned";

export interface FactValues extends QuirkFacts {
  /** `none`: tried, and no route fills a hole. */
  readonly fillInRoute?: FillInRoute | "none" | undefined;
  readonly contextTokens?: number | undefined;
}

export type FactName = keyof FactValues;

interface FactOrigin {
  readonly source: FactSource;
  /** UTC milliseconds since 1970. */
  readonly atMs: number;
}

/** What is known of one endpoint and model beyond its preset, with the origin of each field. */
export interface EndpointFacts {
  readonly values: FactValues;
  readonly origins: Readonly<Partial<Record<FactName, FactOrigin>>>;
}

export const noFacts: EndpointFacts = { values: {}, origins: {} };

const checks: Readonly<Record<FactName, (value: unknown) => boolean>> = {
  fillInRoute: (value) => value === "none" || fillInSettings.some((route) => route === value),
  contextTokens: isCount,
  dropped: (value) => Array.isArray(value) && value.every((entry) => typeof entry === "string"),
  tokenLimitField: (value) => value === "max_tokens" || value === "max_completion_tokens",
  maxOutputTokens: isCount,
  needsRawPrompt: (value) => typeof value === "boolean",
  cannotContinue: (value) => typeof value === "boolean",
};

const factNames = Object.keys(checks) as FactName[];

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function decodeOrigin(value: unknown): FactOrigin | undefined {
  const { source, atMs } = isRecord(value) ? value : {};
  return (source === "probed" || source === "learned") && typeof atMs === "number"
    ? { source, atMs }
    : undefined;
}

/** Reads stored facts; a field that does not fit is left out, so that it is found out anew. */
export function decodeFacts(stored: unknown): EndpointFacts {
  const { values, origins } = isRecord(stored) ? stored : {};
  if (!isRecord(values) || !isRecord(origins)) {
    return noFacts;
  }
  const kept: Record<string, unknown> = {};
  const from: Partial<Record<FactName, FactOrigin>> = {};
  for (const name of factNames) {
    const origin = decodeOrigin(origins[name]);
    if (origin !== undefined && checks[name](values[name])) {
      kept[name] = values[name];
      from[name] = origin;
    }
  }
  return { values: kept, origins: from };
}

export type FactsByEndpoint = Readonly<Record<string, EndpointFacts>>;

/** When the newest of the facts was found, UTC milliseconds since 1970; 0 where there is none. */
export function lastFoundMs({ origins }: EndpointFacts): number {
  return Math.max(0, ...Object.values(origins).map(({ atMs }) => atMs));
}

/** Of two findings about an endpoint the later one holds as a whole: a probe takes back what it did not find again. */
export const joinAllFacts: Join<FactsByEndpoint> = joinEntries((one, other) =>
  lastFoundMs(other) > lastFoundMs(one) ? other : one,
);

export function decodeAllFacts(stored: unknown): FactsByEndpoint {
  const entries = isRecord(stored) ? Object.entries(stored) : [];
  return Object.fromEntries(entries.map(([endpoint, facts]) => [endpoint, decodeFacts(facts)]));
}

/** The facts with `found` put in; a field that says what it said before keeps its origin. */
export function addFacts(
  facts: EndpointFacts,
  found: FactValues,
  source: FactSource,
  atMs: number,
): EndpointFacts {
  const origins = { ...facts.origins };
  for (const name of factNames) {
    const isNew = JSON.stringify(found[name]) !== JSON.stringify(facts.values[name]);
    if (found[name] !== undefined && (isNew || origins[name] === undefined)) {
      origins[name] = { source, atMs };
    }
  }
  return { values: { ...facts.values, ...found }, origins };
}

/** The profile with what a probe found out; what the user wrote stays. */
export function applyFacts(profile: ResolvedProfile, { values }: EndpointFacts): ResolvedProfile {
  const { contextTokens } = values;
  if (contextTokens === undefined || "maxContextTokens" in profile.userFields) {
    return profile;
  }
  const outputTokens = Math.min(profile.limits.outputTokens, contextTokens);
  return { ...profile, limits: { contextTokens, outputTokens } };
}

/** Which field of a profile would say the same as a fact. */
const settingOf: Readonly<Partial<Record<FactName, string>>> = {
  fillInRoute: "fillInTheMiddle",
  contextTokens: "maxContextTokens",
};

const messageBySource: Readonly<Record<FactSource, ProbeMessageId>> = {
  probed: "backends.fact.probed",
  learned: "backends.fact.learned",
};

/**
 * One sentence for each field that is not as the preset has it: set by the user, found by a probe, or
 * learned from a refusal. The user's value hides what was found. `dayOf` names a day for people.
 */
export function factMessages(
  profile: ResolvedProfile,
  { values, origins }: EndpointFacts,
  dayOf: (ms: number) => string,
): readonly Message[] {
  const own = Object.entries(profile.userFields).map(([field, value]): Message => {
    return { id: "backends.fact.user", args: [field, value] };
  });
  const found = factNames.flatMap((name): Message[] => {
    const origin = origins[name];
    const value = values[name];
    const isHidden = (settingOf[name] ?? "") in profile.userFields;
    if (origin === undefined || value === undefined || isHidden) {
      return [];
    }
    const shown = Array.isArray(value) ? value.join(", ") : String(value);
    return [
      { id: messageBySource[origin.source], args: [settingOf[name] ?? name, shown, dayOf(origin.atMs)] },
    ];
  });
  return [...own, ...found];
}
