import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { StatisticsPage, type StatisticsPageParts } from "../../src/editor/statistics/statisticsPage.ts";
import { FakeClock } from "../fakes/fakeClock.ts";
import { QuietLog } from "../fakes/quietLog.ts";
import { ShownMessages } from "./shownMessages.ts";

describe("statistics", () => {
  let folder = "";

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "flywheel-editor-export-"));
    await vscode.extensions.getExtension("flywheel.flywheel")?.activate();
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    rmSync(folder, { recursive: true, force: true });
  });

  function exported(argument: unknown): Thenable<readonly string[]> {
    return vscode.commands.executeCommand<readonly string[]>("flywheel.exportStatistics", argument);
  }

  /** On a busy machine the background thread takes its time; mocha's own limit ends this. */
  async function untilLogged(line: RegExp): Promise<void> {
    const probe = mkdtempSync(join(tmpdir(), "flywheel-editor-probe-"));
    try {
      for (;;) {
        const [path] = await exported({ folder: probe, format: "ndjson" });
        if (path !== undefined && line.test(readFileSync(path, "utf8"))) {
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    } finally {
      rmSync(probe, { recursive: true, force: true });
    }
  }

  it("logs an edit and exports it as NDJSON, CSV and a list of fields", async () => {
    const document = await vscode.workspace.openTextDocument({ language: "python", content: "" });
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "x"));
    // An edit is booked when two seconds have passed without another.
    await untilLogged(/"type":"edit\.burst"[^\n]*"lang":"python"|"lang":"python"[^\n]*"type":"edit\.burst"/);
    const paths = await exported({ folder });
    assert.deepEqual(
      paths.map((path) => path.replace(/\d{4}-\d{2}-\d{2}/g, "day").slice(folder.length + 1)),
      ["flywheel-events-day-day.ndjson", "flywheel-daily-day-day.csv", "flywheel-README-day-day.md"],
    );
    const lines = readFileSync(paths[0] ?? "", "utf8")
      .trimEnd()
      .split("\n");
    const events = lines.map(
      (line) => JSON.parse(line) as { v: number; type: string; lang: string; win: string },
    );
    assert.ok(events.every(({ v }) => v === 1));
    assert.ok(events.some(({ type, lang }) => type === "edit.burst" && lang === "python"));
    assert.match(readFileSync(paths[1] ?? "", "utf8"), /^date,phase,language,feature,activeSeconds,/);
  });

  it("exports in one format and does not overwrite", async () => {
    const first = await exported({ folder, format: "csv" });
    const second = await exported({ folder, format: "csv" });
    assert.equal(second.length, 2);
    assert.equal(new Set([...first, ...second]).size, 4);
    assert.match(second[0] ?? "", /-\d+\.csv$/);
  });

  it("says when a picture of the page cannot be saved", async () => {
    const messages = new ShownMessages();
    const window = vscode.window as unknown as Record<string, unknown>;
    const { createWebviewPanel, showSaveDialog } = window;
    const noEvent = (): vscode.Disposable => new vscode.Disposable(() => undefined);
    let send: (message: unknown) => void = () => undefined;
    const webview = {
      cspSource: "",
      html: "",
      asWebviewUri: (uri: vscode.Uri) => uri,
      postMessage: async () => true,
      onDidReceiveMessage: (listener: typeof send) => void (send = listener),
    };
    window["createWebviewPanel"] = () => ({
      ...{ webview, visible: false, dispose: () => undefined },
      ...{ onDidChangeViewState: noEvent, onDidDispose: noEvent },
    });
    window["showSaveDialog"] = async () => vscode.Uri.parse("flywheel-nowhere:/page.png");
    const silent = { onDidChange: noEvent };
    const log = new QuietLog();
    const extension = vscode.extensions.getExtension("flywheel.flywheel");
    assert.ok(extension !== undefined);
    const page = new StatisticsPage({
      ...{ extensionUri: extension.extensionUri, clock: new FakeClock(), log },
      ...{
        settings: { ...silent, isStatisticsEnabled: () => false },
        pause: silent,
        window: { tzMinutes: () => 0 },
      },
    } as unknown as StatisticsPageParts);
    try {
      page.show();
      for (let tries = 0; tries < 100 && webview.html === ""; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.match(webview.html, /base-uri 'none'; form-action 'none'/);
      send({ kind: "savePng", base64: "QUJD" });
      for (let tries = 0; tries < 100 && messages.texts.length === 0; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.match(messages.take().join(), /unexpected.*flywheel-nowhere/i);
      assert.equal(log.lines.length, 1);
    } finally {
      page.dispose();
      Object.assign(window, { createWebviewPanel, showSaveDialog });
      messages.restore();
    }
  });

  it("writes nothing while this workspace is left out, and shows events as they are stored", async () => {
    const countEvents = async (): Promise<number> => {
      const [path] = await exported({ folder, format: "ndjson" });
      return readFileSync(path ?? "", "utf8")
        .trimEnd()
        .split("\n").length;
    };
    await vscode.commands.executeCommand("flywheel.leaveOutWorkspace");
    const before = await countEvents();
    const document = await vscode.workspace.openTextDocument({ language: "python", content: "" });
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "y"));
    await new Promise((resolve) => setTimeout(resolve, 5000));
    assert.equal(await countEvents(), before);
    await vscode.commands.executeCommand("flywheel.leaveOutWorkspace");
    await vscode.commands.executeCommand("flywheel.showRawEvents");
    const [head, newest] = (vscode.window.activeTextEditor?.document.getText() ?? "").split("\n");
    assert.match(head ?? "", /^\/\/ /);
    assert.equal((JSON.parse(newest ?? "{}") as { v?: number }).v, 1);
  });

  it("gives nothing for an argument that is no export request", async () => {
    for (const argument of [42, { folder: "" }, { folder: 7 }, { folder, format: "xml" }]) {
      assert.deepEqual(await exported(argument), []);
    }
  });

  it("gives nothing and says so for a folder that cannot be written", async () => {
    assert.deepEqual(await exported({ folder: join(folder, "absent", "deeper") }), []);
  });

  it("opens one page however often it is asked for", async () => {
    await vscode.commands.executeCommand("flywheel.showStatistics");
    await vscode.commands.executeCommand("flywheel.showStatistics");
    const isPage = (tab: vscode.Tab): boolean =>
      tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith("flywheel.statistics");
    // The tab model follows a moment after the panel.
    for (
      let turn = 0;
      turn < 50 && !vscode.window.tabGroups.all.some((group) => group.tabs.some(isPage));
      turn += 1
    ) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const pages = vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(isPage);
    assert.equal(pages.length, 1);
  });
});
