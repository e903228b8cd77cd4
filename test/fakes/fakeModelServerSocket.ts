import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What the server does once a client's message has come. */
export type SocketStep =
  | { readonly text: string }
  /** A text cut into frames of a few bytes. */
  | { readonly fragments: readonly string[] }
  | { readonly ping: string }
  | { readonly end: "close" | "reset" | "stall" };

export interface SocketRefusal {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function frame(opcode: number, text: string, isFinal = true): Buffer {
  const payload = Buffer.from(text);
  const long = payload.length > 125;
  const head = Buffer.alloc(long ? 4 : 2);
  head[0] = (isFinal ? 0x80 : 0) | opcode;
  head[1] = long ? 126 : payload.length;
  if (long) {
    head.writeUInt16BE(payload.length, 2);
  }
  return Buffer.concat([head, payload]);
}

/** The text of a client's masked frame; undefined while it is not whole. */
function unmask(bytes: Buffer): string | undefined {
  if (bytes.length < 2) {
    return undefined;
  }
  const short = bytes.readUInt8(1) & 0x7f;
  const start = short === 126 ? 4 : 2;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  if (bytes.length < start + 4 + length) {
    return undefined;
  }
  const mask = bytes.subarray(start, start + 4);
  const payload = Buffer.from(bytes.subarray(start + 4, start + 4 + length));
  return payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)).toString();
}

/** A WebSocket server for one text in and a script of steps out. */
export class FakeSocketServer {
  readonly handshakes: IncomingMessage[] = [];
  readonly messages: unknown[] = [];
  script: readonly SocketStep[] = [];
  refusal: SocketRefusal | undefined;
  /** Resolves when the first socket has closed. */
  readonly closed = Promise.withResolvers<void>();
  readonly #server: Server = createServer();
  readonly #sockets = new Set<Socket>();

  static async start(): Promise<FakeSocketServer> {
    const fake = new FakeSocketServer();
    fake.#server.on("upgrade", (request, socket) => fake.#accept(request, socket as Socket));
    await new Promise<void>((resolve) => fake.#server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(request: IncomingMessage, socket: Socket): void {
    this.handshakes.push(request);
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => this.closed.resolve());
    socket.on("end", () => socket.end());
    if (this.refusal !== undefined) {
      const { status, body, headers } = this.refusal;
      const lines = Object.entries({
        connection: "close",
        "content-length": String(body.length),
        ...headers,
      }).map((pair) => pair.join(": "));
      socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.join("\r\n")}\r\n\r\n${body}`);
      return;
    }
    const accept = createHash("sha1")
      .update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest("base64");
    socket.write(
      `HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    let bytes: Buffer = Buffer.alloc(0);
    const onData = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk]);
      const text = unmask(bytes);
      if (text !== undefined) {
        socket.off("data", onData);
        socket.resume();
        this.messages.push(JSON.parse(text));
        this.#play(socket);
      }
    };
    socket.on("data", onData);
  }

  #play(socket: Socket): void {
    for (const step of this.script) {
      if ("text" in step) {
        socket.write(frame(1, step.text));
      } else if ("ping" in step) {
        socket.write(frame(9, step.ping));
      } else if ("fragments" in step) {
        step.fragments.forEach((part, index) => {
          socket.write(frame(index === 0 ? 1 : 0, part, index === step.fragments.length - 1));
        });
      } else if (step.end === "close") {
        socket.end(frame(8, ""));
      } else if (step.end === "reset") {
        socket.resetAndDestroy();
      }
    }
  }
}
