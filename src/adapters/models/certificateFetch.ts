import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { Readable } from "node:stream";
import type { Clock } from "../../core/ports.ts";

/** PEM texts. */
export interface Certificates {
  /** Trusted besides the ones that the runtime trusts. */
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

export interface CertificateFetchOptions {
  /** Authorities of the runtime; naming one's own would otherwise replace them. */
  readonly trusted: readonly string[];
  readonly clock: Clock;
  readonly connectMs: number;
}

function toHeaders(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index] ?? "", incoming.rawHeaders[index + 1] ?? "");
  }
  return headers;
}

const bodiless = new Set([101, 204, 205, 304]);

/**
 * A `fetch` over `node:https`, for what the global one cannot be given: own certificate authorities
 * and client certificates. The editor's host patches `node:https` for proxies as it patches `fetch`.
 * Redirects are never followed.
 */
export function createCertificateFetch(
  certificates: Certificates,
  { trusted, clock, connectMs }: CertificateFetchOptions,
): typeof globalThis.fetch {
  const tls = {
    ...(certificates.ca === undefined ? {} : { ca: [...trusted, certificates.ca] }),
    ...(certificates.cert === undefined ? {} : { cert: certificates.cert, key: certificates.key }),
  };
  return (input, init = {}) =>
    new Promise((resolve, reject) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const options: RequestOptions = {
        method: init.method ?? "GET",
        headers: Object.fromEntries(new Headers(init.headers)),
        ...(init.signal ? { signal: init.signal } : {}),
      };
      const request =
        url.protocol === "http:" ? httpRequest(url, options) : httpsRequest(url, { ...options, ...tls });
      const connected = new AbortController();
      const stop = (): void => connected.abort();
      void clock.delay(connectMs, connected.signal).then(() => {
        if (!connected.signal.aborted) {
          request.destroy(
            Object.assign(new Error("The connection was not made in time."), { code: "ETIMEDOUT" }),
          );
        }
      });
      request.once("socket", (socket) => {
        if (socket.connecting) {
          socket.once(url.protocol === "http:" ? "connect" : "secureConnect", stop);
        } else {
          stop();
        }
      });
      request.on("error", (error) => {
        stop();
        reject(error);
      });
      request.once("response", (incoming) => {
        const status = incoming.statusCode ?? 502;
        const body = bodiless.has(status) ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
        resolve(new Response(body, { status, headers: toHeaders(incoming) }));
      });
      request.end(typeof init.body === "string" ? init.body : undefined);
    });
}
