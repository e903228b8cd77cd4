import { estimateTokens } from "../backends/estimateTokens.ts";
import { AssistantError, isCancellation, toAssistantError } from "../errors.ts";
import type {
  Backend,
  BackendIdentity,
  ChatModel,
  Clock,
  Feature,
  FillInModel,
  Random,
  ReplyChunk,
} from "../ports.ts";
import type { FilePolicy } from "./filePolicy.ts";
import type { HostConsent } from "./hostConsent.ts";
import { isLoopbackOrigin } from "./loopback.ts";
import { normalisePath, pathForPrompt } from "./normalisePath.ts";
import type { AllowedFile } from "./onceAllowance.ts";
import { OutboundCheck } from "./outboundCheck.ts";
import type {
  GatedBackend,
  OutboundChat,
  OutboundFillIn,
  OutboundPart,
  PlaceholderRestorer,
  SourceRange,
} from "./outbound.ts";
import { indexAfter, sourcePath, sourcesOf } from "./partSources.ts";
import { RedactionSession, type RedactedText } from "./redactionSession.ts";
import type { SecretKind } from "./tokenRule.ts";
import { cleanChunk, ReplyStream, textChunk } from "./replyStream.ts";
import { SecretScan } from "./secretScan.ts";
import type { SentOutcome, SentRecord, WithheldFile } from "./sentRecord.ts";
import { StreamRestorer } from "./streamRestorer.ts";

export interface EgressGateParts {
  readonly policy: FilePolicy;
  readonly consent: HostConsent;
  readonly record: SentRecord;
  readonly clock: Clock;
  readonly random: Random;
  /** Chinese identity and mobile numbers and e-mail addresses are redacted as well; by default they are not. */
  readonly redactsPersonalData?: (() => boolean) | undefined;
}

/** A request that has passed, ready to go. */
interface Cleared {
  readonly feature: Feature;
  readonly identity: BackendIdentity;
  readonly sources: readonly SourceRange[];
  readonly withheld: readonly WithheldFile[];
  readonly allowedOnce: readonly AllowedFile[];
  readonly redacted: readonly RedactedText[];
  readonly text: string;
  readonly reply: ReplyStream;
  send(): AsyncIterable<ReplyChunk>;
}

/**
 * The one way to any model. Each request passes, in this order: workspace trust, the user's word on the
 * host, the policy of each file, redaction, the record; and its reply passes back through the removal of
 * unseen controls and the restoring of placeholders.
 *
 * Sends throw `untrustedWorkspace`, `hostNotAllowed` and `hostNotConfirmed` (detail: host),
 * `fileWithheld` (detail: path), `badReply`, and what the model throws. They end silently when their signal aborts.
 */
export class EgressGate implements PlaceholderRestorer {
  readonly #parts: EgressGateParts;
  readonly #session: RedactionSession;

