import { createHash, randomBytes } from "node:crypto";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { BodyProblem } from "../../core/backends/bodyDecoder.ts";
import { HttpFailure } from "./httpFailure.ts";

/** Fixed by RFC 6455, section 1.3. */
const handshakeGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const opcodes = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 } as const;
/** Longest message that is taken, in bytes. */
const maxMessageBytes = 8_000_000;

function encodeFrame(opcode: number, payload: Buffer): Buffer {
  const size = payload.length;
  const head = Buffer.alloc(size < 126 ? 2 : size < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  if (size < 126) {
    head[1] = 0x80 | size;
  } else if (size < 65_536) {
    head[1] = 0x80 | 126;
    head.writeUInt16BE(size, 2);
  } else {
    head[1] = 0x80 | 127;
    head.writeBigUInt64BE(BigInt(size), 2);
  }
  const mask = randomBytes(4);
  const masked = Buffer.from(payload);
  for (let index = 0; index < size; index += 1) {
    masked[index] = (masked[index] ?? 0) ^ (mask[index % 4] ?? 0);
  }
  return Buffer.concat([head, mask, masked]);
}

interface Frame {
  readonly opcode: number;
  readonly isFinal: boolean;
  readonly payload: Buffer;
  /** Bytes of the whole frame. */
  readonly size: number;
}

/** The first frame in `bytes`, or undefined while it is not whole. Throws for one that is too large. */
function decodeFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) {
    return undefined;
  }
  const first = bytes.readUInt8(0);
  const short = bytes.readUInt8(1) & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < 2 + lengthBytes) {
    return undefined;
  }
  const length =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (length > maxMessageBytes) {
    throw new BodyProblem("tooLarge", "");
  }
  const start = 2 + lengthBytes;
  return bytes.length < start + length
    ? undefined
    : {
        opcode: first & 0x0f,
        isFinal: (first & 0x80) !== 0,
        payload: bytes.subarray(start, start + length),
        size: start + length,
      };
}

/**
 * Reads text messages off a socket until it ends; answers pings, heeds closes. Throws `BodyProblem` for a message
 * that is too large, however many frames it comes in, and errors of the socket.
 */
async function* readMessages(socket: Socket, head: Buffer): AsyncGenerator<string> {
  let bytes = head;
  let parts: Buffer[] = [];
  let partBytes = 0;
  const take = function* (): Generator<string, boolean> {
    for (let frame = decodeFrame(bytes); frame !== undefined; frame = decodeFrame(bytes)) {
      bytes = bytes.subarray(frame.size);
      if (frame.opcode === opcodes.close) {
        socket.write(encodeFrame(opcodes.close, frame.payload));
        return true;
      }
      if (frame.opcode === opcodes.ping) {
        socket.write(encodeFrame(opcodes.pong, frame.payload));
      } else if (frame.opcode === opcodes.text || frame.opcode === opcodes.continuation) {
        parts.push(frame.payload);
        partBytes += frame.payload.length;
        if (partBytes > maxMessageBytes) {
          throw new BodyProblem("tooLarge", "");
        }
        if (frame.isFinal) {
          yield Buffer.concat(parts).toString("utf8");
          parts = [];
          partBytes = 0;
        }
      }
    }
    return false;
  };
  if (yield* take()) {
    return;
  }
  for await (const chunk of socket) {
    bytes = Buffer.concat([bytes, chunk as Buffer]);
    if (yield* take()) {
      return;
    }
  }
}

async function readRefusal(response: IncomingMessage): Promise<HttpFailure> {
  let text = "";
  for await (const chunk of response) {
    text = (text + String(chunk)).slice(0, 65_536);
  }
  const headers = Object.entries(response.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return new HttpFailure(response.statusCode ?? 0, new Headers(headers), text);
}

/**
 * Opens a WebSocket by `node:https`, which the editor's host patches for proxies and certificates,
 * sends one text, and gives out the texts that come back. Throws `HttpFailure` where the handshake
 * is refused, and errors of the network; so do the texts. Aborting closes the socket.
 */
export async function exchangeOverWebSocket(
  url: URL,
  message: string,
  signal: AbortSignal,
): Promise<AsyncGenerator<string>> {
  const key = randomBytes(16).toString("base64");
  const isSecure = url.protocol === "wss:";
  const target = new URL(url.href.replace(/^ws/, "http"));
  const headers = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": key,
    "User-Agent": "flywheel",
  };
  const opened = await new Promise<{ socket: Socket; head: Buffer }>((resolve, reject) => {
    const request = (isSecure ? httpsRequest : httpRequest)(target, { headers, signal });
    request.once("error", reject);
    request.once("response", (response) => void readRefusal(response).then(reject, reject));
    request.once("upgrade", (response, socket, head) => {
      const accept = createHash("sha1")
        .update(key + handshakeGuid)
        .digest("base64");
      if (response.headers["sec-websocket-accept"] !== accept) {
        socket.destroy();
        reject(new Error("The server's handshake is not that of a WebSocket."));
        return;
      }
      resolve({ socket, head });
    });
    request.end();
  });
  const { socket, head } = opened;
  const close = (): void => void socket.destroy();
  signal.addEventListener("abort", close, { once: true });
  socket.once("close", () => signal.removeEventListener("abort", close));
  // Before anyone reads, an error has no other listener and would be nobody's; the reader throws it then.
  socket.on("error", () => undefined);
  socket.write(encodeFrame(opcodes.text, Buffer.from(message)));
  return readMessages(socket, head);
}
