import assert from "node:assert/strict";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { defaultReply, replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { waitFor } from "./waitFor.ts";
import { Workbench } from "./workbench.ts";

const reports = "python/inventory/reports.py";

describe("the status item's menu", () => {
  let server: FakeModelServer;
  let workbench: Workbench;

  before(async () => {
    server = await FakeModelServer.start();
    workbench = await Workbench.open({ settings: backendsOf({}) });
    await workbench.openFile(reports, { line: 20 });
    await workbench.waitForStatus("Flywheel", /first-model/);
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
  });

  function backendsOf(more: Record<string, unknown>): Record<string, unknown> {
    const first = {
      preset: "openai-compatible",
      baseUrl: server.baseUrl,
      model: "first-model",
      ...more,
    };
    const second = { preset: "openai-compatible", baseUrl: server.baseUrl, model: "second-model" };
    return { "flywheel.backends": { first, second } };
  }

  /** Opens the menu by the mouse, as a person does. */
  async function open(): Promise<string[]> {
    await workbench.statusItem("flywheel.status").click();
    await workbench.quickPick.waitForOpen("What would you like to do?");
    return workbench.quickPick.items();
  }

  async function choose(label: string | RegExp): Promise<void> {
    await open();
    await workbench.quickPick.choose(label);
  }

  async function untilSetting(name: string, expected: unknown): Promise<void> {
    const shown = JSON.stringify(expected);
    await waitFor(async () => JSON.stringify((await workbench.driver.settings([name]))[0]) === shown, {
      what: `the setting ${name} to be ${shown}`,
    });
  }

  it("names the active backend, its model and its host", async () => {
    const items = await open();
    assert.ok(
      items.some((item) => /first/.test(item) && item.includes(`first-model · 127.0.0.1:${server.port}`)),
      items.join("\n"),
    );
    await workbench.screenshot("status-menu");
    await workbench.quickPick.cancel();
  });

  it("switches completion and chat to another backend, to offline and back", async () => {
    await choose(/second/);
    await untilSetting("flywheel.roles.completion", "second");
    await untilSetting("flywheel.roles.chat", "second");
    await workbench.waitForStatus("Flywheel", /second-model/);
    await choose(/^offline|, offline|offline$/);
    await untilSetting("flywheel.roles.completion", "offline");
    await workbench.waitForStatus("Flywheel", /offline/);
    await choose(/first/);
    await untilSetting("flywheel.roles.chat", "first");
    await workbench.waitForStatus("Flywheel", /first-model/);
  });

  it("turns completion off and on, for all languages and for this one", async () => {
    await choose("Turn completion off for python");
    await untilSetting("flywheel.completion.enabled", { "*": true, python: false });
    await workbench.waitForStatus("Flywheel", /Completion is off here/);
    await choose("Turn completion on for python");
    await untilSetting("flywheel.completion.enabled", { "*": true, python: true });
    await choose("Turn completion off for all languages");
    await waitFor(
      async () => {
        const [value] = await workbench.driver.settings(["flywheel.completion.enabled"]);
        return (value as Record<string, boolean>)["*"] === false;
      },
      { what: "completion to be off" },
    );
    await choose("Turn completion on for all languages");
    await waitFor(async () => !(await workbench.statusText("Flywheel")).includes("off"), { what: "on" });
  });

  it("snoozes as long as was chosen", async () => {
    await choose("Snooze");
    await workbench.quickPick.waitForOpen("5 minutes");
    await workbench.screenshot("status-menu-snooze");
    await workbench.quickPick.choose(/5 minutes/);
    await workbench.quickPick.waitForClosed();
    const asked = server.requests.length;
    await workbench.openFile(reports, { line: 20 });
    await workbench.press("End");
    await workbench.type("\nfirst = ");
    await workbench.driver.command("editor.action.inlineSuggest.cancelSnooze");
    assert.equal(server.requests.length, asked, "nothing is asked for while it snoozes");
    await workbench.driver.command("workbench.action.files.revert");
  });

  it("leads to set-up, diagnosis, statistics, what was sent, the hosts and the chat", async () => {
    await choose("Set up backend …");
    await workbench.quickPick.waitForOpen("Add a backend or change one");
    await workbench.quickPick.cancel();
    await choose("Statistics");
    await workbench.webview("Flywheel statistics");
    await choose("What was sent");
    await workbench.waitForEditorText((text) => text.includes("# What Flywheel sent"));
    await choose(/Hosts that may receive code/);
    await workbench.quickPick.waitForOpen("Flywheel asks before the first request to a host");
    await workbench.quickPick.cancel();
    await choose("Ask");
    await workbench.webview({ css: ".composer" });
    await choose("Diagnose");
    await workbench.quickPick.waitForOpen("What was found");
    await workbench.screenshot("status-menu-diagnose");
    await workbench.quickPick.cancel();
    await workbench.executeCommandId("workbench.action.closeAllEditors");
  });

  it("shows the last problem with its next step", async () => {
    server.respondWith(() => ({ status: 500, json: { error: { message: "The disk is full" } } }));
    await typeSomething();
    await workbench.waitForStatus("Flywheel", /failed to answer.*The disk is full/);
    await workbench.screenshot("status-problem");
    const items = await open();
    assert.match(items.join("\n"), /Diagnose, [^\n]*The disk is full/);
    await workbench.screenshot("status-menu-problem");
    await workbench.quickPick.choose("Show the whole message");
    await workbench.notifications.waitFor(/The disk is full.*look at the server/);
    await workbench.notifications.closeAll();
    server.respondWith(defaultReply);
    await open();
    await workbench.quickPick.choose(/Diagnose, .*The disk is full/);
    await workbench.quickPick.waitForOpen("What was found");
    await workbench.quickPick.cancel();
  });

  it("says that the day's own cap of tokens is spent, and leads to the profile", async () => {
    const usage = { prompt_tokens: 900, completion_tokens: 200 };
    server.respondWith(() => replyWithText("counted = 1", { usage }));
    await workbench.setSettings(backendsOf({ maxTokensPerDay: 50 }));
    await workbench.openFile(reports, { line: 20 });
    await workbench.press("End");
    await workbench.type("\n");
    // The first request may still be sent, and spends the cap.
    const isSpent = /used up its own daily cap of tokens \(“\d+ \/ 50”\)/;
    await waitFor(
      async () => {
        await workbench.type("x = len(y); ");
        const label = await workbench.statusItem("Flywheel").getAttribute("aria-label");
        return isSpent.test(label ?? "");
      },
      { intervalMs: 500, what: "the status item to say that the cap is spent" },
    );
    const asked = server.requests.length;
    await workbench.type("other_name = len(");
    await workbench.waitForStatus("Flywheel", isSpent);
    assert.equal(server.requests.length, asked, "nothing more is sent");
    assert.deepEqual(await workbench.notifications.texts(), [], "a completion pops nothing up");
    await workbench.screenshot("status-daily-cap");
    await choose(/Open Settings, .*daily cap/);
    await workbench.page
      .locator(".settings-editor", { hasText: /Flywheel.*Backends/ })
      .first()
      .waitFor();
    await workbench.screenshot("status-daily-cap-settings");
    await workbench.executeCommandId("workbench.action.closeAllEditors");
    server.respondWith(defaultReply);
  });

  it("names the backend that stands in while the day's tokens of the first are spent", async () => {
    server.respondWith(() =>
      replyWithText("counted = 1", { usage: { prompt_tokens: 90, completion_tokens: 20 } }),
    );
    await workbench.setSettings({
      ...backendsOf({ maxTokensPerDay: 50 }),
      "flywheel.roles.completion": ["first", "second"],
    });
    const modelOf = (body: string): unknown =>
      body === "" ? undefined : (JSON.parse(body) as { model?: unknown }).model;
    await workbench.openFile(reports, { line: 20 });
    await workbench.press("End");
    await workbench.type("\n");
    await waitFor(
      async () => {
        await workbench.type("y = len(z); ");
        // Not while it waits: every further key takes the question back.
        return waitFor(() => server.requests.some(({ body }) => modelOf(body) === "second-model"), {
          timeoutMs: 500,
          what: "the request that a pause brings",
        });
      },
      { what: "a request to the second backend" },
    );
    await workbench.waitForStatus(
      "Flywheel",
      /first has used up its daily cap of tokens; second stands in until tomorrow/,
    );
    assert.match(await workbench.statusText("Flywheel"), /second-model/);
    await workbench.screenshot("status-cap-stand-in");
    await workbench.setSettings({
      ...backendsOf({ maxTokensPerDay: 5_000_000 }),
      "flywheel.roles.completion": ["first", "second"],
    });
    await workbench.waitForStatus("Flywheel", /^(?!.*stands in).*first-model/s);
    await workbench.setSettings({ "flywheel.roles.completion": "auto" });
    await workbench.driver.command("workbench.action.files.revert");
    server.respondWith(defaultReply);
  });

  it("leads from a host that the settings shut out to the setting", async () => {
    const cloud = { preset: "openai-compatible", baseUrl: "https://models.example.invalid/v1", model: "big" };
    await workbench.setSettings({
      "flywheel.backends": { cloud },
      "flywheel.roles.completion": "cloud",
      "flywheel.egress.allowedHosts": ["*.corp.example"],
    });
    await typeSomething();
    await workbench.waitForStatus(
      "Flywheel",
      /models\.example\.invalid is not among the hosts of the setting/,
    );
    await choose(/Open Settings, .*not among the hosts/);
    await workbench.page
      .locator(".settings-editor", { hasText: /Egress.*Allowed Hosts/ })
      .first()
      .waitFor();
    await workbench.executeCommandId("workbench.action.closeAllEditors");
  });

  it("asks about a host that was not confirmed", async () => {
    const cloud = { preset: "openai-compatible", baseUrl: "https://models.example.invalid/v1", model: "big" };
    await workbench.setSettings({ "flywheel.backends": { cloud }, "flywheel.roles.completion": "cloud" });
    await typeSomething();
    await workbench.waitForStatus(
      "Flywheel",
      /you have not yet allowed code to go to models\.example\.invalid/,
    );
    await choose(/Allow models\.example\.invalid …/);
    assert.match(await workbench.dialog.text(), /Allow Flywheel to send code to models\.example\.invalid\?/);
    await workbench.press("Escape");
    await workbench.waitForStatus("Flywheel", /you have not yet allowed/);
    await choose(/Allow models\.example\.invalid …/);
    await workbench.dialog.choose("Allow");
    await waitFor(
      async () =>
        !/not yet allowed/.test((await workbench.statusItem("Flywheel").getAttribute("aria-label")) ?? ""),
      { what: "the problem to be gone" },
    );
    await choose(/Hosts that may receive code/);
    await workbench.quickPick.waitForOpen("https://models.example.invalid");
    await workbench.quickPick.choose(/models\.example\.invalid/);
    await workbench.dialog.choose("Forget");
    await workbench.quickPick.waitForOpen("No host but this machine");
    await workbench.quickPick.cancel();
  });

  async function typeSomething(): Promise<void> {
    await workbench.openFile(reports, { line: 20 });
    await workbench.press("End");
    await workbench.type("\nvalue = ");
    await workbench.driver.command("editor.action.inlineSuggest.trigger");
  }
});