  constructor(parts: EgressGateParts) {
    this.#parts = parts;
    this.#session = new RedactionSession(
      new SecretScan(),
      () => parts.random.next(),
      parts.redactsPersonalData,
    );
  }

  gateBackend(backend: Backend): GatedBackend {
    const { chat, fillIn } = backend;
    return {
      identity: chat.identity,
      chat: {
        identity: chat.identity,
        limits: chat.limits,
        get chatInfill() {
          return chat.chatInfill;
        },
        send: (request, signal) => this.#pass(signal, () => this.#clearChat(chat, request, signal)),
      },
      fillIn:
        fillIn === undefined
          ? undefined
          : {
              identity: fillIn.identity,
              limits: fillIn.limits,
              route: fillIn.route,
              send: (request, signal) => this.#pass(signal, () => this.#clearFillIn(fillIn, request, signal)),
            },
    };
  }

  restoreInto(path: string, text: string): { readonly text: string; readonly left: number } {
    return this.#session.restore(text, normalisePath(path));
  }

  async #clearChat(model: ChatModel, request: OutboundChat, signal: AbortSignal): Promise<Cleared> {
    const { feature, restoreInto, messages, stop, allowance } = request;
    const allParts = messages.flatMap(({ parts }) => parts);
    await this.#authorise(model.identity, feature, allParts, signal);
    const check = new OutboundCheck(this.#parts.policy, allowance);
    const kept = await Promise.all(
      messages.map(async (message) => ({ role: message.role, parts: await check.filter(message.parts) })),
    );
    const keptParts = kept.flatMap(({ parts }) => parts);
    const redacted = this.#session.redactAll([
      ...keptParts.map((part) => ({
        text: part.text,
        path: sourcePath(part),
        continuedBy: indexAfter(keptParts, part),
      })),
      ...stop.map((text) => ({
        text,
        path: restoreInto === undefined ? undefined : normalisePath(restoreInto),
      })),
    ]);
    const texts = redacted.map(({ text }) => text);
    const clean = kept.map(({ role, parts }) => ({ role, content: texts.splice(0, parts.length).join("") }));
    return {
      feature,
      identity: model.identity,
      sources: sourcesOf(keptParts),
      withheld: check.withheld,
      allowedOnce: check.allowedOnce,
      redacted,
      text: clean.map(({ role, content }) => `[${role}]\n${content}`).join("\n\n"),
      reply: this.#replyStream(restoreInto, feature === "completion"),
      send: () =>
        model.streamChat(
          {
            messages: clean,
            ...(request.continuesLast === true ? { continuesLast: true } : {}),
            maxOutputTokens: request.maxOutputTokens,
            temperature: request.temperature,
            stop: texts,
            thinking: request.thinking,
            isBackground: feature === "completion",
          },
          signal,
        ),
    };
  }

  async #clearFillIn(model: FillInModel, request: OutboundFillIn, signal: AbortSignal): Promise<Cleared> {
    const { feature, path, stop } = request;
    const own = path === "" || feature === "probe" ? undefined : { path, startLine: 0, endLine: 0 };
    const prefix = { ...request.prefix, source: request.prefix.source ?? own };
    const suffix = { ...request.suffix, source: request.suffix.source ?? own };
    await this.#authorise(model.identity, feature, [prefix, suffix, ...request.snippets], signal);
    const check = new OutboundCheck(this.#parts.policy);
    await check.filter([prefix, suffix].map((part) => ({ ...part, isGathered: false })));
    const snippets = await check.filter(request.snippets.map((part) => ({ ...part, isGathered: true })));
    const parts: OutboundPart[] = [prefix, suffix, ...snippets];
    const redacted = this.#session.redactAll([
      ...parts.map((part, index) => ({
        text: part.text,
        path: sourcePath(part),
        continuedBy: index === 0 ? 1 : undefined,
      })),
      ...stop.map((text) => ({ text, path: normalisePath(path) })),
    ]);
    const texts = redacted.map(({ text }) => text);
    const [before = "", after = "", ...rest] = texts;
    const fillIn = {
      prefix: before,
      suffix: after,
      path: pathForPrompt(path),
      languageId: request.languageId,
      snippets: snippets.map(({ source }, index) => ({
        path: source === undefined ? "" : pathForPrompt(source.path),
        text: rest[index] ?? "",
      })),
      maxOutputTokens: request.maxOutputTokens,
      ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
      stop: rest.slice(snippets.length),
      isBackground: feature === "completion",
    };
    return {
      feature,
      identity: model.identity,
      sources: sourcesOf([...(path === "" ? [] : [prefix, suffix]), ...snippets]),
      withheld: check.withheld,
      allowedOnce: check.allowedOnce,
      redacted,
      text: [
        ...fillIn.snippets.map((snippet) => `[${snippet.path}]\n${snippet.text}`),
        `[prefix ${fillIn.path}]\n${before}`,
        `[suffix]\n${after}`,
      ].join("\n\n"),
      reply: this.#replyStream(path, true),
      send: () => model.streamFillIn(fillIn, signal),
    };
  }

  /** Workspace trust, then the user's word on the host. A probe carries no code and needs neither. */
  async #authorise(
    identity: BackendIdentity,
    feature: Feature,
    parts: readonly OutboundPart[],
    signal: AbortSignal,
  ): Promise<void> {
    if (feature === "probe") {
      if (parts.some(({ source }) => source !== undefined)) {
        throw new AssistantError("unexpected", "A probe must not carry text of a file.");
      }
      return;
    }
    const { policy, consent } = this.#parts;
    if (!policy.isTrusted) {
      throw new AssistantError("untrustedWorkspace", "Nothing is sent from an untrusted workspace.");
    }
    const { origin } = identity;
    if (identity.isLoopback && isLoopbackOrigin(origin)) {
      return;
    }
    const host = URL.canParse(origin) ? new URL(origin).host : origin;
    if (consent.isShutOut(origin)) {
      throw new AssistantError("hostNotAllowed", `${host} is not an allowed host.`, { detail: host });
    }
    if (consent.isConfirmed(origin)) {
      return;
    }
    const isConfirmed = feature !== "completion" && (await consent.ask(identity, feature, signal));
    if (!isConfirmed) {
      throw new AssistantError("hostNotConfirmed", `${host} has not been confirmed.`, { detail: host });
    }
  }

  #replyStream(restoreInto: string | undefined, refusesUnsafe: boolean): ReplyStream {
    const isOpen = restoreInto !== undefined && restoreInto !== "";
    const restorer = isOpen ? new StreamRestorer(this.#session, normalisePath(restoreInto)) : undefined;
    return new ReplyStream(restorer, refusesUnsafe);
  }

  async *#pass(signal: AbortSignal, clear: () => Promise<Cleared>): AsyncGenerator<ReplyChunk> {
    if (signal.aborted) {
      return;
    }
    let cleared: Cleared;
    try {
      cleared = await clear();
    } catch (error) {
      if (isCancellation(error, signal)) {
        return;
      }
      throw error;
    }
    if (!signal.aborted) {
      yield* this.#relay(cleared, this.#addToRecord(cleared), signal);
    }
  }

  async *#relay(cleared: Cleared, recordId: number, signal: AbortSignal): AsyncGenerator<ReplyChunk> {
    const { record } = this.#parts;
    let outcome: SentOutcome = "cancelled";
    let hasEnded = false;
    let errorKind: string | undefined;
    try {
      for await (const chunk of cleared.send()) {
        if (chunk.kind === "usage") {
          record.update(recordId, { usage: chunk.usage });
        }
        if (chunk.kind === "end") {
          hasEnded = true;
          outcome = chunk.reason === "incomplete" || chunk.reason === "filtered" ? chunk.reason : "ok";
        }
        yield* cleanChunk(chunk, cleared.reply);
      }
      if (!hasEnded && !signal.aborted) {
        outcome = "incomplete";
        yield* textChunk(cleared.reply.finish());
      }
    } catch (error) {
      if (isCancellation(error, signal)) {
        return;
      }
      outcome = "failed";
      errorKind = toAssistantError(error).kind;
      throw error;
    } finally {
      record.update(recordId, { outcome, ...(errorKind === undefined ? {} : { errorKind }) });
    }
  }

  #addToRecord({ feature, identity, sources, withheld, allowedOnce, redacted, text }: Cleared): number {
    const redactedCounts: Partial<Record<SecretKind, number>> = {};
    for (const kind of redacted.flatMap(({ kinds }) => kinds)) {
      redactedCounts[kind] = (redactedCounts[kind] ?? 0) + 1;
    }
    return this.#parts.record.add({
      timeMs: this.#parts.clock.nowMs(),
      feature,
      backend: identity,
      sources,
      withheld,
      allowedOnce,
      redactedCounts,
      text,
      estimatedTokens: estimateTokens(text),
    });
  }
}
