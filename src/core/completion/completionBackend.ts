import { toAssistantError } from "../errors.ts";
import type { GatedBackend } from "../egress/outbound.ts";
import type { CompletionDeps } from "./completionPorts.ts";
import type { EngineState } from "./engineState.ts";

/** The backend that may be asked now, if any; tells the status when there is none. */
export class CompletionBackend {
  readonly #deps: Pick<CompletionDeps, "backends" | "clock">;
  readonly #state: EngineState;
  #isFree = false;

  constructor(deps: Pick<CompletionDeps, "backends" | "clock">, state: EngineState) {
    this.#deps = deps;
    this.#state = state;
  }

  /** The last one ran on this machine. */
  get isFree(): boolean {
    return this.#isFree;
  }

  /** Undefined while it rests after failures, and where none is set up. Never rejects. */
  async ready(): Promise<GatedBackend | undefined> {
    const { health, status } = this.#state;
    if (health.isResting(this.#deps.clock.monotonicMs())) {
      status.localOnly(true);
      return undefined;
    }
    try {
      const backend = await this.#deps.backends.forRole("completion");
      status.localOnly(backend === undefined);
      this.#isFree = backend?.identity.isLoopback === true;
      return backend;
    } catch (error) {
      status.failed(toAssistantError(error));
      status.localOnly(true);
      return undefined;
    }
  }
}
