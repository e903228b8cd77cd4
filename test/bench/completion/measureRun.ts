import type { BenchEngine, EngineWorld } from "./benchEngine.ts";
import type { Hunk } from "./hunk.ts";
import { Replay, type Mode } from "./replay.ts";
import { SimulatedModel, type BackendShape, type Noise } from "./simulatedModel.ts";
import { simulatedBackend } from "./simulatedBackend.ts";
import { VirtualClock, type Timeline } from "./virtualClock.ts";

export interface RunPlan {
  readonly engineName: string;
  readonly create: (world: EngineWorld) => BenchEngine;
  readonly shape: BackendShape;
  readonly wrongShare: number;
  readonly mode: Mode;
  readonly hunk: Hunk;
  readonly seed: number;
  /** What `wrongShare` is a share of; lines where left out. */
  readonly noise?: Noise | undefined;
  readonly options: ReadonlyMap<string, string>;
}

/** Figures of one run; `null` where nothing could be measured. */
export type RunFigures = Readonly<Record<string, number | null>>;

function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

const charsPerToken = 3.6;

/** How a world is made for one run: the virtual one, or one with a socket. */
export interface MadeWorld {
  readonly timeline: Timeline;
  readonly model: SimulatedModel;
  readonly world: EngineWorld;
  close(): Promise<void>;
}

export function virtualWorld(plan: RunPlan): Promise<MadeWorld> {
  const clock = new VirtualClock();
  const model = new SimulatedModel(clock, plan.shape, plan);
  return Promise.resolve({
    timeline: clock,
    model,
    world: { clock, backend: simulatedBackend(model, plan.shape), baseUrl: undefined, options: plan.options },
    close: () => Promise.resolve(),
  });
}

/** Plays one hunk with one engine on one backend. */
export async function measureRun(
  plan: RunPlan,
  makeWorld: (plan: RunPlan) => Promise<MadeWorld> = virtualWorld,
): Promise<RunFigures> {
  const made = await makeWorld(plan);
  const replay = new Replay(made.timeline, plan.create(made.world), {
    ...plan,
    answerTo: (prefix) => made.model.answerTo(prefix),
  });
  const seen = await replay.run();
  await made.close();
  const { counts } = made.model;
  const per = (value: number, of: number): number | null => (of === 0 ? null : (100 * value) / of);
  return {
    keys: seen.keys,
    requests: counts.requests,
    blindMs: seen.blindMs,
    totalMs: seen.totalMs,
    savedChars: seen.savedChars,
    coverage: per(seen.covered, seen.coverable),
    reachable: per(seen.reached, seen.reachable),
    // What an engine would reach that asks at every key and is answered at once.
    ceiling: per(seen.reachable, seen.coverable),
    freshP10Ms: percentile(seen.freshMs, 0.1),
    freshP50Ms: percentile(seen.freshMs, 0.5),
    freshP90Ms: percentile(seen.freshMs, 0.9),
    blindShare: per(seen.blindMs, seen.totalMs),
    requestsPer100Keys: per(counts.requests, seen.keys),
    requestsPerAccept: seen.accepts === 0 ? null : counts.requests / seen.accepts,
    requestsPer100Saved: per(counts.requests, seen.savedChars),
    savedShare: per(seen.savedChars, seen.savedChars + seen.typedChars),
    wrongPer100Keys: per(seen.wrongDisplays, seen.keys),
    rightPer100Keys: per(seen.rightDisplays, seen.keys),
    flickers: seen.flickers,
    promptTokens: counts.promptChars / charsPerToken,
    uncachedTokensPer100Saved: per(counts.uncachedChars / charsPerToken, seen.savedChars),
    generatedTokens: counts.generatedTokens,
    wastedShare: per(Math.max(0, counts.generatedChars - seen.seenChars), counts.generatedChars),
    sharedWithinLine: mean(counts.sharedWithinLine),
    sharedAcrossLines: mean(counts.sharedAcrossLines),
    peakPerSecond: counts.peakPerSecond,
    refused: counts.refused,
  };
}
