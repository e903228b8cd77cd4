import type { Feature } from "../ports.ts";
import { localDay } from "./days.ts";
import type { EfficiencyEvent, Phase } from "./events.ts";

/** Raised when a roll-up means something else than before: the store then counts again from the events. */
export const rollUpVersion = 2;

/** Typed bursts shorter than this do not tell a typing speed (characters). */
export const minBurstChars = 20;

/**
 * Longest time one decision is charged for (ms): 60 s for an accepted suggestion, the idle cut-off; 10 s for
 * one that was turned down, since nobody looks longer at what they do not want.
 */
export const maxAcceptReviewMs = 60_000;
export const maxRejectReviewMs = 10_000;

/** Longest pause or reading that counts as one (ms). */
export const maxDwellMs = 180_000;

/** Longest slowing of a key that is charged to a suggestion typed past (ms): a longer pause is no typing. */
export const maxPastMs = 2000;

/** Lower edges of the classes of suggestion length (characters). */
export const lengthEdges = [0, 10, 20, 40, 80, 160, 320, 640, 1280] as const;

/** The class of a length: its lower edge, as text. */
export function lengthClass(chars: number): string {
  return String(lengthEdges.findLast((edge) => chars >= edge) ?? 0);
}

/** The horizon at which an accepted text counts as kept. */
export const settleHorizon = "10m";

/**
 * A daily sum. What `n` and `total` count depends on `metric`:
 * `active` slices and ms by state; `inserted`, `deleted` bursts and characters by origin; `typingMs`,
 * `typingChars` bursts and amounts; `request` requests and ms, `request.<outcome>` requests, `firstToken`,
 * `promptTokens`, `completionTokens`, `cachedTokens`, `estimated`, `waiting` by feature; `offered`,
 * `accepted`, `turnedDown` suggestions and characters, `review` decisions and ms, `kept`, `checked`,
 * `censored` texts and characters at the settle horizon by feature; `credited@10m` what of the kept characters
 * the editor would not have put in itself, `size@10m` the same by class of length; `attention` ms of what was
 * turned down, `past` ms of what was ignored or typed past, `decide` ms of all of these by class of length; `rework` edits
 * inside accepted text, ms; `recovery` ms from failing tests to passing
 * ones; `dwell` ms from acceptance, `answerDwell` from an answer, to the next edit;
 * `activeAt` ms by idle cut-off; `typingPace`, `typingPaceSq` sums of ms per character and its square;
 * `shadow`, `shadowChars` and `off.*` come from the randomised modes; and so on.
 */
export interface RollUpRow {
  readonly day: string;
  readonly ws: string;
  /** "" where it was added up, as for the other keys. */
  readonly phase: Phase | "";
  readonly lang: string;
  readonly metric: string;
  readonly dim: string;
  readonly n: number;
  readonly total: number;
}

type Add = (metric: string, dim: string, total: number, n?: number) => void;
type EventOf<T extends EfficiencyEvent["type"]> = Extract<EfficiencyEvent, { type: T }>;

function addBurst(event: EventOf<"edit.burst">, add: Add): void {
  if (event.isUndo) {
    add("undo", event.origin, event.insertedChars + event.deletedChars);
    return;
  }
  add("inserted", event.origin, event.insertedChars);
  add("deleted", event.origin, event.deletedChars);
  if (event.origin === "typed" && event.insertedChars >= minBurstChars && event.durationMs > 0) {
    add("typingChars", "typed", event.insertedChars);
    add("typingMs", "typed", event.durationMs);
    const pace = Math.min(event.durationMs / event.insertedChars, 2000);
    add("typingPace", "typed", Math.round(pace));
    add("typingPaceSq", "typed", Math.round(pace * pace));
  }
  if (event.pauseMs !== undefined) {
    add("ownPause", "typed", Math.min(event.pauseMs, maxDwellMs));
  }
  if (event.origin === "typed") {
    // Corrections on the way: more deleted than typed is removing, not correcting.
    add("corrected", "typed", Math.min(event.deletedChars, event.insertedChars));
    if (event.arm === "off") {
      add("off.typed", "typed", Math.max(0, event.insertedChars - event.deletedChars));
    }
  }
}

