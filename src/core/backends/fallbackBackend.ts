import { isCancellation, toAssistantError } from "../errors.ts";
import type { GatedBackend } from "../egress/outbound.ts";
import type { ReplyChunk } from "../ports.ts";
import type { CircuitBreaker } from "./circuitBreaker.ts";

type Send = (backend: GatedBackend) => AsyncIterable<ReplyChunk>;

/**
 * Tries the backends in order until one produces output. A backend whose circuit is open is passed
 * over unless all are; a failure after the first output is the caller's to see. A host that the user
 * has not confirmed is never fallen back to: its refusal counts only when it is the first choice.
 */
async function* sendInOrder(
  backends: readonly GatedBackend[],
  breaker: CircuitBreaker,
  signal: AbortSignal,
  send: Send,
): AsyncIterable<ReplyChunk> {
  const closed = backends.filter((backend) => !breaker.isOpen(backend.identity.profile));
  const candidates = closed.length > 0 ? closed : backends.slice(0, 1);
  let firstError: unknown;
  for (const backend of candidates) {
    const profile = backend.identity.profile;
    let hasOutput = false;
    try {
      for await (const chunk of send(backend)) {
        hasOutput ||= chunk.kind === "text";
        yield chunk;
      }
      breaker.succeed(profile);
      return;
    } catch (error) {
      if (isCancellation(error, signal)) {
        throw error;
      }
      firstError ??= error;
      const { kind } = toAssistantError(error);
      const isDown = breaker.fail(profile, kind);
      const mayGoOn = isDown || (kind === "hostNotConfirmed" && backend !== backends[0]);
      if (hasOutput || !mayGoOn) {
        throw error;
      }
    }
  }
  throw firstError;
}

/** One backend made of several, in the user's order; `backends` must not be empty. */
export function withFallback(
  backends: readonly [GatedBackend, ...GatedBackend[]],
  breaker: CircuitBreaker,
): GatedBackend {
  const active = backends.find((backend) => !breaker.isOpen(backend.identity.profile)) ?? backends[0];
  const filling = backends.filter((backend) => backend.fillIn !== undefined);
  const fillIn = active.fillIn;
  return {
    identity: active.identity,
    chat: {
      identity: active.identity,
      limits: active.chat.limits,
      send: (request, signal) =>
        sendInOrder(backends, breaker, signal, (backend) => backend.chat.send(request, signal)),
    },
    fillIn:
      fillIn === undefined
        ? undefined
        : {
            identity: active.identity,
            limits: fillIn.limits,
            route: fillIn.route,
            send: (request, signal) =>
              sendInOrder(filling, breaker, signal, (backend) =>
                (backend.fillIn ?? fillIn).send(request, signal),
              ),
          },
  };
}
