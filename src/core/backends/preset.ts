import type { ChatInfillForm } from "../ports.ts";

/** Where a request for a hole goes on the wire. */
export type FillInRoute = "suffix" | "infill" | "ollama" | "mistral" | "tokens";

/** Which form of infill the models that `models` (a regular expression over the whole name, case ignored) take. */
export interface ChatInfillRule {
  readonly models: string;
  readonly form: ChatInfillForm;
}

/** How a request says that the reply is to go on with its last message. */
export interface Continuation {
  /** Path of the vendor's own host that takes it, in place of the base URL's. */
  readonly basePath?: string;
  /** Fields of the last message. */
  readonly message?: Readonly<Record<string, unknown>>;
  /** Fields of the body. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** How a stream speaks beyond the common shape: in-band errors, native routes. */
export type Dialect = "openai" | "spark" | "sparkSocket" | "ollama" | "llama";

/** Deadlines of one request, in milliseconds. */
export interface Timeouts {
  /** Until the connection stands; only the transport for own certificates can tell it apart. */
  readonly connectMs: number;
  /** Until the first byte of the reply, keep-alive comments included. */
  readonly firstByteMs: number;
  /** Between two bytes of the reply. */
  readonly betweenBytesMs: number;
  /** The whole of a chat request. */
  readonly totalMs: number;
  /** The whole of a fill-in request. */
  readonly fillInTotalMs: number;
}

/** Body fields that switch thinking off for the models that `models` (a regular expression) names. */
export interface ThinkingSwitch {
  readonly models: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What differs for some models of a preset. */
export interface ModelRule {
  /** Regular expression over the whole model name, case ignored. */
  readonly models: string;
  readonly contextTokens?: number;
  readonly outputTokens?: number;
  readonly tokenLimitField?: TokenLimitField;
  readonly omitTemperature?: boolean;
  readonly maxStops?: number;
  /** Own base URL of this model line. */
  readonly baseUrl?: string;
}

export type TokenLimitField = "max_tokens" | "max_completion_tokens";

/** All that is known about a backend before it is asked anything. */
export interface Preset {
  readonly id: string;
  readonly displayName: string;
  readonly dialect: Dialect;
  /** Undefined where the user must give it. */
  readonly baseUrl?: string;
  readonly defaultModel?: string;
  /** Models to offer where the server lists none; the list is no limit. */
  readonly knownModels: readonly string[];
  readonly contextTokens: number;
  readonly outputTokens: number;
  readonly tokenLimitField: TokenLimitField;
  readonly hasSystemRole: boolean;
  readonly maxStops: number;
  /** Stop texts of nothing but blanks are an error there. */
  readonly refusesBlankStops?: boolean;
  readonly minTemperature: number;
  /** Whether `stream_options.include_usage` may be sent unasked. */
  readonly sendsStreamOptions: boolean;
  /** Whether `prompt_cache_key` may be sent. */
  readonly hasPromptCacheKey?: boolean;
  readonly thinkingOff: readonly ThinkingSwitch[];
  /** Fields that every chat request of this backend carries. */
  readonly fixedBody?: Readonly<Record<string, unknown>>;
  readonly fillIn?: { readonly route: FillInRoute; readonly basePath?: string; readonly models?: string };
  /** Forms of infill besides the hole; the first rule that names the model counts. */
  readonly chatInfill?: readonly ChatInfillRule[];
  /** Undefined where an assistant's last message is a past turn, or an error. */
  readonly continuation?: Continuation;
  readonly needsKey: boolean;
  /** Where a user finds the key. */
  readonly keyUrl?: string;
  readonly isLocal: boolean;
  readonly listsModels: boolean;
  /** Requests that may run at once with one key; undefined sets no limit. */
  readonly maxConcurrent?: number;
  readonly modelRules: readonly ModelRule[];
  readonly timeouts: Timeouts;
}

/** The rule of `preset` for `model`, or undefined. */
export function modelRuleFor(preset: Preset, model: string): ModelRule | undefined {
  return preset.modelRules.find((rule) => new RegExp(`^(?:${rule.models})$`, "i").test(model));
}

/** Body fields that switch thinking off for `model`, or undefined where none are known. */
export function thinkingOffBody(
  preset: Preset,
  model: string,
): Readonly<Record<string, unknown>> | undefined {
  return preset.thinkingOff.find((entry) => new RegExp(entry.models, "i").test(model))?.body;
}
