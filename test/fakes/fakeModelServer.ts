import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { defaultReply, renderReply, type ReplySpec, type Rule } from "./fakeModelServerReplies.ts";

/** What the server was asked; `closed` resolves when the client is gone or was answered in full. */
export interface RecordedRequest {
  readonly index: number;
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `body` as JSON, or undefined where it is none. */
  readonly json: Record<string, unknown> | undefined;
  /** Resolves when the response has ended or its socket has closed. */
  readonly closed: Promise<void>;
  /** True when the socket closed before the reply was complete: the client aborted. */
  wasCutOff: boolean;
  isClosed: boolean;
}

/** One step of a raw reply: bytes, or a wait that a test or a timer ends. */
export type Piece = string | Uint8Array | { readonly until: Promise<unknown> } | { readonly pauseMs: number };

/** A reply byte by byte. */
export interface RawReply {
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly pieces?: readonly Piece[] | undefined;
  /** Waited for before the headers are sent. */
  readonly beforeHeaders?: Promise<unknown> | undefined;
  readonly beforeHeadersMs?: number | undefined;
  /** `close` ends well, `reset` destroys the socket, `stall` leaves it open for ever. */
  readonly end?: "close" | "reset" | "stall" | undefined;
}

export type Reply = RawReply | ReplySpec;
export type Responder = (request: RecordedRequest) => Reply | Promise<Reply>;

export interface FakeModelServerOptions {
  /** 0 (the default) takes a free port. */
  readonly port?: number;
  /** Address to listen at; `127.0.0.1` by default. */
  readonly host?: string;
  /** PEM texts; makes it an https server. */
  readonly tls?: {
    readonly key: string;
    readonly cert: string;
    readonly ca?: string;
    readonly requestCert?: boolean;
    readonly rejectUnauthorized?: boolean;
  };
}

function isRaw(reply: Reply): reply is RawReply {
  return "pieces" in reply || "end" in reply || "beforeHeaders" in reply || "beforeHeadersMs" in reply;
}

/**
 * A model server on a real socket that says byte for byte what a test tells it to. Replies come
 * first from `enqueue`, then from `rules`, then from `respondWith`, then from plausible defaults.
 */
export class FakeModelServer {
  readonly requests: RecordedRequest[] = [];
  readonly sockets = new Set<Socket>();
  rules: Rule[] = [];
  readonly #server: Server;
  readonly #isTls: boolean;
  readonly #queue: (Reply | Responder)[] = [];
  readonly #waiters: { count: number; resolve: () => void }[] = [];
  #responder: Responder | undefined;

