import { findPreset } from "./presets.ts";

export interface ResolvedUrl {
  /** Without trailing slash and query; endpoint paths are appended to it. */
  readonly baseUrl: string;
  /** Query to send with every request, such as `api-version`. */
  readonly query: Readonly<Record<string, string>>;
  readonly origin: string;
  readonly isLoopback: boolean;
}

export type UrlProblem = "empty" | "notUrl" | "notHttp" | "hasCredentials";

/** Endpoints that people paste with the base; the longest come first. */
const endpoints = [
  "/chat/completions",
  "/fim/completions",
  "/completions",
  "/embeddings",
  "/responses",
  "/models",
  "/infill",
  "/api/generate",
  "/api/chat",
  "/api/tags",
];

/** A path segment after which `/v1` would be wrong. */
const versionSegment = /^(v\d+[a-z]*\d*|x\d+(\.\d+)?|beta|deployments)$/i;

/** Hosts whose API stands at the root. */
const rootHosts = new Set(["api.deepseek.com"]);

/** True for names and addresses of this machine. `hostname` may carry the brackets of IPv6. */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
  if (host === "localhost" || host.endsWith(".localhost") || host === "0.0.0.0") {
    return true;
  }
  if (host === "::1" || host === "::" || /^::ffff:(7f[0-9a-f]{2}:|127\.)/.test(host)) {
    return true;
  }
  return /^127(\.\d{1,3}){3}$/.test(host);
}

/** True for a resource of Azure OpenAI. */
export function isAzureHost(hostname: string): boolean {
  return hostname.toLowerCase().endsWith(".openai.azure.com");
}

function isPrivateHost(hostname: string): boolean {
  return isLoopbackHost(hostname) || /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(hostname);
}

/** Without a scheme, plain http is right only for this machine and private addresses. */
function withScheme(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    return text;
  }
  const bare = text.replace(/^\/+/, "");
  const host = /^(\[[^\]]*\]|[^:/?#]*)/.exec(bare)?.[1] ?? "";
  return `${isPrivateHost(host) ? "http" : "https"}://${bare}`;
}

function withoutEndpoint(path: string): string {
  let rest = path.replace(/\/{2,}/g, "/").replace(/\/+$/, "");
  for (let again = true; again;) {
    const endpoint = endpoints.find((candidate) => rest.toLowerCase().endsWith(candidate));
    again = endpoint !== undefined;
    rest = endpoint === undefined ? rest : rest.slice(0, -endpoint.length).replace(/\/+$/, "");
  }
  return rest;
}

/**
 * Makes a base URL of what people paste: a host, a `/vN` base, or a full endpoint (doubled, too).
 * `/v1` is added only where no version is in the path. `presetId` lends its path to a bare host.
 */
export function resolveBaseUrl(text: string, presetId?: string): ResolvedUrl | UrlProblem {
  const trimmed = text.trim().replace(/^["'`<]+|["'`>,;]+$/g, "");
  if (trimmed === "") {
    return "empty";
  }
  const url = URL.parse(withScheme(trimmed));
  if (url === null || url.hostname === "") {
    return "notUrl";
  }
  const isSocket = url.protocol === "ws:" || url.protocol === "wss:";
  if (isSocket ? findPreset(presetId ?? "")?.dialect !== "sparkSocket" : !/^https?:$/.test(url.protocol)) {
    return "notHttp";
  }
  if (url.username !== "" || url.password !== "") {
    return "hasCredentials";
  }
  let path = isSocket ? url.pathname : withoutEndpoint(url.pathname);
  const presetUrl = URL.parse(findPreset(presetId ?? "")?.baseUrl ?? "");
  if (path === "" && presetUrl?.hostname === url.hostname) {
    path = presetUrl.pathname.replace(/\/+$/, "");
  } else if (
    !isSocket &&
    !rootHosts.has(url.hostname) &&
    !path.split("/").some((part) => versionSegment.test(part))
  ) {
    path += isAzureHost(url.hostname) && path === "" ? "/openai/v1" : "/v1";
  }
  const origin = `${url.protocol}//${url.host}`;
  return {
    baseUrl: origin + path,
    query: Object.fromEntries(url.searchParams),
    origin,
    isLoopback: isLoopbackHost(url.hostname),
  };
}
