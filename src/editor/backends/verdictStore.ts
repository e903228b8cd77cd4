import type * as vscode from "vscode";
import type { FillInRoute } from "../../core/backends/preset.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";

const storageKey = "flywheel.probedFillIn";

type Verdicts = Readonly<Record<string, FillInRoute | "none">>;

/** A verdict holds for one server and model; another URL or model must be probed anew. */
function keyOf(profile: Pick<ResolvedProfile, "baseUrl" | "model">): string {
  return `${profile.baseUrl} ${profile.model}`;
}

/** What probes found out about filling in the middle, kept across restarts. */
export class VerdictStore {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  fillInRouteOf(profile: Pick<ResolvedProfile, "baseUrl" | "model">): FillInRoute | "none" | undefined {
    return this.#memento.get<Verdicts>(storageKey, {})[keyOf(profile)];
  }

  async keep(profile: Pick<ResolvedProfile, "baseUrl" | "model">, route: FillInRoute | "none"): Promise<void> {
    const verdicts = this.#memento.get<Verdicts>(storageKey, {});
    await this.#memento.update(storageKey, { ...verdicts, [keyOf(profile)]: route });
  }
}
