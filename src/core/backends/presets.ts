import type { ChatInfillRule, ModelRule, Preset, ThinkingSwitch, Timeouts } from "./preset.ts";

/** The ids of the `preset` setting, in the order the set-up offers them. */
export const presetIds = [
  "spark-lite",
  "spark-pro",
  "spark-max",
  "spark-4.0-ultra",
  "spark-x1.5",
  "astron-maas",
  "spark-websocket",
  "deepseek",
  "qwen",
  "openai",
  "azure",
  "mistral",
  "anthropic",
  "gemini",
  "ollama",
  "llama-server",
  "lm-studio",
  "vllm",
  "sglang",
  "mindie",
  "litellm",
  "openai-compatible",
] as const;

export type PresetId = (typeof presetIds)[number];

/** Clouds may queue; ten minutes is the longest that one of them (DeepSeek) documents. */
const cloudTimeouts: Timeouts = {
  connectMs: 10_000,
  firstByteMs: 60_000,
  betweenBytesMs: 60_000,
  totalMs: 600_000,
  fillInTotalMs: 20_000,
};

/** A cold local model is read from disk before its first token. */
const localTimeouts: Timeouts = {
  connectMs: 5_000,
  firstByteMs: 300_000,
  betweenBytesMs: 120_000,
  totalMs: 1_200_000,
  fillInTotalMs: 60_000,
};

const templateSwitch: ThinkingSwitch = {
  models: "qwen3(?!-coder)|qwq|deepseek|glm-?[45]|spark-?x|hunyuan|nemotron|seed",
  body: { chat_template_kwargs: { enable_thinking: false } },
};

/** A user message with the tokens of a hole is the documented form of Qwen3-Coder's instruct models. */
const qwenCoderTokens: ChatInfillRule = {
  models: "(?!.*-base).*qwen-?3-?coder.*",
  form: "fimTokens",
};

/** What only reasons, or opens its turn with a channel of its own, cannot go on with a text. */
const unlessReasoning = "(?!.*(?:gpt-oss|qwq|qvq|thinking|reasoner|-r1))";

/** Fields that most clouds share, so that a row says only what differs. */
const cloud = {
  dialect: "openai",
  knownModels: [],
  contextTokens: 128_000,
  outputTokens: 8_192,
  tokenLimitField: "max_tokens",
  hasSystemRole: true,
  maxStops: 4,
  minTemperature: 0,
  sendsStreamOptions: true,
  thinkingOff: [],
  needsKey: true,
  isLocal: false,
  listsModels: true,
  modelRules: [],
  timeouts: cloudTimeouts,
} as const satisfies Partial<Preset>;

const local = {
  ...cloud,
  contextTokens: 8_192,
  outputTokens: 4_096,
  thinkingOff: [templateSwitch],
  needsKey: false,
  isLocal: true,
  timeouts: localTimeouts,
} as const satisfies Partial<Preset>;

/** Own path, own password and own quota per model line; temperature above 0; no usage option, no model list. */
const spark = {
  ...cloud,
  dialect: "spark",
  baseUrl: "https://spark-api-open.xf-yun.com/v1",
  contextTokens: 8_192,
  maxStops: 0,
  minTemperature: 0.01,
  sendsStreamOptions: false,
  listsModels: false,
  maxConcurrent: 1,
  keyUrl: "https://console.xfyun.cn/services",
} as const satisfies Partial<Preset>;

/** The built-in search would answer questions about code from the web. */
const withoutWebSearch = { tools: [{ type: "web_search", web_search: { enable: false } }] };

/** Reasoning models refuse a temperature, `max_tokens` and (o3, o4) `stop`. */
const openaiRules: readonly ModelRule[] = [
  {
    models: "o\\d.*",
    contextTokens: 200_000,
    outputTokens: 32_768,
    tokenLimitField: "max_completion_tokens",
    omitTemperature: true,
    maxStops: 0,
  },
  {
    models: "gpt-[5-9].*",
    contextTokens: 256_000,
    outputTokens: 32_768,
    tokenLimitField: "max_completion_tokens",
    omitTemperature: true,
    maxStops: 0,
  },
  { models: "gpt-3\\.5.*", contextTokens: 16_385, outputTokens: 4_096 },
];

