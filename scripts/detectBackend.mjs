/**
 * Which model backend `npm start` may use: what the environment names, else a server that answers on this machine.
 * Everything comes in by parameter (environment, fetch), so that the tests need no network.
 */

/**
 * @typedef {object} DetectedBackend
 * @property {string} name of the profile
 * @property {string} preset
 * @property {string} [baseUrl] only where it is not the preset's own
 * @property {string} [model] only where one is known
 * @property {string} [apiKeyEnv] the name of the variable with the key; never the key
 * @property {string} host with its port, for people
 * @property {boolean} isLoopback
 * @property {string} learnedFrom where this was learned, for people
 */

/**
 * @typedef {object} Surroundings
 * @property {Record<string, string | undefined>} env
 * @property {typeof fetch} fetch
 * @property {number} [timeoutMs] of a probe
 * @property {(warning: string) => void} [warn]
 */

const PROBE_TIMEOUT_MS = 500;
const SPARK_HOST = "spark-api-open.xf-yun.com";

/** Spark's models by line; each line has its own path, password and quota, and so its own preset. */
const SPARK_PRESETS = /** @type {const} */ ([
  [/^(spark-)?(4\.0)?[ -]?ultra$/i, "spark-4.0-ultra", "4.0Ultra"],
  [/^(spark-)?x/i, "spark-x1.5", "spark-x"],
  [/^(generalv3\.5|(spark-)?max)/i, "spark-max", "generalv3.5"],
  [/^(generalv3$|(spark-)?pro)/i, "spark-pro", "generalv3"],
  [/^(spark-)?lite$/i, "spark-lite", "lite"],
]);

/** What people and this product's presets call a line, beside the names that the service itself takes. */
const SPARK_LINE_NAME = /^(spark-)?(lite|pro|max|x|x1\.5|(4\.0)?[ -]?ultra)$/i;

/** Clouds that have a preset of their own. */
/** @type {Record<string, string>} */
const PRESET_BY_HOST = {
  "api.openai.com": "openai",
  "api.deepseek.com": "deepseek",
  "dashscope.aliyuncs.com": "qwen",
  "dashscope-intl.aliyuncs.com": "qwen",
};

/** In the order of preference when several answer. */
const LOOPBACK_PORTS = /** @type {const} */ ([11434, 9931, 8080, 1234]);

/** A model of this kind answers no chat. */
const NOT_FOR_CHAT = /embed|rerank|bge-|whisper|tts/i;

/**
 * @param {Surroundings} around
 * @returns {Promise<DetectedBackend | undefined>}
 */
export async function detectBackend(around) {
  return fromOpenAiVariables(around) ?? fromSparkVariables(around) ?? (await fromLoopback(around));
}

/**
 * `OPENAI_API_KEY` alone is no answer: it lies in many environments for other tools.
 * @param {Surroundings} around
 * @returns {DetectedBackend | undefined}
 */
export function fromOpenAiVariables({ env, warn }) {
  const baseUrl = env.OPENAI_BASE_URL?.trim();
  if (!baseUrl) return undefined;
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
    warn?.("OPENAI_BASE_URL is not an http or https address, so it is left aside.");
    return undefined;
  }
  const url = new URL(baseUrl);
  if (url.username || url.password) {
    warn?.("OPENAI_BASE_URL holds a user name or password, so it is left aside; OPENAI_API_KEY takes a key.");
    return undefined;
  }
  const preset = PRESET_BY_HOST[url.hostname] ?? "openai-compatible";
  return {
    name: preset,
    preset,
    baseUrl,
    ...(env.OPENAI_MODEL ? { model: env.OPENAI_MODEL } : {}),
    ...(env.OPENAI_API_KEY ? { apiKeyEnv: "OPENAI_API_KEY" } : {}),
    host: url.host,
    isLoopback: isLoopbackHost(url.hostname),
    learnedFrom: "OPENAI_BASE_URL",
  };
}

/**
 * @param {Surroundings} around
 * @returns {DetectedBackend | undefined}
 */
export function fromSparkVariables({ env }) {
  if (!env.SPARK_API_PASSWORD) return undefined;
  const asked = env.SPARK_MODEL?.trim() || "lite";
  const [, preset, ownModel] = SPARK_PRESETS.find(([pattern]) => pattern.test(asked)) ?? [
    undefined,
    "spark-lite",
    "lite",
  ];
  const model = SPARK_LINE_NAME.test(asked) ? ownModel : asked;
  return {
    name: preset,
    preset,
    model,
    apiKeyEnv: "SPARK_API_PASSWORD",
    host: SPARK_HOST,
    isLoopback: false,
    learnedFrom: "SPARK_API_PASSWORD",
  };
}

