import assert from "node:assert/strict";
import * as vscode from "vscode";
import { findOtherCompleter, OtherCompleters } from "../../src/editor/completion/otherCompleters.ts";
import { Settings } from "../../src/editor/settings.ts";
import { StatusItem } from "../../src/editor/status/statusItem.ts";
import { StatusMenu } from "../../src/editor/status/statusMenu.ts";
import { StatusState } from "../../src/editor/status/statusState.ts";
import { FakeClock } from "../fakes/fakeClock.ts";
import { ShownMessages } from "./shownMessages.ts";

const enabled = "flywheel.completion.enabled";
const hosts = () => Promise.resolve();

describe("another extension that completes", () => {
  const extensions = vscode.extensions as unknown as Record<string, unknown>;
  const commands = vscode.commands as unknown as Record<string, unknown>;
  const originals = { getExtension: extensions["getExtension"], executeCommand: commands["executeCommand"] };
  let messages: ShownMessages;
  let state: StatusState;
  let active: { id: string; displayName?: string } | undefined;
  let ran: unknown[][];

  beforeEach(() => {
    messages = new ShownMessages();
    state = new StatusState();
    active = { id: "Continue.continue", displayName: "Continue" };
    ran = [];
    extensions["getExtension"] = (id: string) =>
      active?.id.toLowerCase() === id
        ? { id: active.id, isActive: true, packageJSON: { displayName: active.displayName } }
        : undefined;
    commands["executeCommand"] = (...call: unknown[]) => {
      ran.push(call);
      return Promise.resolve();
    };
  });

  afterEach(async () => {
    Object.assign(extensions, { getExtension: originals.getExtension });
    Object.assign(commands, { executeCommand: originals.executeCommand });
    messages.restore();
    state.dispose();
    await vscode.workspace.getConfiguration().update(enabled, undefined, vscode.ConfigurationTarget.Global);
  });

  /** Opens the status menu and chooses what is labelled so. */
  async function answer(label: string): Promise<void> {
    state.update({ otherEngine: await findOtherCompleter() });
    messages.choose = [label];
    await new StatusMenu(state, new Settings(), hosts).run();
  }

  const read = (): unknown => vscode.workspace.getConfiguration().get(enabled);

  it("is named in the menu, and let complete: Flywheel falls silent and keeps what was off", async () => {
    await vscode.workspace
      .getConfiguration()
      .update(enabled, { "*": true, python: true, markdown: false }, vscode.ConfigurationTarget.Global);
    await answer("Let Continue complete");
    const labels = messages.picks.at(-1)?.labels ?? [];
    assert.ok(labels.includes("Continue completes too"));
    assert.deepEqual(read(), { "*": false, markdown: false });
    assert.equal(new Settings().isCompletionEnabled("python"), false);
  });

  it("gives way to Flywheel: opens the other one where it can be disabled, and changes no setting", async () => {
    const before = read();
    await answer("Let Flywheel complete");
    assert.deepEqual(ran, [["workbench.extensions.search", "@id:Continue.continue"]]);
    assert.deepEqual(read(), before);
  });

  it("is not mentioned when there is none", async () => {
    active = undefined;
    await answer("Let");
    assert.ok(messages.picks.at(-1)?.labels.every((label) => !label.includes("completes too")));
  });

  it("is found when it starts after Flywheel, and forgotten when it is gone", async () => {
    const found: (string | undefined)[] = [];
    const clock = new FakeClock();
    const other = active;
    active = undefined;
    const watcher = new OtherCompleters(clock, (each) => found.push(each?.name));
    await watcher.look();
    active = other;
    await clock.advance(20_000);
    await watcher.look();
    assert.equal(found.at(-1), "Continue");
    active = undefined;
    await watcher.look();
    assert.equal(found.at(-1), undefined);
    watcher.dispose();
    assert.equal(clock.pendingCount, 0);
  });

  it("is no Copilot that nobody is signed in to", async () => {
    active = { id: "GitHub.copilot-chat", displayName: "GitHub Copilot" };
    assert.equal(await findOtherCompleter(), undefined);
  });

  it("is told of by the status item in words", () => {
    state.update({ otherEngine: { extensionId: "Continue.continue", name: "Continue" } });
    const window = vscode.window as unknown as Record<string, unknown>;
    const create = window["createStatusBarItem"];
    const item = { show: () => undefined, dispose: () => undefined, tooltip: "" };
    window["createStatusBarItem"] = () => item;
    try {
      new StatusItem(state, (error) => ({ text: error.message })).dispose();
    } finally {
      window["createStatusBarItem"] = create;
    }
    assert.match(item.tooltip, /Continue completes too\. The menu lets you choose one\./);
  });
});
