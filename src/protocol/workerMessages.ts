import type { CodeCalls } from "./codeCalls.ts";
import type { CompletionCalls } from "./completionCalls.ts";
import type { ContextCalls } from "./contextCalls.ts";
import type { EfficiencyCalls } from "./efficiencyCalls.ts";
import type { TestingCalls } from "./testingCalls.ts";

/** Every call the worker answers: its name, parameters and result. */
export type WorkerCalls = CodeCalls & CompletionCalls & ContextCalls & EfficiencyCalls & TestingCalls;

export type CallName = keyof WorkerCalls;
export type CallParams<K extends CallName> = WorkerCalls[K]["params"];
export type CallResult<K extends CallName> = WorkerCalls[K]["result"];

/** One function per call; a room gives the worker the part it answers. */
export type CallHandlers<Calls> = {
  readonly [K in keyof Calls]: (
    params: Calls[K] extends { params: infer P } ? P : never,
    signal: AbortSignal,
  ) => Promise<Calls[K] extends { result: infer R } ? R : never>;
};

export type ToWorker =
  | { readonly kind: "call"; readonly id: number; readonly name: CallName; readonly params: unknown }
  | { readonly kind: "cancel"; readonly id: number };

export type FromWorker =
  | { readonly kind: "result"; readonly id: number; readonly value: unknown }
  | {
      readonly kind: "failure";
      readonly id: number;
      readonly error: { readonly kind: string; readonly message: string; readonly detail: string };
    }
  | { readonly kind: "log"; readonly level: "info" | "warn" | "error"; readonly text: string };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Undefined for anything that is no message to the worker. */
export function decodeToWorker(value: unknown): ToWorker | undefined {
  if (!isRecord(value) || typeof value["id"] !== "number") {
    return undefined;
  }
  if (value["kind"] === "cancel") {
    return { kind: "cancel", id: value["id"] };
  }
  if (value["kind"] === "call" && typeof value["name"] === "string") {
    return { kind: "call", id: value["id"], name: value["name"] as CallName, params: value["params"] };
  }
  return undefined;
}

/** Undefined for anything that is no message from the worker. */
export function decodeFromWorker(value: unknown): FromWorker | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { kind, id, level, text, error } = value;
  if (
    kind === "log" &&
    (level === "info" || level === "warn" || level === "error") &&
    typeof text === "string"
  ) {
    return { kind, level, text };
  }
  if (typeof id !== "number") {
    return undefined;
  }
  if (kind === "result") {
    return { kind, id, value: value["value"] };
  }
  if (kind === "failure" && isRecord(error)) {
    return {
      kind,
      id,
      error: {
        kind: typeof error["kind"] === "string" ? error["kind"] : "unexpected",
        message: typeof error["message"] === "string" ? error["message"] : "",
        detail: typeof error["detail"] === "string" ? error["detail"] : "",
      },
    };
  }
  return undefined;
}