/**
 * Asks the usual ports of this machine, all at once.
 * @param {Surroundings} around
 * @returns {Promise<DetectedBackend | undefined>}
 */
export async function fromLoopback(around) {
  const answers = await Promise.all(LOOPBACK_PORTS.map((port) => probePort(port, around)));
  return answers.find((answer) => answer !== undefined);
}

/**
 * @param {number} port
 * @param {Surroundings} around
 * @returns {Promise<DetectedBackend | undefined>}
 */
async function probePort(port, around) {
  const origin = `http://127.0.0.1:${port}`;
  const found = port === 11434 ? await probeOllama(origin, around) : await probeModels(origin, port, around);
  if (!found) return undefined;
  return {
    name: found.preset,
    preset: found.preset,
    baseUrl: `${origin}/v1`,
    ...(found.model ? { model: found.model } : {}),
    host: `127.0.0.1:${port}`,
    isLoopback: true,
    learnedFrom: `a server that answers on port ${port}`,
  };
}

/**
 * @param {string} origin
 * @param {Surroundings} around
 */
async function probeOllama(origin, around) {
  const models = listOf(await getJson(`${origin}/api/tags`, around), "models");
  if (!models) return undefined;
  const model = firstForChat(models.map((entry) => textOf(entry, "name")));
  if (!model) {
    around.warn?.("Ollama answers on port 11434 but has no chat model; `ollama pull` brings one.");
    return undefined;
  }
  return { preset: "ollama", model };
}

/**
 * @param {string} origin
 * @param {number} port
 * @param {Surroundings} around
 */
async function probeModels(origin, port, around) {
  const [listing, health] = await Promise.all([
    getJson(`${origin}/v1/models`, around),
    port === 1234 ? undefined : getJson(`${origin}/health`, around),
  ]);
  const models = listOf(listing, "data");
  const model = models && firstForChat(models.map((entry) => textOf(entry, "id")));
  if (model) return { preset: port === 1234 ? "lm-studio" : presetOfOwner(models), model };
  // Some web server is often on 8080: llama-server alone says this while it loads or without a listing.
  const status = textOf(health, "status");
  return status === "ok" || status === "loading model"
    ? { preset: "llama-server", model: undefined }
    : undefined;
}

/** @param {unknown[]} models */
function presetOfOwner(models) {
  const owner = models.map((entry) => textOf(entry, "owned_by")).find(Boolean);
  if (owner === "vllm") return "vllm";
  return owner === undefined || /llama/i.test(owner) ? "llama-server" : "openai-compatible";
}

/**
 * The first model that a server lists; for a server that needs one named. Only after the user agreed to its host.
 * @param {string} baseUrl
 * @param {string | undefined} apiKey
 * @param {Surroundings} around
 * @returns {Promise<string | undefined>}
 */
export async function listFirstModel(baseUrl, apiKey, around) {
  const headers = apiKey ? { authorization: `Bearer ${apiKey}` } : undefined;
  const models = listOf(await getJson(`${baseUrl.replace(/\/+$/, "")}/models`, around, headers), "data");
  return models && firstForChat(models.map((entry) => textOf(entry, "id")));
}

/** @param {string} hostname as `URL` gives it */
export function isLoopbackHost(hostname) {
  return (
    hostname === "localhost" || hostname === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}

/**
 * The value of the `flywheel.backends` setting.
 * @param {DetectedBackend} backend
 */
export function backendSetting({ name, preset, baseUrl, model, apiKeyEnv }) {
  return {
    [name]: { preset, ...(baseUrl && { baseUrl }), ...(model && { model }), ...(apiKeyEnv && { apiKeyEnv }) },
  };
}

/**
 * @param {string} url
 * @param {Surroundings} around
 * @param {Record<string, string>} [headers]
 * @returns {Promise<unknown>} undefined when there is no answer or none that can be read
 */
async function getJson(url, { fetch, timeoutMs = PROBE_TIMEOUT_MS }, headers) {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "error",
      ...(headers && { headers }),
    });
    // llama-server answers 503 with a readable body while its model loads.
    return response.ok || response.status === 503 ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown[] | undefined}
 */
function listOf(value, name) {
  const list = isRecord(value) ? value[name] : undefined;
  return Array.isArray(list) ? list : undefined;
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {string | undefined}
 */
function textOf(value, name) {
  const text = isRecord(value) ? value[name] : undefined;
  return typeof text === "string" && text !== "" ? text : undefined;
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isRecord(value) {
  return typeof value === "object" && value !== null;
}

/** @param {(string | undefined)[]} names */
function firstForChat(names) {
  const known = names.filter((name) => name !== undefined);
  return known.find((name) => !NOT_FOR_CHAT.test(name));
}
