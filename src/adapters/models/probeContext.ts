import type { ResolvedProfile } from "../../core/backends/profile.ts";
import type { ListedModel } from "./listModels.ts";
import type { ModelExchange } from "./modelExchange.ts";

/** Longest wait for a document beside replies, in milliseconds. */
const documentMs = 5_000;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The number at a path of names in a document, or undefined. */
function numberAt(value: unknown, ...names: readonly string[]): number | undefined {
  let current = value;
  for (const name of names) {
    current = isRecord(current) ? current[name] : undefined;
  }
  return typeof current === "number" && current > 0 ? current : undefined;
}

/** Tokens of context as the server tells them, in its list of models or in a document of its own. */
export async function probeContext(
  profile: ResolvedProfile,
  exchange: ModelExchange,
  listed: readonly ListedModel[],
  signal: AbortSignal,
): Promise<number | undefined> {
  const inList = listed.find((model) => model.id === profile.model)?.contextTokens;
  if (inList !== undefined || !profile.preset.isLocal) {
    return inList;
  }
  try {
    if (profile.preset.dialect === "llama") {
      const root = profile.baseUrl.replace(/\/v\d+$/, "");
      const props = await exchange.getJson(`${root}/props`, documentMs, signal);
      return numberAt(props, "default_generation_settings", "n_ctx") ?? numberAt(props, "n_ctx");
    }
    if (profile.preset.dialect === "ollama") {
      // What is loaded, not what the model could hold: Ollama cuts silently at the former.
      const loaded = await exchange.getJson(`${profile.origin}/api/ps`, documentMs, signal);
      const models = isRecord(loaded) && Array.isArray(loaded["models"]) ? loaded["models"] : [];
      const own = models.find((model: unknown) => isRecord(model) && model["name"] === profile.model);
      return numberAt(own, "context_length");
    }
  } catch {
    // A server that does not tell is no failure.
  }
  return undefined;
}
