import assert from "node:assert/strict";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { waitFor } from "./waitFor.ts";
import { Workbench } from "./workbench.ts";

describe("restricted mode", () => {
  let server: FakeModelServer;
  let workbench: Workbench;

  before(async () => {
    server = await FakeModelServer.start();
    const fake = { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model" };
    workbench = await Workbench.open({
      workspaceTrust: true,
      settings: {
        "flywheel.backends": { fake },
        "flywheel.completion.delayMs": 0,
        "security.workspace.trust.startupPrompt": "never",
      },
    });
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
  });

  it("says in the status item that nothing is sent", async () => {
    await workbench.openFile("python/inventory/reports.py", { line: 40, column: 13 });
    await workbench.waitForStatus(
      "flywheel",
      /This workspace is not trusted: nothing is sent to any backend\./,
    );
    assert.doesNotMatch(await workbench.waitForStatus("flywheel", /fake-model/), /is withheld/);
    await workbench.screenshot("restricted-status");
  });

  it("offers the workspace's trust in the status menu", async () => {
    await workbench.statusItem("flywheel").click();
    await workbench.quickPick.waitForOpen();
    const items = await workbench.quickPick.items();
    assert.equal(items.filter((item) => /Manage workspace trust/i.test(item)).length, 1, items.join("\n"));
    await workbench.screenshot("restricted-menu");
    await workbench.quickPick.cancel();
  });

  it("sends nothing while someone types", async () => {
    await workbench.openFile("python/inventory/reports.py", { line: 40, column: 13 });
    await workbench.type("\n\n\ndef forty_two():\n    return ");
    await workbench.waitForStatus("flywheel", /This workspace is not trusted/);
    await workbench.executeCommandId("flywheel.triggerCompletion");
    assert.deepEqual(server.requests, []);
    assert.deepEqual(await workbench.notifications.texts(), []);
  });

  it("sends nothing for a command, and says why in one message with a next step", async () => {
    await workbench.executeCommandId("flywheel.findBugs");
    await workbench.notifications.waitFor(/Nothing was sent: this workspace is not trusted/);
    // What is left when the progress has gone.
    await waitFor(async () => (await workbench.notifications.texts()).length === 1, { what: "one message" });
    await workbench.page.getByRole("button", { name: "Manage Workspace Trust" }).first().waitFor();
    await workbench.screenshot("restricted-command");
    await workbench.notifications.closeAll();
    await workbench.executeCommandId("flywheel.ask", { text: "What is this?" });
    const chat = await workbench.webview({ css: ".turn" });
    await chat.locator(".turn", { hasText: /this workspace is not trusted/ }).waitFor();
    await workbench.screenshot("restricted-chat");
    assert.deepEqual(server.requests, []);
  });

  it("still works offline, where nothing leaves the machine", async () => {
    await workbench.setSettings({ "flywheel.roles.chat": "offline", "flywheel.roles.completion": "offline" });
    await workbench.openFile("python/inventory/reports.py", { line: 25, column: 5 });
    const answer = await workbench.executeCommandId("flywheel.explainSelection");
    assert.match(String(answer), /codes_to_reorder/);
    await workbench.executeCommandId("flywheel.findBugs");
    await workbench.waitForProblems((problems) => problems.length > 0);
    assert.deepEqual(server.requests, []);
  });
});
