import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isAssistantError } from "../../../src/core/errors.ts";
import { prefixOfChat } from "./simulatedBackend.ts";
import type { ModelQuestion, SimulatedModel } from "./simulatedModel.ts";

type Route = "infill" | "completions" | "chat";

function textAt(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  return typeof value === "string" ? value : "";
}

function numberAt(body: Readonly<Record<string, unknown>>, name: string, fallback: number): number {
  const value = body[name];
  return typeof value === "number" ? value : fallback;
}

function routeOf(url: string): Route | undefined {
  if (url.endsWith("/infill")) {
    return "infill";
  }
  if (url.endsWith("/chat/completions")) {
    return "chat";
  }
  return url.endsWith("/completions") ? "completions" : undefined;
}

function questionOf(route: Route, body: Readonly<Record<string, unknown>>): ModelQuestion {
  if (route === "infill") {
    const prefix = textAt(body, "input_prefix") + textAt(body, "prompt");
    const suffix = textAt(body, "input_suffix");
    const prompt = textAt(body, "input_prefix") + suffix + textAt(body, "prompt");
    return { prefix, prompt, maxTokens: numberAt(body, "n_predict", 128) };
  }
  const maxTokens = numberAt(body, "max_tokens", 128);
  if (route === "completions") {
    const prefix = textAt(body, "prompt");
    return {
      prefix,
      // The server spells the hole itself: all of the text before it first.
      prompt: prefix + textAt(body, "suffix"),
      maxTokens,
    };
  }
  const messages = Array.isArray(body["messages"]) ? (body["messages"] as { content?: unknown }[]) : [];
  const prompt = messages.map(({ content }) => (typeof content === "string" ? content : "")).join("\n");
  return { prefix: prefixOfChat(prompt), prompt, maxTokens };
}

function pieceOf(route: Route, text: string): string {
  const piece =
    route === "infill"
      ? { content: text, stop: false }
      : route === "completions"
        ? { object: "text_completion", choices: [{ index: 0, text, finish_reason: null }] }
        : {
            object: "chat.completion.chunk",
            choices: [{ index: 0, delta: { content: text }, finish_reason: null }],
          };
  return `data: ${JSON.stringify(piece)}\n\n`;
}

function endOf(route: Route): string {
  const piece =
    route === "infill"
      ? { content: "", stop: true, stop_type: "eos" }
      : { choices: [{ index: 0, delta: {}, text: "", finish_reason: "stop" }] };
  return `data: ${JSON.stringify(piece)}\n\n${route === "infill" ? "" : "data: [DONE]\n\n"}`;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const pieces: Buffer[] = [];
  for await (const piece of request) {
    pieces.push(piece as Buffer);
  }
  const value: unknown = JSON.parse(Buffer.concat(pieces).toString("utf8"));
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

async function answer(
  model: SimulatedModel,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const route = routeOf(request.url ?? "");
  if (route === undefined) {
    response.writeHead(404).end();
    return;
  }
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const question = questionOf(route, await bodyOf(request));
  try {
    for await (const text of model.ask(question, gone.signal)) {
      if (!response.headersSent) {
        response.writeHead(200, { "content-type": "text/event-stream" });
      }
      response.write(pieceOf(route, text));
    }
    if (!response.headersSent) {
      response.writeHead(200, { "content-type": "text/event-stream" });
    }
    response.end(endOf(route));
  } catch (error) {
    const isLimit = isAssistantError(error) && error.kind === "rateLimited";
    response.writeHead(isLimit ? 429 : 500, { "content-type": "application/json", "retry-after": "1" });
    response.end(JSON.stringify({ error: { message: isLimit ? "rate limit" : "simulated failure" } }));
  }
}

/** The simulated model on a loopback port: `/infill`, `/v1/completions`, `/v1/chat/completions`. */
export async function startSimulatedServer(
  model: SimulatedModel,
): Promise<{ readonly baseUrl: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => void answer(model, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
