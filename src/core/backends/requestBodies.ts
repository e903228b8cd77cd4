import type { ChatMessage, ChatRequest, FillInRequest } from "../ports.ts";
import { splitBegunMiddle } from "./begunMiddle.ts";
import { neutraliseMarkers, renderFimPrompt, type FillInChoice } from "./fimTemplates.ts";
import type { LearnedQuirks } from "./learnedQuirks.ts";
import { modelRuleFor, thinkingOffBody, type Continuation, type Preset } from "./preset.ts";
import type { ResolvedProfile } from "./profile.ts";

export type RequestBody = Readonly<Record<string, unknown>>;

/** Puts the system text in front of the first message of the user, for models without that role. */
function withoutSystemRole(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const system = messages.filter((message) => message.role === "system").map((message) => message.content);
  const others = messages.filter((message) => message.role !== "system");
  const [first, ...rest] = others;
  if (system.length === 0) {
    return messages;
  }
  if (first?.role !== "user") {
    return [{ role: "user", content: system.join("\n\n") }, ...others];
  }
  return [{ role: "user", content: [...system, first.content].join("\n\n") }, ...rest];
}

function without(body: RequestBody, names: ReadonlySet<string>): RequestBody {
  return names.size === 0
    ? body
    : Object.fromEntries(Object.entries(body).filter(([name]) => !names.has(name)));
}

function outputTokens(profile: ResolvedProfile, asked: number, quirks: LearnedQuirks): number {
  return Math.min(asked, profile.limits.outputTokens, quirks.maxOutputTokens ?? Number.MAX_SAFE_INTEGER);
}

/** The stop texts that the server is told; the client keeps the others. */
function serverStops(profile: ResolvedProfile, model: string, stops: readonly string[]): readonly string[] {
  const limit = modelRuleFor(profile.preset, model)?.maxStops ?? profile.preset.maxStops;
  const sent = profile.preset.refusesBlankStops === true ? stops.filter((stop) => stop.trim() !== "") : stops;
  return sent.slice(0, limit);
}

/** Sends requests with one beginning to one cache; completions and chats begin differently. */
function promptCacheKey(preset: Preset, cacheKey: string | undefined, isBackground: boolean): RequestBody {
  const isKnown = preset.hasPromptCacheKey === true && cacheKey !== undefined;
  return isKnown ? { prompt_cache_key: `${cacheKey}-${isBackground ? "completion" : "chat"}` } : {};
}

/** The messages with the fields that have the model go on with the last one. */
function continued(
  messages: readonly ChatMessage[],
  { message }: Continuation,
): readonly Readonly<Record<string, unknown>>[] {
  return messages.map((entry, index) =>
    index === messages.length - 1 ? { ...entry, ...message } : { ...entry },
  );
}

/** Absolute URL of a chat request where it is not the base URL's own. */
export function chatUrl({ preset, origin }: ResolvedProfile, request: ChatRequest): string | undefined {
  const basePath = request.continuesLast === true ? preset.continuation?.basePath : undefined;
  const isVendor = preset.baseUrl?.startsWith(origin) === true;
  return basePath !== undefined && isVendor ? `${origin}${basePath}/chat/completions` : undefined;
}

/** The body of `/chat/completions`. The user's `extraBody` wins over everything. */
export function chatBody(
  profile: ResolvedProfile,
  request: ChatRequest,
  quirks: LearnedQuirks,
  cacheKey?: string,
): RequestBody {
  const { preset, model } = profile;
  const rule = modelRuleFor(preset, model);
  const hasSystemRole = preset.hasSystemRole && !quirks.dropped.has("system");
  const limitField = quirks.tokenLimitField ?? rule?.tokenLimitField ?? preset.tokenLimitField;
  const stop = serverStops(profile, model, request.stop);
  const messages = hasSystemRole ? request.messages : withoutSystemRole(request.messages);
  const continuation = request.continuesLast === true ? preset.continuation : undefined;
  const body = {
    model,
    messages: continuation === undefined ? messages : continued(messages, continuation),
    stream: true,
    [limitField]: outputTokens(profile, request.maxOutputTokens, quirks),
    ...(rule?.omitTemperature === true
      ? {}
      : { temperature: Math.max(request.temperature, preset.minTemperature) }),
    ...(stop.length === 0 ? {} : { stop }),
    ...(preset.sendsStreamOptions ? { stream_options: { include_usage: true } } : {}),
    // A thought cannot come before text that is there already.
    ...(request.thinking === "off" || continuation !== undefined ? thinkingOffBody(preset, model) : {}),
    ...promptCacheKey(preset, cacheKey, request.isBackground === true),
    ...preset.fixedBody,
    ...continuation?.body,
  };
  return { ...without(body, quirks.dropped), ...profile.extraBody };
}

