import { mkdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { decodeEvent } from "../../src/core/efficiency/eventSchema.ts";
import type { EfficiencyEvent } from "../../src/core/efficiency/events.ts";
import { FakeModelServer, type RecordedRequest } from "../fakes/fakeModelServer.ts";
import { replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { waitFor } from "./waitFor.ts";
import { type OpenOptions, Workbench } from "./workbench.ts";

/** Settings under which `baseUrl` completes, and nothing else writes into the editor. */
export function completionSettings(baseUrl: string): Record<string, unknown> {
  return {
    "flywheel.backends": { fake: { preset: "openai-compatible", baseUrl, model: "fake-model" } },
    "flywheel.roles.completion": "fake",
    "flywheel.completion.delayMs": 0,
    "editor.quickSuggestions": { other: "off", comments: "off", strings: "off" },
    "editor.suggestOnTriggerCharacters": false,
  };
}

/** A window whose completions a fake model server answers, warmed up so that tests need not wait. */
export class CompletionWindow {
  readonly server: FakeModelServer;
  readonly workbench: Workbench;
  #exports = 0;

  private constructor(server: FakeModelServer, workbench: Workbench) {
    this.server = server;
    this.workbench = workbench;
  }

  static async open(options: OpenOptions = {}): Promise<CompletionWindow> {
    const server = await FakeModelServer.start();
    const settings = { ...completionSettings(server.baseUrl), ...options.settings };
    const workbench = await Workbench.open({ ...options, settings });
    const opened = new CompletionWindow(server, workbench);
    try {
      // The first request loads the model client, reads the keys and the ignore rules. By hand: a key that is typed
      // before the extension has started is one that the editor asks nobody about.
      opened.say("1;");
      await opened.openWith("warm.js", "const warm = ");
      await workbench.executeCommandId("flywheel.triggerCompletion");
      await workbench.waitForGhostText((text) => text.trim() === "1;", 60_000);
      return opened;
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.workbench.close();
    await this.server.stop();
  }

  /** The model says this from now on, at once. */
  say(text: string): void {
    this.server.respondWith(() => replyWithText(text));
  }

  /** A file with this text, open in the active editor; the cursor at its end, or at an offset. */
  async openWith(name: string, text: string, offset = text.length): Promise<void> {
    await writeFile(this.workbench.pathOf(name), text);
    const lines = text.slice(0, offset).split(/\r?\n/);
    await this.workbench.openFile(name, { line: lines.length, column: (lines.at(-1) ?? "").length + 1 });
  }

  /** Requests since `count` had arrived that ask at a cursor after `before`. */
  asksAfter(count: number, before: string): RecordedRequest[] {
    const cursor = JSON.stringify(`${before}<cursor/>`).slice(1, -1);
    return this.server.requests.slice(count).filter(({ body }) => body.includes(cursor));
  }

  /** Waits until nothing has been asked for `ms`, so that what comes later is of the next deed. */
  async settle(ms = 400): Promise<number> {
    let [count, sinceMs] = [this.server.requests.length, Date.now()];
    await waitFor(
      () => {
        if (this.server.requests.length !== count) {
          [count, sinceMs] = [this.server.requests.length, Date.now()];
        }
        return Date.now() - sinceMs >= ms;
      },
      { what: "requests to end" },
    );
    return count;
  }

  /** Everything in the event log so far, through the export command. */
  async loggedEvents(): Promise<readonly EfficiencyEvent[]> {
    this.#exports += 1;
    const folder = this.workbench.pathOf(`../export-${process.pid}-${this.#exports}`);
    mkdirSync(folder, { recursive: true });
    const paths = await this.workbench.executeCommandId("flywheel.exportStatistics", {
      folder,
      format: "ndjson",
    });
    const [path] = paths as readonly string[];
    const lines = path === undefined ? [] : readFileSync(path, "utf8").trimEnd().split("\n");
    return lines.map((line) => decodeEvent(JSON.parse(line))).filter((event) => event !== undefined);
  }

  /** The ends of suggestions that were logged after those of `before`, once `isEnough`. */
  async waitForResolved(
    isEnough: (found: readonly Resolved[]) => boolean,
    before: readonly Resolved[] = [],
  ): Promise<readonly Resolved[]> {
    const known = new Set(before.map(({ rid }) => rid));
    return waitFor(
      async () => {
        const found = (await this.resolved()).filter(({ rid }) => !known.has(rid));
        return isEnough(found) ? found : undefined;
      },
      { what: "the end of a suggestion in the log", timeoutMs: 15_000, intervalMs: 500 },
    );
  }

  async resolved(): Promise<readonly Resolved[]> {
    return (await this.loggedEvents()).filter((event) => event.type === "suggest.resolve");
  }
}

export type Resolved = Extract<EfficiencyEvent, { type: "suggest.resolve" }>;
