import type * as vscode from "vscode";
import {
  addFacts,
  decodeAllFacts,
  joinAllFacts,
  lastFoundMs,
  noFacts,
  type EndpointFacts,
  type FactSource,
  type FactsByEndpoint,
  type FactValues,
} from "../../core/backends/endpointFacts.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import { laterThan } from "../../core/convergence/join.ts";
import { ConvergentValue } from "../convergentValue.ts";

type Endpoint = Pick<ResolvedProfile, "baseUrl" | "model">;

/** A verdict holds for one server and model; another URL or model must be probed anew. */
function keyOf({ baseUrl, model }: Endpoint): string {
  return `${baseUrl} ${model}`;
}

/** What probes and refusals found out about endpoints, kept across restarts with the origin of each fact. */
export class VerdictStore {
  readonly #facts: ConvergentValue<FactsByEndpoint>;
  readonly #nowMs: () => number;

  constructor(memento: vscode.Memento, nowMs: () => number) {
    this.#facts = new ConvergentValue(memento, "flywheel.endpointFacts", decodeAllFacts, joinAllFacts);
    this.#nowMs = nowMs;
  }

  factsOf(endpoint: Endpoint): EndpointFacts {
    return this.#facts.get()[keyOf(endpoint)] ?? noFacts;
  }

  /** A probe asks about everything anew, so what was known before is replaced. */
  keepProbed(endpoint: Endpoint, found: FactValues): Promise<void> {
    return this.#keep(endpoint, noFacts, found, "probed");
  }

  keepLearned(endpoint: Endpoint, found: FactValues): Promise<void> {
    return this.#keep(endpoint, this.factsOf(endpoint), found, "learned");
  }

  #keep(endpoint: Endpoint, before: EndpointFacts, found: FactValues, source: FactSource): Promise<void> {
    const atMs = laterThan({ atMs: lastFoundMs(this.factsOf(endpoint)) }, this.#nowMs());
    const facts = addFacts(before, found, source, atMs);
    return this.#facts.update((all) => ({ ...all, [keyOf(endpoint)]: facts }));
  }
}
