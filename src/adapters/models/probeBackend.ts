import type { ProbeMessageId } from "../../core/backends/probeMessages.ts";
import { messageForError } from "../../core/backends/backendError.ts";
import type { FillInRoute } from "../../core/backends/preset.ts";
import { LearnedQuirks, type QuirkFacts } from "../../core/backends/learnedQuirks.ts";
import type { ReplyReader } from "../../core/backends/replyReader.ts";
import type { ResolvedProfile } from "../../core/backends/profile.ts";
import { toAssistantError, type AssistantError } from "../../core/errors.ts";
import type { Message } from "../../core/messages.ts";
import type { ChatRequest } from "../../core/ports.ts";
import { createChatModel } from "./createChatModel.ts";
import { readModelList, type ListedModel } from "./listModels.ts";
import type { ModelDeps } from "./modelDeps.ts";
import { ModelExchange } from "./modelExchange.ts";
import { probeContext } from "./probeContext.ts";
import { probeFillIn } from "./probeFillIn.ts";
import { hostOf } from "./requestKey.ts";
import type { ProbeableChatModel } from "./wireChatModel.ts";

export type ProbeVerdict = "ok" | "warn" | "fail" | "unknown";

export type ProbeCheck =
  | "reachable"
  | "key"
  | "model"
  | "streaming"
  | "firstToken"
  | "tokenLimitField"
  | "parameters"
  | "systemRole"
  | "stop"
  | "thinking"
  | "fillIn"
  | "context";

export interface ProbeRow {
  readonly check: ProbeCheck;
  readonly verdict: ProbeVerdict;
  readonly message: Message;
}

export interface ProbeReport {
  readonly rows: readonly ProbeRow[];
  /** Ids that the server lists; empty where it lists none. */
  readonly models: readonly string[];
  readonly firstTokenMs?: number | undefined;
  /** `none`: tried, and no route fills a hole. Undefined: not tried. */
  readonly fillInRoute?: FillInRoute | "none" | undefined;
  readonly contextTokens?: number | undefined;
  /** What refusals taught on the way. */
  readonly quirks?: QuirkFacts | undefined;
}

/** Longest wait for a document beside replies, in milliseconds. */
const documentMs = 10_000;

const notReached: ReadonlySet<string> = new Set(["unreachable", "tls", "proxy", "timeout", "notAnApi"]);

interface Heard {
  readonly text: string;
  readonly reasoning: string;
  readonly isStreamed: boolean;
  readonly firstMs: number;
  readonly isComplete: boolean;
}

/** Collects the rows of one probe. */
class Probe {
  readonly rows: ProbeRow[] = [];
  readonly quirks = new LearnedQuirks();
  readonly exchange: ModelExchange;
  readonly #profile: ResolvedProfile;
  readonly #deps: ModelDeps;
  readonly #signal: AbortSignal;
  readonly #model: ProbeableChatModel;

  constructor(profile: ResolvedProfile, deps: ModelDeps, signal: AbortSignal) {
    this.#profile = profile;
    this.#deps = deps;
    this.#signal = signal;
    this.exchange = new ModelExchange(profile, deps, this.quirks);
    this.#model = createChatModel(profile, this.exchange, this.quirks, deps);
  }

