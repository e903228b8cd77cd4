import { setGlobalProxyFromEnv } from "node:http";

/**
 * Makes `fetch` and `node:http(s)` of this process heed the proxies of `environment`, as the editor's host
 * does. Returns what undoes it.
 */
export function proxyFromEnvironment(environment: Readonly<Record<string, string>>): () => void {
  return setGlobalProxyFromEnv({ ...environment });
}