const rows: readonly Preset[] = [
  {
    ...spark,
    id: "spark-lite",
    displayName: "iFLYTEK Spark Lite",
    defaultModel: "lite",
    knownModels: ["lite"],
    outputTokens: 4_096,
    hasSystemRole: false,
  },
  {
    ...spark,
    id: "spark-pro",
    displayName: "iFLYTEK Spark Pro",
    defaultModel: "generalv3",
    knownModels: ["generalv3", "pro-128k"],
    hasSystemRole: false,
    modelRules: [{ models: "pro-128k", contextTokens: 131_072, outputTokens: 4_096 }],
  },
  {
    ...spark,
    id: "spark-max",
    fixedBody: withoutWebSearch,
    displayName: "iFLYTEK Spark Max",
    defaultModel: "generalv3.5",
    knownModels: ["generalv3.5", "max-32k"],
    modelRules: [{ models: "max-32k", contextTokens: 32_768, outputTokens: 8_192 }],
  },
  {
    ...spark,
    id: "spark-4.0-ultra",
    fixedBody: withoutWebSearch,
    displayName: "iFLYTEK Spark 4.0 Ultra",
    defaultModel: "4.0Ultra",
    knownModels: ["4.0Ultra"],
  },
  {
    ...spark,
    id: "spark-x1.5",
    fixedBody: withoutWebSearch,
    displayName: "iFLYTEK Spark X1.5",
    baseUrl: "https://spark-api-open.xf-yun.com/v2",
    defaultModel: "spark-x",
    knownModels: ["spark-x"],
    contextTokens: 65_536,
    outputTokens: 65_536,
    thinkingOff: [{ models: ".", body: { thinking: { type: "disabled" } } }],
    modelRules: [
      {
        models: "spark-x2\\.5.*",
        contextTokens: 262_144,
        outputTokens: 32_768,
        tokenLimitField: "max_completion_tokens",
        omitTemperature: true,
      },
    ],
  },
  {
    ...cloud,
    id: "openai",
    displayName: "OpenAI",
    hasPromptCacheKey: true,
    baseUrl: "https://api.openai.com/v1",
    defaultModel: "gpt-4.1",
    knownModels: ["gpt-6-luna", "gpt-6-sol", "gpt-5.6", "gpt-4.1", "gpt-4.1-mini", "gpt-4o"],
    keyUrl: "https://platform.openai.com/api-keys",
    thinkingOff: [
      { models: "^gpt-(5\\.[1-9]|[6-9])", body: { reasoning_effort: "none" } },
      { models: "^gpt-5", body: { reasoning_effort: "minimal" } },
      { models: "^o\\d", body: { reasoning_effort: "low" } },
    ],
    modelRules: openaiRules,
  },
  {
    ...cloud,
    id: "deepseek",
    displayName: "DeepSeek",
    baseUrl: "https://api.deepseek.com",
    defaultModel: "deepseek-v4-flash",
    knownModels: ["deepseek-v4-flash", "deepseek-v4-pro"],
    contextTokens: 1_000_000,
    outputTokens: 32_768,
    maxStops: 16,
    thinkingOff: [{ models: ".", body: { thinking: { type: "disabled" } } }],
    fillIn: { route: "suffix", basePath: "/beta" },
    chatInfill: [{ models: `${unlessReasoning}.*`, form: "continuation" }],
    continuation: { basePath: "/beta", message: { prefix: true } },
    keyUrl: "https://platform.deepseek.com/api_keys",
    timeouts: { ...cloudTimeouts, totalMs: 900_000 },
  },
  {
    ...cloud,
    id: "qwen",
    displayName: "Qwen (DashScope)",
    baseUrl: "https://dashscope.aliyuncs.com/compatible-mode/v1",
    defaultModel: "qwen3-coder-plus",
    knownModels: [
      "qwen3-coder-plus",
      "qwen3-coder-flash",
      "qwen3.7-plus",
      "qwen3.7-flash",
      "qwen2.5-coder-32b-instruct",
    ],
    contextTokens: 256_000,
    thinkingOff: [
      { models: "qwen3(?!-coder)|qwen-(plus|turbo|flash|max)|qwq", body: { enable_thinking: false } },
    ],
    fillIn: { route: "tokens", models: "qwen2\\.5-coder.*|qwen-coder-turbo.*" },
    chatInfill: [qwenCoderTokens, { models: `${unlessReasoning}qwen.*`, form: "continuation" }],
    continuation: { message: { partial: true } },
    keyUrl: "https://bailian.console.aliyun.com/?tab=model#/api-key",
  },
  {
    ...local,
    id: "ollama",
    displayName: "Ollama",
    dialect: "ollama",
    baseUrl: "http://localhost:11434/v1",
    thinkingOff: [
      {
        models: "qwen3(?!-coder)|deepseek-(r1|v)|gpt-oss|spark-?x|magistral",
        body: { reasoning_effort: "none" },
      },
    ],
    fillIn: { route: "ollama" },
    chatInfill: [qwenCoderTokens],
  },
  {
    ...local,
    id: "llama-server",
    displayName: "llama-server (llama.cpp)",
    dialect: "llama",
    baseUrl: "http://127.0.0.1:9931/v1",
    defaultModel: "default",
    fillIn: { route: "infill" },
    chatInfill: [{ models: `${unlessReasoning}.*`, form: "continuation" }],
    continuation: {},
  },
  {
    ...local,
    id: "lm-studio",
    displayName: "LM Studio",
    baseUrl: "http://localhost:1234/v1",
    fillIn: { route: "tokens" },
  },
  {
    ...local,
    id: "vllm",
    displayName: "vLLM",
    baseUrl: "http://localhost:8000/v1",
    fillIn: { route: "tokens" },
    chatInfill: [qwenCoderTokens, { models: `${unlessReasoning}.*`, form: "continuation" }],
    continuation: { body: { continue_final_message: true, add_generation_prompt: false } },
  },
  {
    ...cloud,
    id: "azure",
    displayName: "Azure OpenAI",
    hasPromptCacheKey: true,
    keyUrl: "https://ai.azure.com",
    thinkingOff: [{ models: "^gpt-(5\\.[1-9]|[6-9])", body: { reasoning_effort: "none" } }],
    modelRules: openaiRules,
  },
  {
    ...cloud,
    id: "mistral",
    displayName: "Mistral / Codestral",
    hasPromptCacheKey: true,
    baseUrl: "https://api.mistral.ai/v1",
    defaultModel: "codestral-latest",
    knownModels: ["codestral-latest", "mistral-large-latest"],
    contextTokens: 256_000,
    sendsStreamOptions: false,
    fillIn: { route: "mistral", models: "codestral.*" },
    keyUrl: "https://console.mistral.ai/api-keys",
  },
  {
    ...cloud,
    id: "anthropic",
    refusesBlankStops: true,
    displayName: "Anthropic Claude",
    baseUrl: "https://api.anthropic.com/v1",
    contextTokens: 200_000,
    keyUrl: "https://console.anthropic.com/settings/keys",
  },
  {
    ...cloud,
    id: "gemini",
    displayName: "Google Gemini",
    baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai",
    defaultModel: "gemini-3.8-flash",
    knownModels: ["gemini-3.8-flash"],
    contextTokens: 1_000_000,
    maxStops: 5,
    keyUrl: "https://aistudio.google.com/apikey",
  },
  {
    ...spark,
    id: "spark-websocket",
    displayName: "iFLYTEK Spark over WebSocket",
    dialect: "sparkSocket",
    baseUrl: "wss://spark-api.xf-yun.com/v3.5/chat",
    defaultModel: "generalv3.5",
    knownModels: ["lite", "generalv3", "pro-128k", "generalv3.5", "max-32k", "4.0Ultra", "spark-x"],
    modelRules: [
      { models: "lite", baseUrl: "wss://spark-api.xf-yun.com/v1.1/chat", outputTokens: 4_096 },
      { models: "generalv3", baseUrl: "wss://spark-api.xf-yun.com/v3.1/chat" },
      {
        models: "pro-128k",
        baseUrl: "wss://spark-api.xf-yun.com/chat/pro-128k",
        contextTokens: 131_072,
        outputTokens: 4_096,
      },
      { models: "max-32k", baseUrl: "wss://spark-api.xf-yun.com/chat/max-32k", contextTokens: 32_768 },
      { models: "4\\.0Ultra", baseUrl: "wss://spark-api.xf-yun.com/v4.0/chat" },
      {
        models: "spark-x",
        baseUrl: "wss://spark-api.xf-yun.com/v1/x1",
        contextTokens: 65_536,
        outputTokens: 65_536,
      },
    ],
  },
  {
    ...cloud,
    id: "astron-maas",
    displayName: "iFLYTEK Astron MaaS",
    dialect: "spark",
    baseUrl: "https://maas-api.cn-huabei-1.xf-yun.com/v2",
    defaultModel: "astron-code-latest",
    knownModels: [
      "astron-code-latest",
      "xsparkx2",
      "xsparkx2flash",
      "xop3qwencodernext",
      "xopdeepseekv4flash",
    ],
    contextTokens: 92_160,
    outputTokens: 32_768,
    minTemperature: 0.01,
    listsModels: false,
    keyUrl: "https://maas.xfyun.cn",
  },
  {
    ...local,
    id: "sglang",
    displayName: "SGLang",
    baseUrl: "http://localhost:30000/v1",
    fillIn: { route: "tokens" },
  },
  {
    ...local,
    id: "mindie",
    displayName: "MindIE (Ascend)",
    baseUrl: "https://127.0.0.1:1025/v1",
    minTemperature: 0.01,
    sendsStreamOptions: false,
    fillIn: { route: "tokens" },
  },
  {
    ...cloud,
    id: "litellm",
    displayName: "LiteLLM gateway",
    needsKey: false,
    sendsStreamOptions: false,
  },
  {
    ...cloud,
    id: "openai-compatible",
    displayName: "OpenAI-compatible",
    contextTokens: 16_384,
    outputTokens: 4_096,
    needsKey: false,
    sendsStreamOptions: false,
    thinkingOff: [templateSwitch],
    chatInfill: [qwenCoderTokens],
  },
];

const rowsById: ReadonlyMap<string, Preset> = new Map(rows.map((row) => [row.id, row]));

/** Every row. */
export const allPresets: readonly Preset[] = rows;

export function findPreset(id: string): Preset | undefined {
  return rowsById.get(id);
}
