import type { Log } from "../../src/core/ports.ts";

/** Remembers what was logged. */
export class QuietLog implements Log {
  readonly lines: string[] = [];

  info(text: string): void {
    this.lines.push(`info ${text}`);
  }

  warn(text: string): void {
    this.lines.push(`warn ${text}`);
  }

  error(text: string, cause?: unknown): void {
    this.lines.push(`error ${text} ${cause instanceof Error ? cause.message : ""}`.trim());
  }
}
