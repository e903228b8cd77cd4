import type { Message } from "../messages.ts";
import type { ModelLimits } from "../ports.ts";
import { resolveBaseUrl } from "./baseUrl.ts";
import type { BackendMessageId } from "./backendMessages.ts";
import { templateFor } from "./fimTemplates.ts";
import { modelRuleFor, type FillInRoute, type Preset, type Timeouts } from "./preset.ts";
import { findPreset, presetIds } from "./presets.ts";

export type FillInSetting = "auto" | "off" | FillInRoute;

export const fillInSettings: readonly FillInSetting[] = [
  "auto",
  "off",
  "suffix",
  "infill",
  "ollama",
  "mistral",
  "tokens",
];

const timeoutNames = ["connectMs", "firstByteMs", "betweenBytesMs", "totalMs", "fillInTotalMs"] as const;

const knownFields = new Set([
  "preset",
  "baseUrl",
  "model",
  "apiKeyEnv",
  "apiKeyCommand",
  "maxContextTokens",
  "maxTokensPerDay",
  "fillInTheMiddle",
  "fillInTheMiddleTemplate",
  "extraHeaders",
  "extraBody",
  "caFile",
  "clientCertFile",
  "clientKeyFile",
  "timeouts",
]);

/** One entry of `flywheel.backends`, checked and completed from its preset. */
export interface ResolvedProfile {
  readonly name: string;
  readonly preset: Preset;
  readonly baseUrl: string;
  readonly query: Readonly<Record<string, string>>;
  readonly origin: string;
  readonly isLoopback: boolean;
  readonly model: string;
  readonly apiKeyEnv?: string | undefined;
  /** Program and arguments; run without a shell. */
  readonly apiKeyCommand?: readonly string[] | undefined;
  readonly limits: ModelLimits;
  /** Prompt and reply tokens of one day after which nothing more is sent; undefined sets no cap. */
  readonly maxTokensPerDay?: number | undefined;
  readonly fillInTheMiddle: FillInSetting;
  readonly fillInTheMiddleTemplate?: string | undefined;
  /** Values may hold `${apiKey}` and `${env:NAME}`. */
  readonly extraHeaders: Readonly<Record<string, string>>;
  readonly extraBody: Readonly<Record<string, unknown>>;
  readonly caFile?: string | undefined;
  readonly clientCertFile?: string | undefined;
  readonly clientKeyFile?: string | undefined;
  readonly timeouts: Timeouts;
  /** What the user wrote besides the preset, fit to be shown: field to value, nothing secret. */
  readonly userFields: Readonly<Record<string, string>>;
}

export type ProfileResult = { readonly profile: ResolvedProfile } | { readonly problem: Message };

class ProfileProblem extends Error {
  readonly text: Message;
  constructor(id: BackendMessageId, ...args: readonly (string | number)[]) {
    super(id);
    this.text = { id, args };
  }
}

type Raw = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads one raw profile; every bad value gives one problem that names the profile and the field. */
export function resolveProfile(name: string, raw: unknown): ProfileResult {
  try {
    if (!isRecord(raw)) {
      throw new ProfileProblem("backends.profile.notObject", name);
    }
    return { profile: decode(name, raw) };
  } catch (error) {
    if (error instanceof ProfileProblem) {
      return { problem: error.text };
    }
    throw error;
  }
}

function decode(name: string, raw: Raw): ResolvedProfile {
  const unknownField = Object.keys(raw).find((key) => !knownFields.has(key));
  if (unknownField !== undefined) {
    throw new ProfileProblem("backends.profile.unknownField", name, unknownField);
  }
  const presetId = raw["preset"] ?? "openai-compatible";
  const preset = typeof presetId === "string" ? findPreset(presetId) : undefined;
  if (preset === undefined) {
    throw new ProfileProblem("backends.profile.unknownPreset", name, shown(presetId), presetIds.join(", "));
  }
  const model = text(name, raw, "model") ?? preset.defaultModel;
  if (model === undefined) {
    throw new ProfileProblem("backends.profile.noModel", name);
  }
  const clientCertFile = text(name, raw, "clientCertFile");
  const clientKeyFile = text(name, raw, "clientKeyFile");
  if ((clientCertFile === undefined) !== (clientKeyFile === undefined)) {
    throw new ProfileProblem("backends.profile.halfCertificate", name);
  }
  return {
    name,
    preset,
    ...decodeUrl(name, raw, preset, model),
    model,
    apiKeyEnv: decodeEnvName(name, raw),
    apiKeyCommand: decodeCommand(name, raw),
    limits: decodeLimits(name, raw, preset, model),
    maxTokensPerDay: decodeCount(name, raw, "maxTokensPerDay"),
    ...decodeFillIn(name, raw, model),
    extraHeaders: decodeHeaders(name, raw),
    extraBody: decodeBody(name, raw),
    caFile: text(name, raw, "caFile"),
    clientCertFile,
    clientKeyFile,
    timeouts: decodeTimeouts(name, raw, preset),
    userFields: userFields(raw),
  };
}

/** What may hold a secret is shown without it: headers and body by name, a URL without its query. */
function userFields(raw: Raw): Readonly<Record<string, string>> {
  const fields = Object.entries(raw).filter(
    ([field, value]) => field !== "preset" && value !== undefined && value !== null && value !== "",
  );
  return Object.fromEntries(
    fields.map(([field, value]) => {
      if ((field === "extraHeaders" || field === "extraBody") && isRecord(value)) {
        return [field, Object.keys(value).join(", ")];
      }
      const [program]: unknown[] = Array.isArray(value) ? value : [value];
      return [field, field === "baseUrl" ? (shown(value).split("?")[0] ?? "") : shown(program)];
    }),
  );
}

