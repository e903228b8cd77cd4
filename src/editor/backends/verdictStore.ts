import type * as vscode from "vscode";
import {
  addFacts,
  decodeFacts,
  noFacts,
  type EndpointFacts,
  type FactSource,
  type FactValues,
} from "../../core/backends/endpointFacts.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";

const storageKey = "flywheel.endpointFacts";

type Endpoint = Pick<ResolvedProfile, "baseUrl" | "model">;

/** A verdict holds for one server and model; another URL or model must be probed anew. */
function keyOf({ baseUrl, model }: Endpoint): string {
  return `${baseUrl} ${model}`;
}

/** What probes and refusals found out about endpoints, kept across restarts with the origin of each fact. */
export class VerdictStore {
  readonly #memento: vscode.Memento;
  readonly #nowMs: () => number;
  /**
   * What this window wrote. The editor replaces an extension's whole state by the echo of an earlier write, also when a
   * later one is under way: what was just kept would be lost with the next write of anything else.
   */
  readonly #own = new Map<string, EndpointFacts>();

  constructor(memento: vscode.Memento, nowMs: () => number) {
    this.#memento = memento;
    this.#nowMs = nowMs;
  }

  factsOf(endpoint: Endpoint): EndpointFacts {
    return decodeFacts(this.#all()[keyOf(endpoint)]);
  }

  /** A probe asks about everything anew, so what was known before is replaced. */
  keepProbed(endpoint: Endpoint, found: FactValues): Promise<void> {
    return this.#keep(endpoint, noFacts, found, "probed");
  }

  keepLearned(endpoint: Endpoint, found: FactValues): Promise<void> {
    return this.#keep(endpoint, this.factsOf(endpoint), found, "learned");
  }

  async #keep(
    endpoint: Endpoint,
    before: EndpointFacts,
    found: FactValues,
    source: FactSource,
  ): Promise<void> {
    const facts = addFacts(before, found, source, this.#nowMs());
    this.#own.set(keyOf(endpoint), facts);
    await this.#memento.update(storageKey, this.#all());
  }

  #all(): Readonly<Record<string, unknown>> {
    const stored = this.#memento.get<unknown>(storageKey);
    const known = typeof stored === "object" && stored !== null ? (stored as Record<string, unknown>) : {};
    return { ...known, ...Object.fromEntries(this.#own) };
  }
}