function addRequest(event: EventOf<"request">, add: Add): void {
  const { feature } = event;
  add("request", feature, event.durationMs);
  add(`request.${event.outcome}`, feature, event.durationMs);
  if (event.firstTokenMs !== null) {
    add("firstToken", feature, event.firstTokenMs);
  }
  add("promptTokens", feature, event.promptTokens);
  add("completionTokens", feature, event.completionTokens);
  if (event.cachedTokens !== null) {
    add("cachedTokens", feature, event.cachedTokens);
  }
  if (event.isEstimated) {
    add("estimated", feature, event.promptTokens + event.completionTokens);
  }
  if (event.waitingMs > 0) {
    add("waiting", feature, event.waitingMs);
  }
}

function addResolve(event: EventOf<"suggest.resolve">, add: Add): void {
  const isTaken = event.outcome === "accept" || event.outcome === "partial";
  const size = lengthClass(event.chars ?? event.takenChars);
  add("outcome", event.outcome, event.takenChars);
  if (isTaken) {
    const reviewMs = Math.min(event.decideMs, maxAcceptReviewMs);
    add("accepted", "completion", event.takenChars);
    add("review", "completion", reviewMs);
    add("decide", size, reviewMs);
    if (event.certainty === "inferred") {
      add("inferred", "completion", event.takenChars);
    }
    return;
  }
  const lookMs = Math.min(event.decideMs, maxRejectReviewMs);
  if (event.outcome === "reject" || event.outcome === "ignore") {
    add("turnedDown", "completion", 0);
    // Typing something else may have been thought of in that time without the offer.
    add(event.outcome === "reject" ? "attention" : "past", "completion", lookMs);
    add("decide", size, lookMs);
  } else {
    const slowedMs = Math.min(event.decideMs, maxPastMs);
    add("past", "completion", slowedMs);
    add("decide", size, slowedMs);
  }
}

function addRetain(event: EventOf<"suggest.retain">, add: Add): void {
  const { feature } = event;
  if (event.isCensored) {
    add(`censored@${event.horizon}`, feature, event.chars);
    return;
  }
  const keptChars = Math.min(event.keptChars, event.chars);
  add(`checked@${event.horizon}`, feature, event.chars);
  add(`kept@${event.horizon}`, feature, keptChars, keptChars > 0 ? 1 : 0);
  if (event.horizon === settleHorizon && event.chars > 0) {
    const share = 1 - Math.min(event.autoChars ?? 0, event.chars) / event.chars;
    const credited = Math.round(keptChars * share);
    add(`credited@${settleHorizon}`, feature, credited, keptChars > 0 ? 1 : 0);
    if (feature === "completion") {
      add(`size@${settleHorizon}`, lengthClass(event.chars), credited);
    }
  }
}

function addApply(event: EventOf<"edit.apply">, add: Add): void {
  if (event.outcome === "refused") {
    add("refused", event.feature, event.chars);
    return;
  }
  add("offered", event.feature, event.chars);
  add("review", event.feature, Math.min(event.reviewMs, maxAcceptReviewMs));
  if (event.outcome === "applied") {
    add("accepted", event.feature, event.chars);
  } else {
    add("turnedDown", event.feature, event.chars);
  }
}

function addAll(event: EfficiencyEvent, add: Add): void {
  const completion: Feature = "completion";
  switch (event.type) {
    case "session.start":
      add("session", "start", 0);
      break;
    case "session.end":
      add("session", "end", 0);
      break;
    case "health":
      add("health", "suspendMs", event.suspendMs);
      add("health", "clockJumpMs", Math.abs(event.clockJumpMs), event.clockJumpMs === 0 ? 0 : 1);
      add("health", "dropped", event.dropped, event.dropped);
      add("health", "otherAiActive", 0, event.otherAiActive ? 1 : 0);
      break;
    case "activity.slice":
      add("active", event.state, event.activeMs);
      if (event.arm === "off") {
        add("off.active", event.state, event.activeMs);
      }
      break;
    case "activity.cutoff":
      add("activeAt", event.cutoffS, event.activeMs);
      break;
    case "suggest.rework":
      add("rework", event.feature, event.editMs);
      break;
    case "suggest.recovery":
      add("recovery", event.feature, event.activeMs);
      break;
    case "suggest.dwell":
      add(
        event.feature === "completion" || event.feature === "fix" || event.feature === "tests"
          ? "dwell"
          : "answerDwell",
        event.feature,
        Math.min(event.dwellMs, maxDwellMs),
      );
      break;
    case "shadow.progress":
      add(event.isCensored ? "shadowCensored" : "shadow", "completion", event.sameMs);
      add(event.isCensored ? "shadowCensoredChars" : "shadowChars", "completion", event.chars);
      break;
    case "task.end":
      add(event.arm === "off" ? "off.task" : "task", event.outcome, event.activeMs);
      break;
    case "phase.relabel":
      add("relabel", event.toPhase, event.moved);
      break;
    case "edit.burst":
      addBurst(event, add);
      break;
    case "request":
      addRequest(event, add);
      break;
    case "suggest.offered":
      add("offered", completion, event.chars);
      add("offered.source", event.source, event.chars);
      break;
    case "suggest.resolve":
      addResolve(event, add);
      break;
    case "suggest.retain":
      addRetain(event, add);
      break;
    case "chat.turn":
      // A later use of an answer comes as a turn without sizes; it is no second turn.
      if (event.promptChars + event.answerChars + event.waitMs > 0) {
        add("turn", event.feature, event.answerChars);
        add("promptChars", event.feature, event.promptChars);
      }
      add("used", event.used, 0);
      break;
    case "edit.apply":
      addApply(event, add);
      break;
    case "test.generate":
      add("tests", "made", event.made, event.made);
      add("tests", "compiled", event.compiled, event.compiled);
      add("tests", "firstPass", event.firstPass, event.firstPass);
      add("tests", "kept", event.kept, event.kept);
      break;
    case "findings":
      add("findings", "reported", event.reported, event.reported);
      add("findings", "dropped", event.dropped, event.dropped);
      add("findings", "dismissed", event.dismissed, event.dismissed);
      break;
  }
}

