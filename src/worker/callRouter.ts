import { AssistantError, isCancellation, toAssistantError } from "../core/errors.ts";
import {
  decodeToWorker,
  type CallHandlers,
  type FromWorker,
  type WorkerCalls,
} from "../protocol/workerMessages.ts";

type AnyHandler = (params: unknown, signal: AbortSignal) => Promise<unknown>;

/** Runs each call's handler and posts its result; a cancelled call is answered by nothing. */
export class CallRouter {
  readonly #handlers: Readonly<Record<string, AnyHandler | undefined>>;
  readonly #post: (message: FromWorker) => void;
  readonly #running = new Map<number, AbortController>();

  constructor(handlers: CallHandlers<WorkerCalls>, post: (message: FromWorker) => void) {
    this.#handlers = handlers as unknown as Readonly<Record<string, AnyHandler | undefined>>;
    this.#post = post;
  }

  async receive(value: unknown): Promise<void> {
    const message = decodeToWorker(value);
    if (message === undefined) {
      this.#post({ kind: "log", level: "warn", text: "A message to the worker could not be read." });
      return;
    }
    if (message.kind === "cancel") {
      this.#running.get(message.id)?.abort();
      return;
    }
    const controller = new AbortController();
    this.#running.set(message.id, controller);
    try {
      const handler = this.#handlers[message.name];
      if (handler === undefined) {
        throw new AssistantError("unexpected", `The worker knows no call ${message.name}.`);
      }
      const result = await handler(message.params, controller.signal);
      this.#post({ kind: "result", id: message.id, value: result });
    } catch (error) {
      if (!isCancellation(error, controller.signal)) {
        const { kind, message: text, detail } = toAssistantError(error);
        this.#post({ kind: "failure", id: message.id, error: { kind, message: text, detail } });
      }
    } finally {
      this.#running.delete(message.id);
    }
  }
}
