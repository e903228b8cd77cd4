import { isCancellation, toAssistantError } from "../errors.ts";
import type { GatedBackend, OutboundChat } from "../egress/outbound.ts";
import type { BackendIdentity, ChatInfillForm, ReplyChunk } from "../ports.ts";
import type { CircuitBreaker } from "./circuitBreaker.ts";

type Send = (backend: GatedBackend) => AsyncIterable<ReplyChunk>;

/** Those of the candidates that can answer the request. */
type Fits = (candidates: readonly GatedBackend[]) => readonly GatedBackend[];

export interface FallbackRules {
  readonly breaker: CircuitBreaker;
  /** False for a host that the user has not confirmed: it never stands in, and nobody is asked about it. */
  readonly mayStandIn: (identity: BackendIdentity) => boolean;
  /** True when the profile has used up its own daily cap of tokens. */
  readonly isSpent: (profile: string) => boolean;
}

/** The backends to try now: those that neither rest nor are spent; one alone when there is none. */
function candidatesOf(
  backends: readonly GatedBackend[],
  { breaker, mayStandIn, isSpent }: FallbackRules,
): readonly GatedBackend[] {
  const allowed = backends.filter((backend, index) => index === 0 || mayStandIn(backend.identity));
  const able = allowed.filter((backend) => !isSpent(backend.identity.profile));
  const up = able.filter((backend) => !breaker.isOpen(backend.identity.profile));
  if (up.length > 0) {
    return up;
  }
  // One that is down may be back; one that is spent only says so.
  return (able.length > 0 ? able : allowed).slice(0, 1);
}

/**
 * Tries the backends in order until one produces output. A backend whose circuit is open, or whose
 * tokens of the day are spent, is passed over unless all are; a failure after the first output is the caller's to see. A host that the user
 * has not confirmed is never fallen back to: its refusal counts only when it is the first choice.
 */
async function* sendInOrder(
  backends: readonly GatedBackend[],
  rules: FallbackRules,
  signal: AbortSignal,
  send: Send,
  fits: Fits = (candidates) => candidates,
): AsyncIterable<ReplyChunk> {
  const { breaker } = rules;
  let firstError: unknown;
  for (const backend of fits(candidatesOf(backends, rules))) {
    const profile = backend.identity.profile;
    let hasOutput = false;
    let isJudged = false;
    breaker.begin(profile);
    try {
      for await (const chunk of send(backend)) {
        if (!hasOutput && (chunk.kind === "text" || chunk.kind === "reasoning")) {
          // It answers: that others need not wait for the end of a long answer.
          breaker.succeed(profile);
          isJudged = true;
        }
        hasOutput ||= chunk.kind === "text";
        if (chunk.kind === "end" && chunk.reason !== "incomplete") {
          breaker.succeed(profile);
          isJudged = true;
        }
        yield chunk;
      }
      return;
    } catch (error) {
      if (isCancellation(error, signal)) {
        throw error;
      }
      firstError ??= error;
      const { kind } = toAssistantError(error);
      const isDown = breaker.fail(profile, kind);
      isJudged = true;
      const isOwnCap = kind === "quotaExceeded" && rules.isSpent(profile);
      const mayGoOn = isDown || isOwnCap || (kind === "hostNotConfirmed" && backend !== backends[0]);
      if (hasOutput || !mayGoOn) {
        throw error;
      }
    } finally {
      if (!isJudged) {
        breaker.leave(profile);
      }
    }
  }
  throw firstError;
}

function formOf({ chat }: GatedBackend): ChatInfillForm {
  return chat.chatInfill ?? "hole";
}

/** One backend made of several, in the user's order; `backends` must not be empty. */
export function withFallback(
  backends: readonly [GatedBackend, ...GatedBackend[]],
  rules: FallbackRules,
): GatedBackend {
  const active = candidatesOf(backends, rules)[0] ?? backends[0];
  const filling = backends.filter((backend) => backend.fillIn !== undefined);
  const fillIn = active.fillIn;
  /** A completion is written for the active backend: another that takes only a different form cannot stand in. */
  const fitsOf =
    ({ feature }: OutboundChat): Fits =>
    (candidates) => {
      const form = formOf(active);
      if (feature !== "completion" || form === "hole") {
        return candidates;
      }
      const same = candidates.filter((backend) => formOf(backend) === form);
      return same.length > 0 ? same : [active];
    };
  return {
    identity: active.identity,
    chat: {
      identity: active.identity,
      limits: active.chat.limits,
      get chatInfill() {
        return active.chat.chatInfill;
      },
      send: (request, signal) =>
        sendInOrder(
          backends,
          rules,
          signal,
          (backend) => backend.chat.send(request, signal),
          fitsOf(request),
        ),
    },
    fillIn:
      fillIn === undefined
        ? undefined
        : {
            identity: active.identity,
            limits: fillIn.limits,
            route: fillIn.route,
            send: (request, signal) =>
              sendInOrder(filling, rules, signal, (backend) =>
                (backend.fillIn ?? fillIn).send(request, signal),
              ),
          },
  };
}
