import assert from "node:assert/strict";
import * as vscode from "vscode";
import { SnoozeCompletion } from "../../src/editor/commands/snoozeCompletion.ts";
import { Snooze } from "../../src/editor/completion/snooze.ts";
import { FakeClock } from "../fakes/fakeClock.ts";
import { ShownMessages } from "./shownMessages.ts";

const minuteMs = 60_000;

describe("snoozing ghost text", () => {
  const commands = vscode.commands as unknown as Record<string, unknown>;
  const executeCommand = commands["executeCommand"];
  let ran: unknown[][];
  let clock: FakeClock;
  let told: (number | undefined)[];
  let snooze: Snooze;
  let messages: ShownMessages;

  beforeEach(() => {
    ran = [];
    commands["executeCommand"] = (...call: unknown[]) => {
      ran.push(call);
      return Promise.resolve();
    };
    clock = new FakeClock();
    told = [];
    snooze = new Snooze(clock, (untilMs) => told.push(untilMs));
    messages = new ShownMessages();
  });

  afterEach(() => {
    commands["executeCommand"] = executeCommand;
    messages.restore();
    snooze.dispose();
    assert.equal(clock.pendingCount, 0, "no timer is left");
  });

  it("asks for how long, hands it to the editor, and is over when the time is", async () => {
    messages.choose = ["15 minutes"];
    assert.equal(await new SnoozeCompletion(snooze).run(), true);
    assert.deepEqual(ran, [["editor.action.inlineSuggest.snooze", 15]]);
    assert.deepEqual(told, [clock.nowMs() + 15 * minuteMs]);
    await clock.advance(15 * minuteMs);
    assert.equal(snooze.isOn, false);
    assert.equal(told.at(-1), undefined);
  });

  it("is ended by the same command, and begins for nobody who chose no time", async () => {
    assert.equal(await new SnoozeCompletion(snooze).run(), false);
    assert.deepEqual([ran, told], [[], []]);
    await snooze.start(5);
    assert.equal(await new SnoozeCompletion(snooze).run(), false);
    assert.deepEqual(ran.at(-1), ["editor.action.inlineSuggest.cancelSnooze"]);
    assert.equal(told.at(-1), undefined);
  });

  it("is over when the editor asks by itself, and a longer one replaces a shorter one", async () => {
    await snooze.start(5);
    await snooze.start(60);
    await clock.advance(6 * minuteMs);
    assert.equal(snooze.isOn, true);
    snooze.didAsk();
    assert.equal(snooze.isOn, false);
    snooze.didAsk();
    assert.equal(told.length, 3, "told once");
  });
});
