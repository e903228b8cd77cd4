/** A real endpoint that the smoke test may ask; the key is named here and held by the environment. */
export interface LiveEndpoint {
  readonly keyEnv: string;
  readonly preset: string;
  /** Variable that names another model than the preset's. */
  readonly modelEnv: string;
  /** Variable that names another address than the preset's. */
  readonly urlEnv?: string;
  /** Model where the preset has none. */
  readonly model?: string;
}

export const liveEndpoints: readonly LiveEndpoint[] = [
  { keyEnv: "SPARK_API_PASSWORD", preset: "spark-lite", modelEnv: "SPARK_MODEL" },
  { keyEnv: "SPARK_MAX_API_PASSWORD", preset: "spark-max", modelEnv: "SPARK_MAX_MODEL" },
  { keyEnv: "SPARK_ULTRA_API_PASSWORD", preset: "spark-4.0-ultra", modelEnv: "SPARK_ULTRA_MODEL" },
  { keyEnv: "SPARK_X_API_PASSWORD", preset: "spark-x1.5", modelEnv: "SPARK_X_MODEL" },
  { keyEnv: "SPARK_SOCKET_KEY", preset: "spark-websocket", modelEnv: "SPARK_SOCKET_MODEL" },
  { keyEnv: "ASTRON_API_KEY", preset: "astron-maas", modelEnv: "ASTRON_MODEL", urlEnv: "ASTRON_BASE_URL" },
  { keyEnv: "DEEPSEEK_API_KEY", preset: "deepseek", modelEnv: "DEEPSEEK_MODEL" },
  { keyEnv: "DASHSCOPE_API_KEY", preset: "qwen", modelEnv: "DASHSCOPE_MODEL", urlEnv: "DASHSCOPE_BASE_URL" },
  { keyEnv: "OPENAI_API_KEY", preset: "openai", modelEnv: "OPENAI_MODEL", urlEnv: "OPENAI_BASE_URL" },
  {
    keyEnv: "AZURE_OPENAI_API_KEY",
    preset: "azure",
    modelEnv: "AZURE_OPENAI_DEPLOYMENT",
    urlEnv: "AZURE_OPENAI_ENDPOINT",
  },
  { keyEnv: "MISTRAL_API_KEY", preset: "mistral", modelEnv: "MISTRAL_MODEL" },
  {
    keyEnv: "ANTHROPIC_API_KEY",
    preset: "anthropic",
    modelEnv: "ANTHROPIC_MODEL",
    model: "claude-sonnet-4-6",
  },
  { keyEnv: "GEMINI_API_KEY", preset: "gemini", modelEnv: "GEMINI_MODEL" },
];
