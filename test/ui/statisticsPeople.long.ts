/**
 * Scripted people in the real editor: what they typed, pasted, accepted, and when they sat still is known
 * mechanically, and the log has to agree with it. The files are none that the phase rules were made with.
 */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { decodeEvent } from "../../src/core/efficiency/eventSchema.ts";
import type { EfficiencyEvent, Phase } from "../../src/core/efficiency/events.ts";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { waitFor } from "./waitFor.ts";
import { Workbench } from "./workbench.ts";

const reply = " ledger.balance(account, at=closing_day)";
const foreign = "SELECT account, SUM(amount)\nFROM postings\nGROUP BY account;\n";

/** How long a person works on one file (ms). */
const stayMs = 45_000;

/** The longest slice, and a tick: the one in which the file changed may count to the phase before (ms). */
const inertiaMs = 12_000;

interface Stay {
  readonly path: string;
  readonly phase: Phase;
  fromMs: number;
  toMs: number;
}

describe("scripted people at work", function () {
  this.timeout(600_000);
  let server: FakeModelServer;
  let workbench: Workbench;
  const known = new Map<string, number>();
  const stays: Stay[] = [
    { path: "services/ledger/posting.py", phase: "development", fromMs: 0, toMs: 0 },
    { path: "services/ledger/posting_test.py", phase: "testing", fromMs: 0, toMs: 0 },
    { path: "handbook/decisions/0007-currencies.md", phase: "design", fromMs: 0, toMs: 0 },
  ];
  let events: readonly EfficiencyEvent[] = [];
  let firstInputMs = 0;
  let lastInputMs = 0;

  before(async () => {
    server = await FakeModelServer.start();
    server.respondWith(() => replyWithText(""));
    workbench = await Workbench.open({
      settings: {
        "flywheel.backends": {
          fake: { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model" },
        },
        "flywheel.roles.completion": "fake",
        "flywheel.completion.delayMs": 0,
        "editor.quickSuggestions": { other: "off", comments: "off", strings: "off" },
        "editor.suggestOnTriggerCharacters": false,
        "editor.autoClosingBrackets": "never",
        "editor.autoClosingQuotes": "never",
        "editor.autoIndent": "none",
      },
    });
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
  });

  function note(origin: string, chars: number): void {
    known.set(origin, (known.get(origin) ?? 0) + chars);
  }

  async function type(text: string): Promise<void> {
    await workbench.type(text, { delayMs: 60 });
    lastInputMs = Date.now();
    note("typed", text.length);
  }

  async function acceptSuggestion(): Promise<void> {
    server.respondWith(() => replyWithText(reply));
    await type("total =");
    await workbench.waitForGhostText((text) => text.includes("ledger.balance"));
    await workbench.press("Tab");
    lastInputMs = Date.now();
    server.respondWith(() => replyWithText(""));
    note("ai_inline", reply.length);
    await type("\n");
  }

  async function pasteForeign(): Promise<void> {
    await workbench.page.evaluate((text) => navigator.clipboard.writeText(text), foreign);
    await workbench.press("Control+v");
    lastInputMs = Date.now();
    note("paste_ext", foreign.length);
  }

  async function work(stay: Stay, extra: () => Promise<void>): Promise<void> {
    await writeFile(workbench.pathOf(stay.path), "");
    await workbench.openFile(stay.path, { line: 1, column: 1 });
    stay.fromMs = Date.now();
    firstInputMs ||= stay.fromMs;
    await type("plain words and numbers 12 45 here\n");
    await extra();
    for (let line = 1; Date.now() - stay.fromMs < stayMs; line += 1) {
      await type(`line ${line} of what is written here\n`);
      await workbench.page.waitForTimeout(1500);
    }
    stay.toMs = Date.now();
  }

  it("are at work for some minutes, then sit still", async () => {
    for (const { path } of stays) {
      mkdirSync(dirname(workbench.pathOf(path)), { recursive: true });
    }
    const [first, second, third] = stays;
    assert.ok(first !== undefined && second !== undefined && third !== undefined);
    await work(first, acceptSuggestion);
    await work(second, pasteForeign);
    await work(third, async () => undefined);
    // The cut-off is a minute: what is credited of a longer pause is half of it.
    await workbench.page.waitForTimeout(66_000);
    events = await waitFor(
      async () => {
        const folder = workbench.pathOf(`../export-people-${process.pid}-${Date.now()}`);
        mkdirSync(folder, { recursive: true });
        const paths = await workbench.executeCommandId("flywheel.exportStatistics", {
          folder,
          format: "ndjson",
        });
        const [path] = paths as readonly string[];
        const lines = path === undefined ? [] : readFileSync(path, "utf8").trimEnd().split("\n");
        const all = lines.map((line) => decodeEvent(JSON.parse(line))).filter((event) => event !== undefined);
        return all.length > 20 ? all : undefined;
      },
      { what: "the log", timeoutMs: 20_000, intervalMs: 2000 },
    );
  });

  it("have at least 95 % of their characters booked to the right origin", () => {
    const logged = new Map<string, number>();
    for (const event of events) {
      if (event.type === "edit.burst" && !event.isUndo) {
        logged.set(event.origin, (logged.get(event.origin) ?? 0) + event.insertedChars);
      }
    }
    const all = [...known.values()].reduce((sum, chars) => sum + chars, 0);
    const right = [...known].reduce(
      (sum, [origin, chars]) => sum + Math.min(chars, logged.get(origin) ?? 0),
      0,
    );
    console.log(`      attribution: ${right} of ${all} characters (${((100 * right) / all).toFixed(2)} %)`);
    assert.ok(right >= 0.95 * all, JSON.stringify({ known: [...known], logged: [...logged] }));
  });

  it("have an active time that is right within 3 %", () => {
    // Of a slice that began before the work, as while the window was opening, only what lies in the work.
    const active = events.reduce(
      (sum, event) =>
        event.type === "activity.slice"
          ? sum + Math.min(event.activeMs, Math.max(0, event.ts - firstInputMs))
          : sum,
      0,
    );
    const expected = lastInputMs - firstInputMs + 30_000;
    const off = (100 * (active - expected)) / expected;
    const edges = events.flatMap((event) =>
      event.type === "activity.slice" ? [`${event.ts - firstInputMs}:${event.state}:${event.activeMs}`] : [],
    );
    console.log(`      slices: ${edges.slice(0, 4).join(" ")} ... ${edges.slice(-4).join(" ")}`);
    console.log(`      active time: ${active} ms, expected ${expected} ms (${off.toFixed(2)} %)`);
    assert.ok(Math.abs(off) <= 3);
  });

  it("have at least 90 % of their slices in the right phase, after the inertia of a change", () => {
    let [right, judged] = [0, 0];
    for (const event of events) {
      const stay = stays.find(({ fromMs, toMs }) => event.ts >= fromMs && event.ts <= toMs);
      const isSettled = stay !== undefined && (stay === stays[0] || event.ts >= stay.fromMs + inertiaMs);
      if (event.type === "activity.slice" && isSettled) {
        judged += 1;
        right += event.phase === stay.phase ? 1 : 0;
      }
    }
    console.log(`      phases: ${right} of ${judged} slices`);
    assert.ok(judged >= 5 && right >= 0.9 * judged);
  });
});
