import { createInterface } from "node:readline/promises";
import { backendSetting, detectBackend, listFirstModel } from "./detectBackend.mjs";

/** Presets that name no model of their own. */
const NEEDS_MODEL = new Set(["openai-compatible", "vllm", "llama-server", "lm-studio", "ollama"]);

/**
 * @typedef {object} Terminal
 * @property {NodeJS.ReadableStream} input
 * @property {NodeJS.WritableStream} output
 */

/**
 * The backend for this start. A host that is not this machine is used only after a yes.
 * @param {object} options
 * @param {boolean} options.isInteractive
 * @param {Record<string, string | undefined>} [options.env]
 * @param {typeof fetch} [options.fetchFrom]
 * @param {Terminal} [options.terminal] where the question is put
 * @returns {Promise<{ settings: Record<string, unknown>, description: string }>}
 */
export async function chooseBackend({ isInteractive, env = process.env, fetchFrom = fetch, terminal }) {
  const asking = isInteractive ? (terminal ?? { input: process.stdin, output: process.stdout }) : undefined;
  const around = { env, fetch: fetchFrom, warn: (/** @type {string} */ text) => console.log(text) };
  const found = await detectBackend(around);
  if (!found) {
    return { settings: {}, description: "Backend: offline (no network, no key). No model server was found." };
  }
  const named = found.model ? `, model ${found.model}` : "";
  const text = `${found.host}${named} (${found.preset}, learned from ${found.learnedFrom})`;
  if (!found.isLoopback && !(await agrees(text, asking, env))) {
    return { settings: {}, description: `Backend: offline. Not used: ${text}.` };
  }
  const needsModel = !found.model && found.baseUrl !== undefined && NEEDS_MODEL.has(found.preset);
  const backend = needsModel ? await withFirstModel(found, around) : found;
  return {
    settings: { "flywheel.backends": backendSetting(backend) },
    description: `Backend: ${backend.host}, model ${backend.model ?? (needsModel ? "not known" : "the preset's own")} (${backend.preset}, learned from ${backend.learnedFrom}).`,
  };
}

/**
 * @param {string} text
 * @param {Terminal | undefined} terminal
 * @param {Record<string, string | undefined>} env
 */
async function agrees(text, terminal, env) {
  if (env.FLYWHEEL_YES === "1") return true;
  if (!terminal) {
    console.log(
      "No terminal to ask at, so a host that is not this machine is not used. FLYWHEEL_YES=1 agrees to it.",
    );
    return false;
  }
  const prompt = createInterface(terminal);
  // readline takes Ctrl-C for itself; it has to reach the script.
  prompt.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    // The end of the input (Ctrl-D) is no answer and so a no: `question` alone would wait, or throw at a terminal.
    const ended = new Promise((resolve) => prompt.once("close", () => resolve("")));
    const asked = prompt.question(`Code would be sent to ${text}. Use it? [y/N] `).catch(() => "");
    const answer = String(await Promise.race([asked, ended]));
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    prompt.close();
  }
}

/**
 * @param {import('./detectBackend.mjs').DetectedBackend} backend
 * @param {import('./detectBackend.mjs').Surroundings} around
 */
async function withFirstModel(backend, around) {
  const key = backend.apiKeyEnv ? around.env[backend.apiKeyEnv] : undefined;
  const model = await listFirstModel(backend.baseUrl ?? "", key, { ...around, timeoutMs: 5_000 });
  if (!model) {
    around.warn(
      `${backend.host} gave no list of models. See that it runs, name a model in OPENAI_MODEL, or choose one in the editor.`,
    );
  }
  return model ? { ...backend, model } : backend;
}