/** A bad value as it can stand in a sentence. */
function shown(value: unknown): string {
  return (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).slice(0, 60);
}

/** Undefined when absent or empty: an empty text is what a settings form leaves behind. */
function text(name: string, raw: Raw, field: string): string | undefined {
  const value = raw[field];
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== "string") {
    throw new ProfileProblem("backends.profile.badText", name, field);
  }
  const trimmed = value.trim();
  return trimmed === "" ? undefined : trimmed;
}

function decodeUrl(
  name: string,
  raw: Raw,
  preset: Preset,
  model: string,
): Pick<ResolvedProfile, "baseUrl" | "query" | "origin" | "isLoopback"> {
  const given = text(name, raw, "baseUrl") ?? modelRuleFor(preset, model)?.baseUrl ?? preset.baseUrl;
  if (given === undefined) {
    throw new ProfileProblem("backends.profile.noBaseUrl", name);
  }
  const resolved = resolveBaseUrl(given, preset.id);
  if (resolved === "hasCredentials") {
    throw new ProfileProblem("backends.profile.urlWithPassword", name);
  }
  if (typeof resolved === "string") {
    throw new ProfileProblem("backends.profile.badBaseUrl", name, given);
  }
  return resolved;
}

function decodeEnvName(name: string, raw: Raw): string | undefined {
  const value = text(name, raw, "apiKeyEnv");
  if (value !== undefined && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(value)) {
    throw new ProfileProblem("backends.profile.badEnvName", name);
  }
  return value;
}

function decodeCommand(name: string, raw: Raw): readonly string[] | undefined {
  const value = raw["apiKeyCommand"];
  if (value === undefined || value === null) {
    return undefined;
  }
  const isList = Array.isArray(value) && value.every((part) => typeof part === "string");
  if (!isList || value.length === 0 || value[0] === "") {
    throw new ProfileProblem("backends.profile.badCommand", name);
  }
  return value;
}

function decodeLimits(name: string, raw: Raw, preset: Preset, model: string): ModelLimits {
  const rule = modelRuleFor(preset, model);
  const given = decodeCount(name, raw, "maxContextTokens");
  const contextTokens = given ?? rule?.contextTokens ?? preset.contextTokens;
  const outputTokens = Math.min(rule?.outputTokens ?? preset.outputTokens, contextTokens);
  return { contextTokens, outputTokens };
}

function decodeCount(name: string, raw: Raw, field: string): number | undefined {
  const value = raw[field] ?? undefined;
  if (value !== undefined && !isCount(value)) {
    throw new ProfileProblem("backends.profile.badNumber", name, field);
  }
  return value;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

function decodeFillIn(
  name: string,
  raw: Raw,
  model: string,
): Pick<ResolvedProfile, "fillInTheMiddle" | "fillInTheMiddleTemplate"> {
  const given = raw["fillInTheMiddle"] ?? "auto";
  const setting = fillInSettings.find((candidate) => candidate === given);
  if (setting === undefined) {
    throw new ProfileProblem("backends.profile.badFillIn", name, shown(given), fillInSettings.join(", "));
  }
  const template = raw["fillInTheMiddleTemplate"];
  if (template !== undefined && template !== null && typeof template !== "string") {
    throw new ProfileProblem("backends.profile.badText", name, "fillInTheMiddleTemplate");
  }
  if (typeof template === "string" && template !== "") {
    if (template.split("{prefix}").length !== 2 || template.split("{suffix}").length !== 2) {
      throw new ProfileProblem("backends.profile.badTemplate", name);
    }
    return { fillInTheMiddle: setting, fillInTheMiddleTemplate: template };
  }
  if (setting === "tokens" && templateFor(model) === undefined) {
    throw new ProfileProblem("backends.profile.noTemplate", name);
  }
  return { fillInTheMiddle: setting };
}

function decodeHeaders(name: string, raw: Raw): Readonly<Record<string, string>> {
  const value = raw["extraHeaders"] ?? {};
  if (!isRecord(value)) {
    throw new ProfileProblem("backends.profile.badHeaders", name, "extraHeaders");
  }
  for (const [header, content] of Object.entries(value)) {
    const fits = typeof content === "string" && /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(content);
    if (!fits || !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(header)) {
      throw new ProfileProblem("backends.profile.badHeaders", name, header);
    }
  }
  return value as Record<string, string>;
}

function decodeBody(name: string, raw: Raw): Raw {
  const value = raw["extraBody"] ?? {};
  if (!isRecord(value)) {
    throw new ProfileProblem("backends.profile.badBody", name);
  }
  return value;
}

function decodeTimeouts(name: string, raw: Raw, preset: Preset): Timeouts {
  const value = raw["timeouts"] ?? {};
  const names: readonly string[] = timeoutNames;
  const isFine =
    isRecord(value) && Object.entries(value).every(([key, ms]) => names.includes(key) && isCount(ms));
  if (!isFine) {
    throw new ProfileProblem("backends.profile.badTimeouts", name, timeoutNames.join(", "));
  }
  return { ...preset.timeouts, ...(value as Partial<Timeouts>) };
}