/** What one event adds to the daily sums; the day is the local day of the event. */
export function rowsOfEvent(event: EfficiencyEvent): readonly RollUpRow[] {
  const key = {
    day: localDay(event.ts, event.tz),
    ws: event.ws,
    phase: event.phase,
    lang: event.lang,
  };
  const rows: RollUpRow[] = [];
  addAll(event, (metric, dim, total, n = 1) => {
    if (n !== 0 || total !== 0) {
      rows.push({ ...key, metric, dim, n, total });
    }
  });
  return rows;
}

/** Which daily sums are wanted: days are inclusive, keys that are not kept are added up and read as "". */
export interface RowQuery {
  readonly fromDay: string | null;
  readonly toDay: string;
  readonly ws: string | null;
  readonly keep: readonly ("day" | "phase" | "lang")[];
  /** Null: all. */
  readonly metrics: readonly string[] | null;
}

/** Gives daily sums; the workspace is always added up. */
export type RowSource = (query: RowQuery) => readonly RollUpRow[];

function keyOf(row: RollUpRow): string {
  return [row.day, row.ws, row.phase, row.lang, row.metric, row.dim].join("\u0000");
}

/** Rows with the same key added up, in the order of their keys, which no order of `rows` changes. */
export function sumRows(rows: Iterable<RollUpRow>): readonly RollUpRow[] {
  const byKey = new Map<string, { row: RollUpRow; n: number; total: number }>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = byKey.get(key);
    if (known === undefined) {
      byKey.set(key, { row, n: row.n, total: row.total });
    } else {
      known.n += row.n;
      known.total += row.total;
    }
  }
  return [...byKey.keys()].sort().map((key) => {
    const found = byKey.get(key) as { row: RollUpRow; n: number; total: number };
    return { ...found.row, n: found.n, total: found.total };
  });
}

/** `rows` without what `minus` counts; keys as in both. */
export function subtractRows(rows: readonly RollUpRow[], minus: readonly RollUpRow[]): readonly RollUpRow[] {
  return sumRows([...rows, ...minus.map((row) => ({ ...row, n: -row.n, total: -row.total }))]);
}

/** Daily sums out of rows in memory. */
export function rowsIn(rows: readonly RollUpRow[]): RowSource {
  return ({ fromDay, toDay, ws, keep, metrics }) =>
    sumRows(
      rows
        .filter(
          (row) =>
            row.day >= (fromDay ?? "") &&
            row.day <= toDay &&
            (ws === null || row.ws === ws) &&
            (metrics === null || metrics.includes(row.metric)),
        )
        .map((row) => ({
          ...row,
          ws: "",
          day: keep.includes("day") ? row.day : "",
          phase: keep.includes("phase") ? row.phase : "",
          lang: keep.includes("lang") ? row.lang : "",
        })),
    );
}

/** The daily sums of `events`, each event counted once by its id. */
export function rollUp(events: Iterable<EfficiencyEvent>): readonly RollUpRow[] {
  const seen = new Set<string>();
  const rows: RollUpRow[] = [];
  for (const event of events) {
    if (!seen.has(event.id)) {
      seen.add(event.id);
      rows.push(...rowsOfEvent(event));
    }
  }
  return sumRows(rows);
}
