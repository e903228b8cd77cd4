import { existsSync, readFileSync } from "node:fs";
import { waitFor } from "./waitFor.ts";

export interface DocumentState {
  path: string;
  scheme: string;
  text: string;
  languageId: string;
  version: number;
  isDirty: boolean;
}

export interface PositionState {
  line: number;
  character: number;
}

export interface EditorState extends DocumentState {
  start: PositionState;
  end: PositionState;
  active: PositionState;
}

export interface Problem {
  path: string;
  /** From 1. */
  line: number;
  endLine: number;
  message: string;
  severity: "Error" | "Warning" | "Information" | "Hint";
  source?: string;
  code?: string | number;
}

/** The test's window into the extension host, through the driver extension beside this file. */
export class TestDriver {
  private readonly filePath: string;

  constructor(filePath: string) {
    this.filePath = filePath;
  }

  async whenReady(timeoutMs: number): Promise<void> {
    await waitFor(() => existsSync(this.filePath), { timeoutMs, what: "the extension host to start" });
  }

  /** Another one after each start of an extension host. */
  identity(): string {
    return readFileSync(this.filePath, "utf8");
  }

  command(id: string, ...args: unknown[]): Promise<unknown> {
    return this.ask("command", id, ...args);
  }

  async document(path: string): Promise<DocumentState> {
    return (await this.ask("document", path)) as DocumentState;
  }

  async activeEditor(): Promise<EditorState | undefined> {
    return ((await this.ask("activeEditor")) as EditorState | null) ?? undefined;
  }

  async problems(): Promise<Problem[]> {
    return (await this.ask("diagnostics")) as Problem[];
  }

  async settings(names: string[]): Promise<unknown[]> {
    return (await this.ask("settings", names)) as unknown[];
  }

  async extension(id: string): Promise<{ id: string; isActive: boolean; path: string } | undefined> {
    return (
      ((await this.ask("extension", id)) as { id: string; isActive: boolean; path: string } | null) ??
      undefined
    );
  }

  async commands(): Promise<string[]> {
    return (await this.ask("commands")) as string[];
  }

  /** What the debuggers of `driver/debuggers.cjs` were told and have seen. */
  async debugLog(): Promise<Record<string, unknown>[]> {
    return (await this.ask("debugLog")) as Record<string, unknown>[];
  }

  private async ask(action: string, ...args: unknown[]): Promise<unknown> {
    const { port, secret } = JSON.parse(readFileSync(this.filePath, "utf8")) as {
      port: number;
      secret: string;
    };
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: "POST",
      headers: { authorization: secret },
      body: JSON.stringify({ action, args }),
    });
    const answer = (await response.json()) as { result?: unknown; error?: string };
    if (answer.error !== undefined)
      throw new Error(`${action} ${JSON.stringify(args)} failed: ${answer.error}`);
    return answer.result;
  }
}
