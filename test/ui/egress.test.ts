import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import type { Frame } from "playwright-core";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { waitFor } from "./waitFor.ts";
import { Workbench } from "./workbench.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const password = ["Zq7", "kxTw", "91", "mB"].join("");
const settingsFile = "python/inventory/connection.py";
const settingsText = `HOST = "db.internal"\nPASSWORD = "${password}"\n\n\ndef connect():\n    return open_connection(HOST, PASSWORD)\n`;

async function openChat(workbench: Workbench): Promise<Frame> {
  await workbench.executeCommandId("flywheel.ask");
  return workbench.webview({ css: ".composer" });
}

async function ask(chat: Frame, text: string): Promise<void> {
  await chat.locator(".input").fill(text);
  await chat.locator(".input").press("Enter");
}

describe("what leaves the machine", () => {
  let workbench: Workbench;
  let server: FakeModelServer;
  let chat: Frame;

  before(async () => {
    server = await FakeModelServer.start();
    const fake = { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model" };
    workbench = await Workbench.open({ settings: { "flywheel.backends": { fake } } });
    await writeFile(workbench.pathOf(settingsFile), settingsText);
    await writeFile(workbench.pathOf(".env"), `DB_PASSWORD=${password}\n`);
    await workbench.openFile(settingsFile, { line: 5 });
    chat = await openChat(workbench);
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
  });

  it("sends a placeholder for a password", async () => {
    await ask(chat, "What does connect do?");
    await chat.locator(".turn[data-state=complete]").waitFor();
    const body = server.lastRequest?.body ?? "";
    assert.match(body, /def connect/);
    assert.match(body, /FLYWHEEL_SECRET_[A-Z]{3}\d+_PASSWORD/);
    assert.ok(!body.includes(password));
  });

  it("shows exactly what was sent, read-only, with a copy button for each request", async () => {
    await workbench.runCommand("Show What Was Sent");
    const text = await workbench.waitForEditorText((shown) => shown.includes("# What Flywheel sent"));
    assert.match(text, /def connect/);
    assert.ok(!text.includes(password));
    assert.match(text, /fake-model/);
    assert.match(text, /password × \d/);
    await workbench.page.getByText("Copy the exact text").first().waitFor();
    await workbench.screenshot("egress-sent-data");
    const isCopied = async (): Promise<boolean> => (await workbench.page.getByText("Copied").count()) > 0;
    await workbench.clickCodeLens("Copy the exact text", isCopied);
  });

  it("does not send a file of the deny list", async () => {
    await workbench.openFile(".env");
    chat = await openChat(workbench);
    const before = server.requests.length;
    await ask(chat, "What is in the open file?");
    await waitFor(async () => (await chat.locator(".turn").count()) >= 2, { what: "the second turn" });
    await chat.locator(".turn:nth-of-type(2):not([data-state=running])").waitFor();
    const bodies = server.requests.slice(before).map(({ body }) => body);
    assert.ok(bodies.every((body) => !body.includes(password) && !body.includes("DB_PASSWORD")));
    await workbench.screenshot("egress-withheld");
    await workbench.waitForStatus("Flywheel", /\.env is withheld: its name is on the built-in list/);
  });

  it("explains such a file once, when that is allowed, and says so in the record", async () => {
    await workbench.openFile(".env");
    const before = server.requests.length;
    const declined = workbench.executeCommandId("flywheel.explainSelection");
    await waitFor(() => workbench.dialog.isOpen(), { what: "the question" });
    assert.match(await workbench.dialog.text(), /\.env is withheld[\s\S]*built-in list[\s\S]*fake-model/);
    await workbench.screenshot("egress-allow-once");
    await workbench.press("Escape");
    await declined;
    assert.equal(server.requests.length, before);
    const allowed = workbench.executeCommandId("flywheel.explainSelection");
    await waitFor(() => workbench.dialog.isOpen(), { what: "the question" });
    await workbench.dialog.choose("Send Once");
    await allowed;
    const body = server.lastRequest?.body ?? "";
    assert.match(body, /DB_PASSWORD=FLYWHEEL_SECRET/);
    assert.ok(!body.includes(password), "it is redacted nevertheless");
    await workbench.executeCommandId("flywheel.showSentData");
    await workbench.waitForEditorText((shown) => /sent this once because you allowed it: \.env/.test(shown));
    chat = await openChat(workbench);
    await chat.locator("button[aria-label^='Remove from the question']").first().click();
    const asked = server.requests.length;
    await ask(chat, "And now?");
    await waitFor(() => server.requests.length > asked, { what: "the next request" });
    assert.ok(
      !(server.lastRequest?.body ?? "").includes("DB_PASSWORD"),
      "the next request holds nothing of it",
    );
  });

  it("keeps the record on disk when asked to, shows it in the next window, and deletes it", async () => {
    const fake = { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model" };
    await workbench.setSettings({ "flywheel.backends": { fake }, "flywheel.egress.keepRecord": true });
    chat = await openChat(workbench);
    await ask(chat, "Kept for later?");
    await waitFor(() => (server.lastRequest?.body ?? "").includes("Kept for later?"), {
      what: "the request",
    });
    await chat.locator(".turn[data-state=complete]", { hasText: "Kept for later?" }).waitFor();
    await workbench.reload();
    await workbench.runCommand("Show What Was Sent");
    const text = await workbench.waitForEditorText((shown) => shown.includes("Kept on this machine"));
    assert.match(
      text,
      /Nothing has left this window yet\.[\s\S]*Kept on this machine[\s\S]*Kept for later\?/,
    );
    assert.ok(!text.includes("Why does"), "what was sent before the setting was on is not there");
    await workbench.screenshot("egress-kept-record");
    await workbench.clickCodeLens("Delete the kept record", () => workbench.dialog.isOpen());
    await workbench.dialog.choose("Delete");
    await workbench.waitForEditorText((shown) => !shown.includes("Kept on this machine"));
  });
});

describe("the hosts of the setting", () => {
  let workbench: Workbench;

  before(async () => {
    const cloud = { preset: "openai-compatible", baseUrl: "https://models.example.invalid/v1", model: "big" };
    workbench = await Workbench.open({
      settings: { "flywheel.backends": { cloud }, "flywheel.egress.allowedHosts": ["*.corp.example"] },
    });
    await workbench.openFile("python/inventory/reports.py", { line: 20 });
  });

  after(() => workbench?.close());

  it("refuse every other host in a sentence, without a question", async () => {
    const chat = await openChat(workbench);
    await ask(chat, "Why?");
    const failed = chat.locator(".turn[data-state=error]");
    await failed.waitFor();
    assert.match(
      await failed.innerText(),
      /models\.example\.invalid is not among the hosts of the setting flywheel\.egress\.allowedHosts/,
    );
    assert.equal(await workbench.dialog.isOpen(), false);
    await workbench.screenshot("egress-not-listed");
    await failed.locator("button", { hasText: "Open Settings" }).click();
    const settings = workbench.page.locator(".settings-editor", { hasText: /Egress.*Allowed Hosts/ }).first();
    await settings.waitFor();
    await workbench.press("Escape");
    await settings.waitFor({ state: "hidden" });
  });

  it("are listed in the status menu", async () => {
    // Once more where the list went with the focus: a view that was closed gives it back a moment later.
    await waitFor(
      async () => {
        workbench.executeCommandId("flywheel.internal.showStatusMenu").catch(() => undefined);
        await workbench.quickPick.choose(/Hosts that may receive code/, 2000);
        await workbench.quickPick.waitForOpen("*.corp.example", 2000);
        return true;
      },
      { what: "the list of the hosts" },
    );
    await workbench.screenshot("egress-hosts");
    await workbench.quickPick.cancel();
  });
});

for (const [language, theme, question] of [
  ["en", "dark", /Allow Flywheel to send code to models\.example\.invalid/],
  ["zh-cn", "light", /允许 Flywheel 把代码发送到 models\.example\.invalid/],
] as const) {
  describe(`a host that was not confirmed (${language})`, () => {
    let workbench: Workbench;

    before(async () => {
      const cloud = {
        preset: "openai-compatible",
        baseUrl: "https://models.example.invalid/v1",
        model: "big",
      };
      workbench = await Workbench.open({ language, theme, settings: { "flywheel.backends": { cloud } } });
      await workbench.openFile("python/inventory/reports.py", { line: 20 });
    });

    after(() => workbench?.close());

    it("is asked about before the first byte of a chat", async () => {
      const chat = await openChat(workbench);
      await ask(chat, "Why?");
      await waitFor(() => workbench.dialog.isOpen(), { what: "the question" });
      const text = await workbench.dialog.text();
      assert.match(text, question);
      assert.match(text, /https:\/\/models\.example\.invalid/);
      assert.match(text, /big/);
      await workbench.screenshot(`egress-consent-${language}`);
      await workbench.press("Escape");
      await chat.locator(".turn[data-state=failed], .turn[data-state=error]").first().waitFor();
      await workbench.screenshot(`egress-refused-${language}`);
    });
  });
}
