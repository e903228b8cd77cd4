import { guessPreset, sparkPresetFor } from "./guessPreset.ts";
import { findPreset, type PresetId } from "./presets.ts";
import { resolveBaseUrl } from "./baseUrl.ts";
import { splitShellWords } from "./shellWords.ts";

/** What a pasted text says about a backend. */
export interface ParsedSetup {
  readonly preset: PresetId;
  readonly baseUrl?: string | undefined;
  readonly model?: string | undefined;
  readonly apiKey?: string | undefined;
  /** The variable that the text reads the key from, where it holds no key itself. */
  readonly apiKeyEnv?: string | undefined;
  /** A key in a header of its own stands as `${apiKey}`. */
  readonly extraHeaders?: Readonly<Record<string, string>> | undefined;
  readonly caFile?: string | undefined;
  readonly clientCertFile?: string | undefined;
  readonly clientKeyFile?: string | undefined;
}

interface Findings {
  url?: string;
  model?: string;
  key?: string;
  keyEnv?: string;
  headers: Record<string, string>;
  caFile?: string;
  clientCertFile?: string;
  clientKeyFile?: string;
}

const keyNames = /(api_?key|_key|api_?password|access_?token|auth_?token|_token)$/i;
const urlNames = /(base_?url|api_?base|endpoint|api_?url|_url|_host)$/i;
const modelNames = /(^|_)model(_?(name|id))?$/i;
const ordinaryHeaders =
  /^(content-type|content-length|accept.*|user-agent|host|connection|cookie|origin|referer|sec-.*|x-stainless.*)$/i;
const secretHeader = /(key|token|secret|password|auth)/i;

/** Takes a key as found: a real one, a reference to a variable, or a placeholder to be ignored. */
function takeKey(found: Findings, value: string): void {
  const key = value.trim();
  const reference = /^(?:\$\{?|\$env:|%)([A-Za-z_]\w*)[}%]?$/.exec(key)?.[1];
  if (reference !== undefined) {
    found.keyEnv ??= reference;
  } else if (
    key !== "" &&
    !/^(<.*>|\[.*\]|\{.*\}|x{3,}|\.{3,}|(sk-)?(\.{3}|x{3,}|your[-_ ].*)|your.*|none|empty|null|changeme)$/i.test(
      key,
    )
  ) {
    found.key ??= key;
  }
}

function takeHeader(found: Findings, line: string): void {
  const colon = line.indexOf(":");
  const name = line.slice(0, colon).trim();
  const value = line.slice(colon + 1).trim();
  if (colon <= 0 || ordinaryHeaders.test(name)) {
    return;
  }
  const bearer = /^Bearer\s+(.*)$/i.exec(value)?.[1];
  if (/^authorization$/i.test(name) && bearer !== undefined) {
    takeKey(found, bearer);
  } else if (secretHeader.test(name)) {
    // A secret never goes into settings: its place does.
    takeKey(found, bearer ?? value);
    found.headers[name] = bearer === undefined ? "${apiKey}" : "Bearer ${apiKey}";
  } else {
    found.headers[name] = value;
  }
}

function takeBody(found: Findings, body: string): void {
  const model = /\\?["']model\\?["']\s*:\s*\\?["']([^"'\\]+)/.exec(body)?.[1];
  if (model !== undefined) {
    found.model ??= model;
  }
}

const longOptions: Readonly<Record<string, (found: Findings, value: string) => void>> = {
  "-H": takeHeader,
  "--header": takeHeader,
  "-d": takeBody,
  "--data": takeBody,
  "--data-raw": takeBody,
  "--data-binary": takeBody,
  "--data-ascii": takeBody,
  "--json": takeBody,
  "--url": (found, value) => {
    found.url ??= value;
  },
  "--cacert": (found, value) => {
    found.caFile = value;
  },
  "-E": (found, value) => {
    found.clientCertFile = value;
  },
  "--cert": (found, value) => {
    found.clientCertFile = value;
  },
  "--key": (found, value) => {
    found.clientKeyFile = value;
  },
  "--oauth2-bearer": takeKey,
};

/** Options of curl that take a value which says nothing about a backend. */
const otherOptions =
  /^(-X|--request|-o|--output|-m|--max-time|--connect-timeout|-x|--proxy|-u|--user|-A|--user-agent|-b|--cookie|-w|--write-out|--retry|-e|--referer)$/;

function fromCurl(text: string): Findings {
  const found: Findings = { headers: {} };
  const words = splitShellWords(text.slice(text.search(/\bcurl(\.exe)?\b/i)));
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index] ?? "";
    const [name, inline] = /^(--[\w-]+)=([\s\S]*)$/.exec(word)?.slice(1) ?? [word, undefined];
    const short = /^(-[HdE])([\s\S]+)$/.exec(word);
    const take = longOptions[name ?? ""];
    if (take !== undefined) {
      take(found, inline ?? words[index + 1] ?? "");
      index += inline === undefined ? 1 : 0;
    } else if (short !== null && !word.startsWith("--")) {
      longOptions[short[1] ?? ""]?.(found, short[2] ?? "");
    } else if (otherOptions.test(word)) {
      index += 1;
    } else if (!word.startsWith("-") && found.url === undefined && /[./:]/.test(word)) {
      found.url = word;
    }
  }
  return found;
}

