import assert from "node:assert/strict";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithError, replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { Workbench } from "./workbench.ts";

describe("set up backend", () => {
  let server: FakeModelServer;
  let workbench: Workbench;
  let probeCount = 0;

  before(async () => {
    server = await FakeModelServer.start();
    workbench = await Workbench.open({});
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
  });

  it("goes from a pasted curl line to an accepted ghost text in six actions", async () => {
    await workbench.waitForStatus("flywheel", /^Flywheel: offline /, 30_000);
    // 1: the command. 2: the first entry. 3: paste. 4: save. 5: type. 6: Tab.
    await workbench.runCommand("Set Up Backend");
    await workbench.quickPick.waitForOpen("Paste a curl line");
    await workbench.screenshot("setup-start");
    await workbench.quickPick.accept();
    await workbench.quickPick.waitForOpen("https://models.example.com/v1/chat/completions");
    const curl = `curl ${server.baseUrl}/chat/completions -H "Authorization: Bearer sk-team-0123456789" -H "Content-Type: application/json" -d '{"model":"fake-model","messages":[]}'`;
    await workbench.quickPick.type(curl);
    await workbench.quickPick.accept();
    await workbench.quickPick.waitForOpen("Save and use");
    await workbench.screenshot("setup-verdict");
    await workbench.quickPick.accept();
    await workbench.waitForStatus("flywheel", /fake-model/);
    probeCount = server.requests.filter(({ path }) => path.endsWith("/chat/completions")).length;

    await workbench.openFile("python/inventory/reports.py", { line: 16, column: 17 });
    await workbench.type("\n");
    const ghost = await workbench.waitForGhostText();
    assert.match(ghost, /^return sum\(item\.quantity/);
    await workbench.press("Tab");
    await workbench.waitForEditorText(/return total\n {4}return sum\(item\.quantity for item in items\)/);
  });

  it("kept the key out of the settings and sent it to its own host", async () => {
    const settings = await workbench.driver.settings(["flywheel.backends", "flywheel.roles.chat"]);
    assert.match(JSON.stringify(settings), /fake-model/);
    assert.doesNotMatch(JSON.stringify(settings), /sk-team/);
    const asked = server.requests.filter(({ path }) => path.endsWith("/chat/completions"));
    assert.ok(asked.length > probeCount && probeCount > 0);
    assert.ok(asked.every(({ headers }) => headers["authorization"] === "Bearer sk-team-0123456789"));
    assert.ok(
      asked.slice(0, probeCount).every(({ body }) => !body.includes("stock_value_cents")),
      "a probe carries no code",
    );
    assert.ok(asked.slice(probeCount).some(({ body }) => body.includes("stock_value_cents")));
  });

  it("never pops up for a completion that fails: the status item tells it", async () => {
    server.respondWith(() => replyWithError(500, "boom"));
    await workbench.notifications.closeAll();
    await workbench.openFile("python/inventory/items.py", { line: 1, column: 1 });
    await workbench.press("Control+End");
    await workbench.type("\n\ndef broken(");
    await workbench.waitForStatus("flywheel", /failed to answer \(“boom”\)/);
    assert.deepEqual(await workbench.notifications.texts(), []);
    server.respondWith(() => replyWithText("    pass"));
  });

  it("shows a refused key in the table and offers to change it", async () => {
    server.respondWith(() => replyWithError(401, "Bad key", { code: "invalid_api_key" }));
    await workbench.runCommand("Diagnose Backend");
    await workbench.quickPick.waitForOpen("What was found");
    const items = await workbench.quickPick.items();
    await workbench.screenshot("setup-diagnose-bad-key");
    assert.ok(
      items.some((item) => /refused the API key/.test(item)),
      items.join("\n"),
    );
    assert.ok(
      items.some((item) => /fillInTheMiddle: none \(found by a test, \d{4}-\d\d-\d\d\)/.test(item)),
      "what an earlier test found is shown with its origin",
    );
    assert.ok(items.some((item) => /model: fake-model \(set in the profile\)/.test(item)));
    await workbench.quickPick.cancel();
  });
});
