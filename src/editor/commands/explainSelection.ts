import type { ChatSession } from "../chat/chatSession.ts";
import type { ChatViewProvider } from "../chat/chatViewProvider.ts";
import { resolveCodeTarget } from "../codeTarget.ts";
import { commandIds, type Command } from "../commandIds.ts";
import type { WorkerClient } from "../workerClient.ts";

/** Explains the given range, the selection, the function at the cursor, or the file, in the chat view. */
export class ExplainSelection implements Command {
  readonly id = commandIds.explainSelection;
  readonly #session: ChatSession;
  readonly #view: ChatViewProvider;
  readonly #worker: WorkerClient;

  constructor(session: ChatSession, view: ChatViewProvider, worker: WorkerClient) {
    this.#session = session;
    this.#view = view;
    this.#worker = worker;
  }

  /** Resolves to the explanation when it is complete; undefined when there was nothing to explain, or it may not go. */
  async run(...args: readonly unknown[]): Promise<string | undefined> {
    const { signal } = new AbortController();
    const target = await resolveCodeTarget(args, { whole: "file" }, this.#worker, signal);
    if (target === undefined) {
      return undefined;
    }
    await this.#view.reveal();
    return (await this.#session.explain(target))?.answer;
  }
}
