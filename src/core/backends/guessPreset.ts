import { isAzureHost, isLoopbackHost } from "./baseUrl.ts";
import type { PresetId } from "./presets.ts";

const sparkModels: Readonly<Record<string, PresetId>> = {
  lite: "spark-lite",
  generalv3: "spark-pro",
  "pro-128k": "spark-pro",
  "generalv3.5": "spark-max",
  "max-32k": "spark-max",
  "4.0ultra": "spark-4.0-ultra",
  "spark-x": "spark-x1.5",
};

const presetsByHost: Readonly<Record<string, PresetId>> = {
  "api.openai.com": "openai",
  "api.deepseek.com": "deepseek",
  "dashscope.aliyuncs.com": "qwen",
  "dashscope-intl.aliyuncs.com": "qwen",
  "api.mistral.ai": "mistral",
  "api.eu.mistral.ai": "mistral",
  "codestral.mistral.ai": "mistral",
  "api.anthropic.com": "anthropic",
  "generativelanguage.googleapis.com": "gemini",
  "maas-api.cn-huabei-1.xf-yun.com": "astron-maas",
  "maas-coding-api.cn-huabei-1.xf-yun.com": "astron-maas",
  "maas-token-api.cn-huabei-1.xf-yun.com": "astron-maas",
};

const presetsByPort: Readonly<Record<string, PresetId>> = {
  "11434": "ollama",
  "9931": "llama-server",
  "8080": "llama-server",
  "1234": "lm-studio",
  "8000": "vllm",
  "30000": "sglang",
  "4000": "litellm",
  "1025": "mindie",
};

/** The Spark line that serves `model`, or undefined. */
export function sparkPresetFor(model: string): PresetId | undefined {
  return sparkModels[model.toLowerCase()];
}

/** The preset that a URL and a model point to; `openai-compatible` where nothing does. */
export function guessPreset(baseUrl: string | undefined, model: string | undefined): PresetId {
  const url = URL.parse(baseUrl ?? "");
  if (url === null) {
    return sparkPresetFor(model ?? "") ?? "openai-compatible";
  }
  if (/^wss?:$/.test(url.protocol)) {
    return "spark-websocket";
  }
  if (url.hostname === "spark-api-open.xf-yun.com") {
    const byPath: PresetId = url.pathname.startsWith("/v2") ? "spark-x1.5" : "spark-lite";
    return sparkPresetFor(model ?? "") ?? byPath;
  }
  if (isAzureHost(url.hostname)) {
    return "azure";
  }
  const byPort = isLoopbackHost(url.hostname) ? presetsByPort[url.port] : undefined;
  return presetsByHost[url.hostname] ?? byPort ?? "openai-compatible";
}
