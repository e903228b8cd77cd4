import { splitBegunMiddle } from "../../../src/core/backends/begunMiddle.ts";
import type { GatedBackend, OutboundPart } from "../../../src/core/egress/outbound.ts";
import type { ReplyChunk } from "../../../src/core/ports.ts";
import type { BackendShape, ModelQuestion, SimulatedModel } from "./simulatedModel.ts";

const limits = { contextTokens: 16_000, outputTokens: 2_000 };

function textOf(parts: readonly OutboundPart[]): string {
  return parts.map(({ text }) => text).join("");
}

/** The text before the cursor in our own chat prompt, or in a plain one that ends with it. */
export function prefixOfChat(prompt: string): string {
  const start = prompt.lastIndexOf("<before_cursor");
  const body = start < 0 ? prompt : prompt.slice(prompt.indexOf(">\n", start) + 2);
  const end = body.lastIndexOf("<cursor/>");
  return end < 0 ? body : body.slice(0, end);
}

/** In the order of a server with a field for each part: other files, lines above, lines below, lines being typed. */
export function fillInPrompt(parts: { snippets: string; prefix: string; suffix: string }): string {
  const { prefix, begun } = splitBegunMiddle(parts.prefix);
  return parts.snippets + prefix + parts.suffix + begun;
}

async function* replyOf(
  model: SimulatedModel,
  question: ModelQuestion,
  signal: AbortSignal,
): AsyncGenerator<ReplyChunk> {
  let tokens = 0;
  for await (const text of model.ask(question, signal)) {
    tokens += 1;
    yield { kind: "text", text };
  }
  if (!signal.aborted) {
    yield { kind: "end", reason: tokens >= question.maxTokens ? "length" : "stop" };
  }
}

/** The simulated model behind the interface that features see, without a socket. */
export function simulatedBackend(model: SimulatedModel, shape: BackendShape): GatedBackend {
  const identity = {
    profile: "simulated",
    preset: "openai-compatible",
    model: "simulated",
    origin: shape.isLoopback ? "http://127.0.0.1:1" : "https://simulated.example",
    isLoopback: shape.isLoopback,
  };
  return {
    identity,
    chat: {
      identity,
      limits,
      send: (request, signal) => {
        const prompt = request.messages.map(({ parts }) => textOf(parts)).join("\n");
        return replyOf(
          model,
          { prefix: prefixOfChat(prompt), prompt, maxTokens: request.maxOutputTokens },
          signal,
        );
      },
    },
    ...(shape.isChatOnly
      ? {}
      : {
          fillIn: {
            identity,
            limits,
            route: "infill",
            send: (request, signal) => {
              const prefix = request.prefix.text;
              const prompt = fillInPrompt({
                snippets: textOf(request.snippets),
                prefix,
                suffix: request.suffix.text,
              });
              return replyOf(model, { prefix, prompt, maxTokens: request.maxOutputTokens }, signal);
            },
          },
        }),
  };
}
