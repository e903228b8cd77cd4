import { createBackend } from "../../../src/adapters/models/createBackend.ts";
import { SystemClock } from "../../../src/adapters/systemClock.ts";
import { resolveProfile } from "../../../src/core/backends/profile.ts";
import type { GatedBackend, OutboundPart } from "../../../src/core/egress/outbound.ts";
import type { Backend } from "../../../src/core/ports.ts";
import type { MadeWorld, RunPlan } from "./measureRun.ts";
import { startSimulatedServer } from "./simulatedServer.ts";
import { SimulatedModel } from "./simulatedModel.ts";

function textOf(parts: readonly OutboundPart[]): string {
  return parts.map(({ text }) => text).join("");
}

/** The product's own client with nothing between it and the engine: no gate, no redaction. */
function ungated(backend: Backend, isLoopback: boolean): GatedBackend {
  const { chat, fillIn } = backend;
  const identity = { ...chat.identity, isLoopback };
  return {
    identity,
    chat: {
      identity,
      limits: chat.limits,
      send: (request, signal) => {
        const { maxOutputTokens, temperature, stop, thinking } = request;
        const messages = request.messages.map(({ role, parts }) => ({ role, content: textOf(parts) }));
        return chat.streamChat(
          { messages, maxOutputTokens, temperature, stop, thinking, isBackground: true },
          signal,
        );
      },
    },
    ...(fillIn === undefined
      ? {}
      : {
          fillIn: {
            identity,
            limits: fillIn.limits,
            route: fillIn.route,
            send: (request, signal) => {
              const { path, languageId, maxOutputTokens, stop } = request;
              const snippets = request.snippets.map(({ text, source }) => ({
                path: source?.path ?? "",
                text,
              }));
              const { prefix, suffix } = { prefix: request.prefix.text, suffix: request.suffix.text };
              return fillIn.streamFillIn(
                { prefix, suffix, path, languageId, snippets, maxOutputTokens, stop, isBackground: true },
                signal,
              );
            },
          },
        }),
  };
}

/** A server on loopback, the machine's own time, and the product's client between engine and server. */
export async function socketWorld(plan: RunPlan): Promise<MadeWorld> {
  const clock = new SystemClock();
  const model = new SimulatedModel(clock, plan.shape, plan);
  const server = await startSimulatedServer(model);
  const isInfill = plan.options.get("route") !== "completions" && !plan.shape.isChatOnly;
  const resolved = resolveProfile("bench", {
    preset: isInfill ? "llama-server" : "openai-compatible",
    baseUrl: `${server.baseUrl}/v1`,
    model: "simulated",
    fillInTheMiddle: plan.shape.isChatOnly ? "off" : isInfill ? "infill" : "suffix",
  });
  if (!("profile" in resolved)) {
    throw new Error(resolved.problem.id);
  }
  const backend = createBackend(resolved.profile, {
    fetch: globalThis.fetch,
    clock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    readKey: () => Promise.resolve(undefined),
    env: () => undefined,
  });
  return {
    timeline: { clock, pass: (ms) => clock.delay(ms) },
    model,
    world: {
      clock,
      backend: ungated(backend, plan.shape.isLoopback),
      baseUrl: server.baseUrl,
      options: plan.options,
    },
    close: () => server.close(),
  };
}
