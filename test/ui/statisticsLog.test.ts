import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { decodeEvent } from "../../src/core/efficiency/eventSchema.ts";
import type { EfficiencyEvent } from "../../src/core/efficiency/events.ts";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { waitFor } from "./waitFor.ts";
import { Workbench } from "./workbench.ts";

const reply = " sum(item.price for item in items)";

describe("the efficiency log of a person at work", () => {
  let server: FakeModelServer;
  let workbench: Workbench;

  before(async () => {
    server = await FakeModelServer.start();
    workbench = await Workbench.open({
      settings: {
        "flywheel.backends": {
          fake: { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model" },
        },
        "flywheel.roles.completion": "fake",
        "flywheel.completion.delayMs": 0,
        "editor.quickSuggestions": { other: "off", comments: "off", strings: "off" },
      },
    });
    // What is typed before the extension has started is nobody's.
    await workbench.waitForStatus("flywheel", /fake-model/, 30_000);
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
  });

  let exports = 0;

  /** Everything logged so far, through the export command. */
  async function logged(): Promise<readonly EfficiencyEvent[]> {
    exports += 1;
    const folder = workbench.pathOf(`../export-${process.pid}-${exports}`);
    mkdirSync(folder, { recursive: true });
    const paths = await workbench.executeCommandId("flywheel.exportStatistics", { folder, format: "ndjson" });
    const [path] = paths as readonly string[];
    if (path === undefined) {
      return [];
    }
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    return lines.map((line) => decodeEvent(JSON.parse(line))).filter((event) => event !== undefined);
  }

  function insertedBy(events: readonly EfficiencyEvent[], origin: string): number {
    return events.reduce(
      (sum, event) =>
        event.type === "edit.burst" && event.origin === origin && !event.isUndo
          ? sum + event.insertedChars
          : sum,
      0,
    );
  }

  it("tells typing, an accepted suggestion and an own paste apart, to the character", async () => {
    server.respondWith(() => replyWithText(""));
    await writeFile(workbench.pathOf("python/inventory/totals.py"), "");
    await workbench.openFile("python/inventory/totals.py", { line: 1, column: 1 });
    await workbench.type("def grand(items):\n", { delayMs: 20 });
    server.respondWith(() => replyWithText(reply));
    await workbench.type("total =", { delayMs: 20 });
    await workbench.waitForGhostText((text) => text.includes("sum(item.price"));
    await workbench.press("Tab");
    await workbench.waitForEditorText(/in items\)$/);
    server.respondWith(() => replyWithText(""));
    await workbench.select({ line: 1, column: 1 }, { line: 2, column: 12 });
    await workbench.press("Control+c");
    await workbench.press("Control+End");
    await workbench.press("Enter");
    await workbench.press("Control+v");
    await workbench.waitForEditorText(/in items\)\s+def grand/);
    await workbench.press("Control+z");
    const events = await waitFor(
      async () => {
        const all = await logged();
        return insertedBy(all, "paste_own") > 0 ? all : undefined;
      },
      { what: "the paste in the log", timeoutMs: 15_000, intervalMs: 1000 },
    );
    assert.equal(insertedBy(events, "ai_inline"), reply.length);
    // The two lines from the first character to the end of `total =`.
    assert.equal(insertedBy(events, "paste_own"), "def grand(items):\n    total".length + 2);
    const left = events.reduce(
      (sum, event) => (event.type === "edit.burst" ? sum + event.insertedChars - event.deletedChars : sum),
      0,
    );
    assert.equal(left, (await workbench.editorText()).length, "every character of the file is accounted for");
    assert.equal(insertedBy(events, "unknown") + insertedBy(events, "paste_ext"), 0);
    const accepted = events.find((event) => event.type === "suggest.resolve" && event.outcome === "accept");
    assert.ok(accepted?.type === "suggest.resolve");
    assert.equal(accepted.certainty, "exact");
    assert.equal(accepted.lang, "python");
    assert.equal(accepted.phase, "development");
  });

  it("counts what was taken word by word as accepted, and what was typed along as typed", async () => {
    const before = await logged();
    const path = "python/inventory/partly.py";
    await writeFile(workbench.pathOf(path), "");
    await workbench.openFile(path, { line: 1, column: 1 });
    server.respondWith(() => replyWithText(reply));
    await workbench.type("some =", { delayMs: 20 });
    await workbench.waitForGhostText((text) => text.includes("sum(item.price"));
    await workbench.press("Control+ArrowRight");
    await workbench.waitForEditorText(/^some = $/, { path });
    await workbench.press("Control+ArrowRight");
    await workbench.waitForEditorText(/^some = sum$/, { path });
    await workbench.waitForGhostText((text) => text.startsWith("(item.price"));
    await workbench.type("(item", { delayMs: 60 });
    await workbench.waitForEditorText(/^some = sum\(item\)?$/, { path });
    server.respondWith(() => replyWithText(""));
    const since = await waitFor(
      async () => {
        const news = (await logged()).slice(before.length);
        return insertedBy(news, "ai_inline") > 0 && insertedBy(news, "typed") >= 12 ? news : undefined;
      },
      { what: "the words in the log", timeoutMs: 15_000, intervalMs: 1000 },
    );
    // The blank that was taken by itself cannot be told from a key.
    assert.equal(insertedBy(since, "ai_inline"), "sum".length);
    assert.equal(insertedBy(since, "typed"), "some = (item".length);
    assert.equal(insertedBy(since, "unknown") + insertedBy(since, "paste_ext"), 0);
  });

  it("shows the acceptance on the statistics page", async () => {
    await workbench.executeCommandId("flywheel.showStatistics");
    const frame = await workbench.webview("Flywheel statistics");
    await frame.waitForSelector("#offers .steps");
    const counts = await frame.locator("#offers .steps .big").allTextContents();
    assert.equal(counts[1], "1", "one accepted");
    assert.ok(Number(counts[0]) >= 1, "at least one offered");
    await workbench.screenshot("statistics-first-acceptance");
  });

  it("looks at accepted text at the next commit, and sets it aside when the branch is switched", async () => {
    const git = (...words: readonly string[]): void => {
      const who = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"];
      execFileSync("git", [...who, ...words], { cwd: workbench.folder, stdio: "ignore" });
    };
    git("init", "-b", "main");
    git("add", "-A");
    git("commit", "-m", "begin");
    // The watcher of the folder needs a moment before it sees what happens in it.
    await workbench.page.waitForTimeout(3000);
    await writeFile(workbench.pathOf("python/inventory/sums.py"), "");
    await workbench.openFile("python/inventory/sums.py", { line: 1, column: 1 });
    server.respondWith(() => replyWithText(reply));
    await workbench.type("whole =", { delayMs: 20 });
    await workbench.waitForGhostText((text) => text.includes("sum(item.price"));
    await workbench.press("Tab");
    await workbench.waitForEditorText(/in items\)$/);
    server.respondWith(() => replyWithText(""));
    await workbench.save();
    git("add", "-A");
    git("commit", "-m", "sums");
    const looks = async (isWanted: (look: Extract<EfficiencyEvent, { type: "suggest.retain" }>) => boolean) =>
      waitFor(
        async () => {
          const found = (await logged()).filter((event) => event.type === "suggest.retain").filter(isWanted);
          return found.length > 0 ? found : undefined;
        },
        { what: "the look", timeoutMs: 45_000, intervalMs: 3000 },
      );
    const [atCommit] = await looks(({ horizon, isCensored }) => horizon === "commit" && !isCensored);
    assert.equal(atCommit?.kept, 1);
    git("checkout", "-b", "other");
    const [later] = await looks(({ horizon, rid }) => horizon === "30s" && rid === atCommit?.rid);
    assert.equal(later?.isCensored, true, "neither kept nor lost after a switch");
  });

  it("has no text, no name and no path in it", async () => {
    const text = JSON.stringify(await logged());
    for (const secret of ["grand", "item.price", "totals.py", "inventory", "fake-model", workbench.folder]) {
      assert.ok(!text.includes(secret), `${secret} is in the log`);
    }
  });

  it("writes nothing while it is switched off", async () => {
    const before = await logged();
    await workbench.setSettings({ "flywheel.statistics.enabled": false });
    await workbench.openFile("README.md", { line: 1, column: 1 });
    await workbench.type("some words that nobody counts");
    // A batch is written after two seconds; this waits for one that must not come.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const after = await logged();
    assert.deepEqual(after, before.slice(0, after.length));
    assert.ok(after.length <= before.length);
  });
});