/** What starts a line comment, for context that goes in front of a file's own text. */
function commentStart(languageId: string): string {
  if (
    /^(python|ruby|shellscript|yaml|perl|r|dockerfile|makefile|toml|elixir|julia|powershell|coffeescript|properties|ini)$/.test(
      languageId,
    )
  ) {
    return "# ";
  }
  return /^(sql|lua|haskell|elm)$/.test(languageId) ? "-- " : "// ";
}

/** Snippets as comments before the prefix, for routes that have no place of their own for them. */
function prefixWithSnippets(request: FillInRequest): string {
  const start = commentStart(request.languageId);
  const context = request.snippets.map((snippet) =>
    [snippet.path, ...snippet.text.split(/\r?\n/)].map((line) => `${start}${line}`.trimEnd()).join("\n"),
  );
  return neutraliseMarkers([...context, request.prefix].join("\n"));
}

export interface FillInCall {
  /** Absolute URL. */
  readonly url: string;
  readonly body: RequestBody;
  /** Texts that end the reply. */
  readonly stops: readonly string[];
}

/** The base URL without its version, for routes that stand beside it. */
function rootUrl(profile: ResolvedProfile): string {
  return profile.baseUrl.replace(/\/v\d+$/, "");
}

function completionsUrl(profile: ResolvedProfile): string {
  const { fillIn, baseUrl = "" } = profile.preset;
  // A gateway in the vendor's place has one base for everything.
  const isVendor = baseUrl.startsWith(profile.origin);
  return `${isVendor && fillIn?.basePath !== undefined ? profile.origin + fillIn.basePath : profile.baseUrl}/completions`;
}

/** URL and body of a fill-in request on the chosen route. */
export function fillInCall(
  profile: ResolvedProfile,
  choice: FillInChoice,
  request: FillInRequest,
  quirks: LearnedQuirks,
  cacheKey?: string,
): FillInCall {
  const maxTokens = outputTokens(profile, request.maxOutputTokens, quirks);
  const stops = [...request.stop, ...(choice.template?.stops ?? [])];
  const stop = serverStops(profile, profile.model, stops);
  const temperature = Math.max(request.temperature ?? 0, profile.preset.minTemperature);
  const common = {
    model: profile.model,
    max_tokens: maxTokens,
    temperature,
    stream: true,
    ...(stop.length === 0 ? {} : { stop }),
  };
  const suffix = neutraliseMarkers(request.suffix);
  const finish = (url: string, body: RequestBody): FillInCall => ({
    url,
    stops,
    body: { ...without(body, quirks.dropped), ...profile.extraBody },
  });
  if (choice.route === "infill") {
    // The server puts `prompt` behind the suffix: with the growing lines there, all before them stays cached.
    const { prefix, begun } = splitBegunMiddle(request.prefix);
    return finish(`${rootUrl(profile)}/infill`, {
      input_prefix: neutraliseMarkers(prefix),
      input_suffix: suffix,
      input_extra: request.snippets.map(({ path, text }) => ({
        filename: path,
        text: neutraliseMarkers(text),
      })),
      prompt: neutraliseMarkers(begun),
      n_predict: maxTokens,
      temperature,
      stream: true,
      cache_prompt: true,
      ...(stop.length === 0 ? {} : { stop }),
    });
  }
  if (choice.route === "ollama") {
    const isRaw = quirks.needsRawPrompt && choice.template !== undefined;
    const prompt =
      isRaw && choice.template !== undefined
        ? { prompt: renderFimPrompt(choice.template, request), raw: true }
        : { prompt: prefixWithSnippets(request), suffix };
    return finish(`${rootUrl(profile)}/api/generate`, {
      model: profile.model,
      ...prompt,
      stream: true,
      options: { num_predict: maxTokens, temperature, ...(stop.length === 0 ? {} : { stop }) },
    });
  }
  if (choice.route === "tokens" && choice.template !== undefined) {
    return finish(completionsUrl(profile), { ...common, prompt: renderFimPrompt(choice.template, request) });
  }
  const url = choice.route === "mistral" ? `${profile.baseUrl}/fim/completions` : completionsUrl(profile);
  const cache = choice.route === "mistral" ? promptCacheKey(profile.preset, cacheKey, true) : {};
  return finish(url, { ...common, ...cache, prompt: prefixWithSnippets(request), suffix });
}
