import { LearnedQuirks } from "../../core/backends/learnedQuirks.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import { ModelExchange } from "./modelExchange.ts";
import type { ModelDeps } from "./modelDeps.ts";

/** A list of models is small talk: it comes soon or not at all. */
const listMs = 10_000;
/** More than anyone reads. */
const maxModels = 1_000;

export interface ListedModel {
  readonly id: string;
  /** Where the server tells it with the list. */
  readonly contextTokens?: number | undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads `{data: [{id}]}`, `{models: [{name}]}` and a bare array of either. */
export function readModelList(value: unknown): readonly ListedModel[] {
  const list = isRecord(value) ? (value["data"] ?? value["models"]) : value;
  if (!Array.isArray(list)) {
    return [];
  }
  const models: ListedModel[] = [];
  for (const entry of list.slice(0, maxModels) as unknown[]) {
    const record = isRecord(entry) ? entry : { id: entry };
    const id = record["id"] ?? record["name"] ?? record["model"];
    if (typeof id === "string" && id !== "") {
      const context = record["max_model_len"] ?? record["max_context_length"] ?? record["context_length"];
      models.push({ id, ...(typeof context === "number" && context > 0 ? { contextTokens: context } : {}) });
    }
  }
  return models;
}

/** Ids that the server lists, in its order. Throws `AssistantError`. */
export async function listModels(
  profile: ResolvedProfile,
  deps: ModelDeps,
  signal: AbortSignal,
): Promise<string[]> {
  if (!profile.preset.listsModels) {
    return [...profile.preset.knownModels];
  }
  const exchange = new ModelExchange(profile, deps, new LearnedQuirks());
  const models = readModelList(await exchange.getJson(`${profile.baseUrl}/models`, listMs, signal));
  return models.map((model) => model.id);
}