function takeNamed(found: Findings, name: string, value: string): void {
  if (keyNames.test(name) || /^(key|token|apikey|password)$/i.test(name)) {
    takeKey(found, value);
  } else if (urlNames.test(name) || /^(url|host|server)$/i.test(name)) {
    if (/[.:/]|localhost/i.test(value)) {
      found.url ??= value;
    }
  } else if (modelNames.test(name) && value !== "") {
    found.model ??= value;
  }
}

/** `NAME=value` in the manners of bash, cmd, PowerShell, Docker, YAML, JSON, `.env` and code. */
const assignment =
  /(?:^|[\s,;({[])(?:export\s+|set(?:x)?\s+|\$env:|-e\s+|ENV\s+)?["']?([A-Za-z_][\w-]*)["']?\s*(?:=|:(?!\/\/)|\s(?=["']))\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;"'(){}\]]+)/gim;

function fromAssignments(text: string): Findings {
  const found: Findings = { headers: {} };
  for (const [, name = "", raw = ""] of text.matchAll(assignment)) {
    const value = /^(["']).*\1$/s.test(raw) ? raw.slice(1, -1) : raw;
    takeNamed(found, name.replaceAll("-", "_"), value);
  }
  return found;
}

/** `SPARK_API_PASSWORD` and its like say which vendor is meant without a URL. */
function presetFromNames(text: string, model: string | undefined): PresetId | undefined {
  const vendors: readonly (readonly [RegExp, PresetId])[] = [
    [/\bSPARK_/i, sparkPresetFor(model ?? "") ?? "spark-lite"],
    [/\bDEEPSEEK_/i, "deepseek"],
    [/\bDASHSCOPE_/i, "qwen"],
    [/\bOLLAMA_/i, "ollama"],
    [/\bMISTRAL_|\bCODESTRAL_/i, "mistral"],
    [/\bANTHROPIC_/i, "anthropic"],
    [/\bGEMINI_/i, "gemini"],
    [/\bOPENAI_/i, "openai"],
  ];
  return vendors.find(([pattern]) => pattern.test(text))?.[1];
}

/**
 * Reads a pasted curl command, environment block, JSON or code snippet, or bare URL. Undefined when
 * it names no server.
 */
export function parseSetupText(text: string): ParsedSetup | undefined {
  const isCurl = /\bcurl(\.exe)?\s/i.test(text);
  const found = isCurl ? fromCurl(text) : fromAssignments(text);
  const bareUrl = /(?:http|ws)s?:\/\/[^\s"'`<>,;)}\]]+/i.exec(text)?.[0];
  const url = found.url ?? bareUrl;
  const byName = url === undefined ? presetFromNames(text, found.model) : undefined;
  if (url === undefined && (byName === undefined || (found.key === undefined && found.model === undefined))) {
    return undefined;
  }
  const resolved = url === undefined ? undefined : resolveBaseUrl(url, guessPreset(url, found.model));
  if (typeof resolved === "string") {
    return undefined;
  }
  const preset = byName ?? guessPreset(resolved?.baseUrl, found.model);
  const query = new URLSearchParams(resolved?.query ?? {}).toString();
  const baseUrl =
    resolved === undefined ? undefined : `${resolved.baseUrl}${query === "" ? "" : `?${query}`}`;
  const isPresetUrl = baseUrl === undefined || baseUrl === findPreset(preset)?.baseUrl;
  return {
    preset,
    ...(isPresetUrl ? {} : { baseUrl }),
    ...(found.model === undefined ? {} : { model: found.model }),
    ...(found.key === undefined ? {} : { apiKey: found.key }),
    ...(found.keyEnv === undefined ? {} : { apiKeyEnv: found.keyEnv }),
    ...(Object.keys(found.headers).length === 0 ? {} : { extraHeaders: found.headers }),
    ...(found.caFile === undefined ? {} : { caFile: found.caFile }),
    ...(found.clientCertFile === undefined ? {} : { clientCertFile: found.clientCertFile }),
    ...(found.clientKeyFile === undefined ? {} : { clientKeyFile: found.clientKeyFile }),
  };
}
