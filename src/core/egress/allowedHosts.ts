/** Which hosts a setting names: those that the user confirms one by one, or exactly the listed ones. */
export type AllowedHosts = "confirmed" | readonly string[];

const defaultPorts: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function portOf({ protocol, port }: URL): string {
  return port === "" ? (defaultPorts[protocol] ?? "") : port;
}

/**
 * True when one of `patterns` names `origin` (scheme, host, port). A pattern is an origin such as
 * `https://models.corp.example`, a host with or without a port, or `*.corp.example` for every name below
 * a domain. A host without a port stands for all its ports. What is none of these names nothing.
 */
export function isListedHost(origin: string, patterns: readonly string[]): boolean {
  const asked = parse(origin);
  return asked !== undefined && patterns.some((pattern) => names(pattern.trim(), asked));
}

function names(pattern: string, asked: URL): boolean {
  if (pattern.includes("://")) {
    return parse(pattern)?.origin === asked.origin;
  }
  const isBelow = pattern.startsWith("*.");
  const bare = isBelow ? pattern.slice(2) : pattern;
  const named = /^[^\s/*?#@]+$/.test(bare) ? parse(`https://${bare}`) : undefined;
  if (named === undefined) {
    return false;
  }
  const port = /:(\d+)$/.exec(bare)?.[1];
  const isSameHost = isBelow
    ? asked.hostname.endsWith(`.${named.hostname}`)
    : asked.hostname === named.hostname;
  return isSameHost && (port === undefined || port === portOf(asked));
}
