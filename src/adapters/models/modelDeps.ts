import type { ProbedFillIn } from "../../core/backends/fimTemplates.ts";
import type { Clock, Log } from "../../core/ports.ts";

/** What a backend needs from its surroundings. */
export interface ModelDeps {
  /** The host's own `fetch`, which knows proxies and system certificates. */
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly log: Log;
  /** The key of the profile, asked before each request; undefined where there is none. */
  readKey(): Promise<string | undefined>;
  /** A fresh key after the server refused the one it got, where it can be had. */
  renewKey?(): Promise<string | undefined>;
  /** Text of a certificate file. */
  readFile?(path: string): Promise<string>;
  /** An environment variable, for `${env:NAME}` in headers. */
  env(name: string): string | undefined;
  /** Told once when the server says that its model fills no hole, so that the caller can remember it. */
  onCannotFillIn?(): void;
  /** What an earlier probe found out about filling in the middle. */
  readonly probedFillIn?: ProbedFillIn | undefined;
}