  private constructor(options: FakeModelServerOptions) {
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      void this.#serve(request, response);
    };
    this.#isTls = options.tls !== undefined;
    this.#server =
      options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener);
    this.#server.on("connection", (socket: Socket) => {
      this.sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => this.sockets.delete(socket));
    });
    this.#server.on("tlsClientError", () => {});
  }

  static async start(options: FakeModelServerOptions = {}): Promise<FakeModelServer> {
    const fake = new FakeModelServer(options);
    await new Promise<void>((resolve, reject) => {
      fake.#server.once("error", reject);
      fake.#server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
    });
    return fake;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Origin, such as `http://127.0.0.1:40123`. */
  get url(): string {
    return `${this.#isTls ? "https" : "http"}://127.0.0.1:${this.port}`;
  }

  /** Base URL for an OpenAI-compatible profile. */
  get baseUrl(): string {
    return `${this.url}/v1`;
  }

  get lastRequest(): RecordedRequest | undefined {
    return this.requests.at(-1);
  }

  /** Answers the next requests, one reply each, before anything else is asked. */
  enqueue(...replies: (Reply | Responder)[]): void {
    this.#queue.push(...replies);
  }

  respondWith(responder: Responder | undefined): void {
    this.#responder = responder;
  }

  /** Resolves when `count` requests have arrived in all. */
  waitForRequests(count: number): Promise<void> {
    if (this.requests.length >= count) {
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#waiters.push({ count, resolve }));
  }

  /** Closes the connections that wait for another request. */
  closeIdle(): void {
    this.#server.closeIdleConnections();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bodyParts: Buffer[] = [];
    try {
      for await (const part of request) {
        bodyParts.push(part as Buffer);
      }
    } catch {
      return;
    }
    const body = Buffer.concat(bodyParts).toString("utf8");
    const path = request.url ?? "/";
    if (path.startsWith("/__")) {
      this.#control(path, body, response);
      return;
    }
    const recorded = this.#record(request, response, body);
    for (const waiter of this.#waiters.splice(0)) {
      if (this.requests.length >= waiter.count) {
        waiter.resolve();
      } else {
        this.#waiters.push(waiter);
      }
    }
    const reply = await this.#replyTo(recorded);
    await sendReply(response, isRaw(reply) ? reply : renderReply(reply, recorded));
  }

  #record(request: IncomingMessage, response: ServerResponse, body: string): RecordedRequest {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers)) {
      headers[name] = Array.isArray(value) ? value.join(", ") : (value ?? "");
    }
    const closed = Promise.withResolvers<void>();
    const recorded: RecordedRequest = {
      index: this.requests.length,
      method: request.method ?? "GET",
      path: request.url ?? "/",
      headers,
      body,
      json: parseRecord(body),
      closed: closed.promise,
      wasCutOff: false,
      isClosed: false,
    };
    response.on("error", () => {});
    response.on("close", () => {
      recorded.wasCutOff = !response.writableFinished;
      recorded.isClosed = true;
      closed.resolve();
    });
    this.requests.push(recorded);
    return recorded;
  }

  async #replyTo(request: RecordedRequest): Promise<Reply> {
    const queued = this.#queue.shift();
    if (queued !== undefined) {
      return typeof queued === "function" ? await queued(request) : queued;
    }
    const rule = this.rules.find((candidate) => matches(candidate, request));
    if (rule !== undefined) {
      if (rule.times !== undefined) {
        rule.times -= 1;
      }
      return rule.reply;
    }
    return this.#responder === undefined ? defaultReply(request) : await this.#responder(request);
  }

  /** `GET /__requests`, `POST /__rules`, `POST /__clear`: for tests in another process. */
  #control(path: string, body: string, response: ServerResponse): void {
    if (path === "/__rules") {
      const rules: unknown = body === "" ? [] : JSON.parse(body);
      this.rules = Array.isArray(rules) ? (rules as Rule[]) : [];
    } else if (path === "/__clear") {
      this.requests.length = 0;
    }
    const seen = this.requests.map(({ closed: _closed, ...rest }) => rest);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(path === "/__requests" ? seen : { ok: true }));
  }
}

function parseRecord(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function matches(rule: Rule, request: RecordedRequest): boolean {
  const { path, method, bodyIncludes } = rule.match ?? {};
  const needles = bodyIncludes === undefined ? [] : [bodyIncludes].flat();
  return (
    rule.times !== 0 &&
    (path === undefined || request.path.includes(path)) &&
    (method === undefined || request.method === method) &&
    needles.every((needle) => request.body.includes(needle))
  );
}

async function sendReply(response: ServerResponse, reply: RawReply): Promise<void> {
  const gone = new Promise<void>((resolve) => response.once("close", resolve));
  const pause = async (until: Promise<unknown>): Promise<void> => {
    await Promise.race([until, gone]);
  };
  const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
  if (reply.beforeHeaders !== undefined) {
    await pause(reply.beforeHeaders);
  }
  if (reply.beforeHeadersMs !== undefined) {
    await pause(delay(reply.beforeHeadersMs));
  }
  if (response.destroyed) {
    return;
  }
  response.writeHead(reply.status ?? 200, reply.headers ?? { "content-type": "text/event-stream" });
  response.flushHeaders();
  for (const piece of reply.pieces ?? []) {
    if (response.destroyed) {
      return;
    }
    if (typeof piece === "string" || piece instanceof Uint8Array) {
      // Waiting for the write keeps the pieces apart on the wire.
      await pause(new Promise((resolve) => response.write(piece, resolve)));
    } else {
      await pause("until" in piece ? piece.until : delay(piece.pauseMs));
    }
  }
  if (reply.end === "reset") {
    // A TLS socket knows no reset: its end without a farewell is the same to the client.
    if (response.socket instanceof TLSSocket) {
      response.socket.destroy();
    } else {
      response.socket?.resetAndDestroy();
    }
  } else if (reply.end !== "stall") {
    response.end();
  }
}