  add(check: ProbeCheck, verdict: ProbeVerdict, id: ProbeMessageId, value: string | number = ""): void {
    const args = [hostOf(this.#profile), this.#profile.model, value];
    this.rows.push({ check, verdict, message: { id, args } });
  }

  addError(check: ProbeCheck, error: AssistantError): void {
    const message = messageForError(error, hostOf(this.#profile), this.#profile.model);
    this.rows.push({ check, verdict: "fail", message });
  }

  /** Says something small and hears the whole answer. Throws `AssistantError`. */
  async say(request: Partial<ChatRequest> & Pick<ChatRequest, "messages">): Promise<Heard> {
    const startMs = this.#deps.clock.monotonicMs();
    const full = { maxOutputTokens: 64, temperature: 0, stop: [], thinking: "off" as const, ...request };
    const heard = { text: "", reasoning: "", isStreamed: false, firstMs: 0, isComplete: false };
    let reader: ReplyReader | undefined;
    const onReader = (next: ReplyReader): void => {
      reader = next;
    };
    for await (const chunk of this.#model.stream(full, this.#signal, { stops: [], onReader })) {
      if (chunk.kind === "text" || chunk.kind === "reasoning") {
        heard.firstMs ||= this.#deps.clock.monotonicMs() - startMs;
        heard[chunk.kind] += chunk.text;
      } else if (chunk.kind === "end") {
        heard.isComplete = chunk.reason === "stop" || chunk.reason === "length";
      }
    }
    heard.isStreamed = (reader?.outputEventCount ?? 0) > 1;
    return heard;
  }
}

/**
 * Finds out by a few tiny requests, none with code of the user, what a server can do. One row per
 * check; throws nothing, and ends early when `signal` aborts.
 */
export async function probeBackend(
  profile: ResolvedProfile,
  deps: ModelDeps,
  signal: AbortSignal,
): Promise<ProbeReport> {
  const probe = new Probe(profile, deps, signal);
  const listed = await probeList(probe, profile, signal);
  const models = listed?.map((model) => model.id) ?? [];
  if (listed === undefined) {
    return { rows: probe.rows, models };
  }
  const first = await probeChat(probe, profile, deps, listed);
  if (first === undefined || signal.aborted) {
    return { rows: probe.rows, models };
  }
  await probeManners(probe, profile);
  const fillInRoute = signal.aborted
    ? undefined
    : await probeFillIn(profile, probe.exchange, probe.quirks, signal);
  if (fillInRoute?.route === "none") {
    probe.add("fillIn", "ok", "backends.probe.fillInChat");
  } else if (fillInRoute !== undefined) {
    const isRight = fillInRoute.isRight;
    probe.add(
      "fillIn",
      isRight ? "ok" : "warn",
      isRight ? "backends.probe.fillInWorks" : "backends.probe.fillInWrong",
      fillInRoute.route,
    );
  }
  const contextTokens = await probeContext(profile, probe.exchange, listed, signal);
  probe.add(
    "context",
    contextTokens === undefined ? "unknown" : "ok",
    contextTokens === undefined ? "backends.probe.contextUnknown" : "backends.probe.contextTokens",
    contextTokens ?? profile.limits.contextTokens,
  );
  const route = fillInRoute?.isRight === false ? "none" : fillInRoute?.route;
  return {
    rows: probe.rows,
    models,
    firstTokenMs: Math.round(first.firstMs),
    fillInRoute: route,
    contextTokens,
    quirks: probe.quirks.facts,
  };
}

/** The list of models, empty where there is none; undefined when nothing more can be checked. */
async function probeList(
  probe: Probe,
  profile: ResolvedProfile,
  signal: AbortSignal,
): Promise<readonly ListedModel[] | undefined> {
  if (!profile.preset.listsModels) {
    return [];
  }
  try {
    return readModelList(await probe.exchange.getJson(`${profile.baseUrl}/models`, documentMs, signal));
  } catch (thrown) {
    const error = toAssistantError(thrown);
    if (signal.aborted) {
      return undefined;
    }
    // Some servers and gateways have no list, or keep it from a key that may chat.
    if (!notReached.has(error.kind) && error.kind !== "badKey" && error.kind !== "noKey") {
      return [];
    }
    probe.addError(notReached.has(error.kind) ? "reachable" : "key", error);
    return undefined;
  }
}

async function probeChat(
  probe: Probe,
  profile: ResolvedProfile,
  deps: ModelDeps,
  listed: readonly ListedModel[],
): Promise<Heard | undefined> {
  let heard: Heard;
  try {
    heard = await probe.say({ messages: [{ role: "user", content: "Count from one to ten in words." }] });
  } catch (thrown) {
    const error = toAssistantError(thrown);
    const check = notReached.has(error.kind)
      ? "reachable"
      : error.kind === "badKey" || error.kind === "noKey"
        ? "key"
        : "model";
    if (check !== "reachable") {
      probe.add("reachable", "ok", "backends.probe.reachable");
    }
    probe.addError(check, error);
    return undefined;
  }
  const hasKey = (await deps.readKey()) !== undefined;
  probe.add("reachable", "ok", "backends.probe.reachable");
  probe.add("key", "ok", hasKey ? "backends.probe.keyAccepted" : "backends.probe.keyNotNeeded");
  const isAnyModel = profile.preset.dialect === "llama" && profile.model === profile.preset.defaultModel;
  if (isAnyModel) {
    // A llama-server with one model answers to any name.
  } else if (listed.length === 0) {
    probe.add("model", "unknown", "backends.probe.noModelList");
  } else if (listed.some((model) => model.id === profile.model)) {
    probe.add("model", "ok", "backends.probe.modelListed");
  } else {
    probe.add("model", "warn", "backends.probe.modelNotListed", listed.length);
  }
  if (heard.isComplete) {
    probe.add(
      "streaming",
      heard.isStreamed ? "ok" : "warn",
      heard.isStreamed ? "backends.probe.streams" : "backends.probe.streamsAtOnce",
    );
  } else {
    probe.add("streaming", "warn", "backends.probe.incomplete");
  }
  probe.add("firstToken", "ok", "backends.probe.firstTokenMs", Math.round(heard.firstMs));
  if (heard.text === "" && heard.reasoning !== "") {
    probe.add("thinking", "warn", "backends.probe.thinkingOn");
  } else {
    probe.add(
      "thinking",
      heard.reasoning === "" ? "ok" : "warn",
      heard.reasoning === "" ? "backends.probe.thinkingOff" : "backends.probe.thinkingOn",
    );
  }
  return heard;
}

/** System role, stop texts, and what refusals taught on the way. A failure here is one row. */
async function probeManners(probe: Probe, profile: ResolvedProfile): Promise<void> {
  try {
    const parrot = await probe.say({
      messages: [
        { role: "system", content: "Answer every message with the single word PINEAPPLE and nothing else." },
        { role: "user", content: "What is the capital of France?" },
      ],
    });
    const isJoined = !profile.preset.hasSystemRole || probe.quirks.dropped.has("system");
    if (isJoined) {
      probe.add("systemRole", "ok", "backends.probe.systemRoleJoined");
    } else {
      const isFollowed = /pineapple/i.test(parrot.text);
      probe.add(
        "systemRole",
        isFollowed ? "ok" : "warn",
        isFollowed ? "backends.probe.systemRole" : "backends.probe.systemRoleIgnored",
      );
    }
    const counted = await probe.say({
      messages: [{ role: "user", content: "Write exactly this and nothing else: alpha beta gamma delta" }],
      stop: ["gamma"],
    });
    const isStopped = /beta/i.test(counted.text) && !/gamma|delta/i.test(counted.text);
    probe.add(
      "stop",
      isStopped ? "ok" : "unknown",
      isStopped ? "backends.probe.stopWorks" : "backends.probe.stopIgnored",
    );
  } catch (thrown) {
    probe.addError("parameters", toAssistantError(thrown));
  }
  const field = probe.quirks.tokenLimitField ?? profile.preset.tokenLimitField;
  probe.add("tokenLimitField", "ok", "backends.probe.tokenLimitField", field);
  if (probe.quirks.dropped.size > 0) {
    probe.add("parameters", "warn", "backends.probe.refused", [...probe.quirks.dropped].join(", "));
  }
}
