import { getCACertificates, rootCertificates } from "node:tls";
import OpenAI from "openai";
import { BackendError } from "../../core/backends/backendError.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import type { RequestBody } from "../../core/backends/requestBodies.ts";
import { createCertificateFetch } from "./certificateFetch.ts";
import { HttpFailure, readText } from "./httpFailure.ts";
import type { ModelDeps } from "./modelDeps.ts";
import { hostOf, type RequestKey } from "./requestKey.ts";

/** Longest that a timer can wait; our own deadlines are shorter and cover the body as well. */
const noTimeoutMs = 2_147_000_000;

/** Longest error body that is read, in bytes. */
const maxErrorBytes = 65_536;

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/**
 * The `openai` client of one profile, kept from everything it would do of its own accord: no
 * retries, no environment, no headers beyond ours, no redirects to other hosts.
 */
export class ModelClient {
  readonly #profile: ResolvedProfile;
  readonly #deps: ModelDeps;
  readonly #client: OpenAI;
  readonly #allowedHeaders: ReadonlySet<string>;
  #transport: Promise<typeof globalThis.fetch> | undefined;

  constructor(profile: ResolvedProfile, deps: ModelDeps) {
    this.#profile = profile;
    this.#deps = deps;
    this.#allowedHeaders = new Set(
      ["accept", "content-type", "user-agent", "authorization", ...Object.keys(profile.extraHeaders)].map(
        (name) => name.toLowerCase(),
      ),
    );
    this.#client = new OpenAI({
      // Every credential goes by `headers`; these keep the client from its environment.
      apiKey: "unused",
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      baseURL: profile.baseUrl,
      defaultQuery: { ...profile.query },
      maxRetries: 0,
      timeout: noTimeoutMs,
      logLevel: "off",
      fetch: (input, init) => this.#fetch(input, init),
    });
  }

  /** Posts to `/chat/completions`. Throws `HttpFailure` somewhere in its causes, or network errors. */
  postChat(body: RequestBody, key: RequestKey, signal: AbortSignal): Promise<Response> {
    const params = body as unknown as OpenAI.ChatCompletionCreateParamsStreaming;
    return this.#client.chat.completions.create(params, this.#options(key, signal, streamTypes)).asResponse();
  }

  /** Posts to an absolute URL of the same server. */
  post(url: string, body: RequestBody, key: RequestKey, signal: AbortSignal): Promise<Response> {
    return this.#client.post(url, { body, ...this.#options(key, signal, streamTypes) }).asResponse();
  }

  get(url: string, key: RequestKey, signal: AbortSignal): Promise<Response> {
    return this.#client.get(url, this.#options(key, signal, "application/json")).asResponse();
  }

  #options(key: RequestKey, signal: AbortSignal, accept: string) {
    return { signal, headers: { Accept: accept, ...key.headers } };
  }

  async #fetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const given = [...new Headers(init.headers)];
    const headers = new Headers(given.filter(([name]) => this.#allowedHeaders.has(name)));
    this.#transport ??= this.#openTransport();
    const transport = await this.#transport.catch((error: unknown) => {
      this.#transport = undefined;
      throw error;
    });
    const ownInit: RequestInit = { ...init, headers, redirect: "manual" };
    let response = await transport(input, ownInit);
    const target = this.#redirectWithin(input, response);
    if (target !== undefined) {
      await response.body?.cancel();
      response = await transport(target, ownInit);
    }
    if (!response.ok) {
      throw new HttpFailure(response.status, response.headers, await readText(response, maxErrorBytes));
    }
    return response;
  }

  /** Where the same server wants the same request; other hosts and changed methods are refused. */
  #redirectWithin(input: string | URL | Request, response: Response): string | undefined {
    if (response.status !== 307 && response.status !== 308) {
      return undefined;
    }
    const from = input instanceof Request ? input.url : String(input);
    const target = URL.parse(response.headers.get("location") ?? "", from);
    return target?.origin === this.#profile.origin ? target.href : undefined;
  }

  async #openTransport(): Promise<typeof globalThis.fetch> {
    const { caFile, clientCertFile, clientKeyFile, timeouts } = this.#profile;
    if (caFile === undefined && clientCertFile === undefined) {
      return this.#deps.fetch;
    }
    const read = async (path: string | undefined): Promise<string | undefined> => {
      if (path === undefined) {
        return undefined;
      }
      try {
        return await this.#deps.readFile?.(path);
      } catch (error) {
        throw new BackendError("tls", {
          host: hostOf(this.#profile),
          model: this.#profile.model,
          serverText: path,
          messageId: "backends.error.certificateFile",
          cause: String(error),
        });
      }
    };
    const certificates = {
      ca: await read(caFile),
      cert: await read(clientCertFile),
      key: await read(clientKeyFile),
    };
    return createCertificateFetch(certificates, {
      trusted: [...rootCertificates, ...systemCertificates()],
      clock: this.#deps.clock,
      connectMs: timeouts.connectMs,
    });
  }
}

/** Authorities of the machine, where this runtime can tell them. */
function systemCertificates(): readonly string[] {
  try {
    return getCACertificates("system");
  } catch {
    return [];
  }
}

const streamTypes = "text/event-stream, application/json;q=0.9";

export function isRedirect(status: number): boolean {
  return redirectStatuses.has(status);
}
