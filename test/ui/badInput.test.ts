import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Workbench } from "./workbench.ts";

const damage = "This is no database.\n".repeat(300);
const bigText = "const line = 'one of many';\n".repeat(45_000);

describe("what a person may run into", () => {
  let workbench: Workbench;
  let storage: string;

  before(async () => {
    workbench = await Workbench.open();
    storage = join(workbench.server.serverDataDir, "data/User/globalStorage/flywheel.flywheel");
    mkdirSync(storage, { recursive: true });
    writeFileSync(join(storage, "events.sqlite"), damage);
    writeFileSync(workbench.pathOf("big.js"), bigText);
    writeFileSync(workbench.pathOf("picture.bin"), Buffer.from([0, 1, 2, 0, 255, 254, 0, 7]));
  });

  after(() => workbench?.close());

  /** The one message there is in the end, and its buttons gone. */
  async function onlyMessage(expected: RegExp): Promise<void> {
    await workbench.notifications.waitForOnly(expected);
    await workbench.notifications.closeAll();
  }

  it("a damaged log is set aside, told of once, and never deleted", async () => {
    await workbench.openFile("python/inventory/stock.py", { line: 64, column: 9 });
    await workbench.executeCommandId("flywheel.explainSelection");
    await onlyMessage(
      /The efficiency log was damaged\. It was set aside as .*events\.corrupt-.*nothing was deleted/,
    );
    const kept = readdirSync(storage).find((name) => name.startsWith("events.corrupt-"));
    assert.ok(kept);
    assert.equal(readFileSync(join(storage, kept), "utf8"), damage);
    await workbench.executeCommandId("flywheel.showStatistics");
    const page = await workbench.webview("Flywheel statistics");
    await page.waitForSelector("#logged");
    assert.deepEqual(await workbench.notifications.texts(), []);
  });

  it("a file over 1 MB is open in the editor: the command says what to do, and the file stays as it is", async () => {
    await workbench.openFile("big.js", { line: 1, column: 1 });
    await workbench.runCommand("Find Bugs");
    await onlyMessage(/big\.js is larger than 1 MB\. Copy the part you mean into a file of its own\./);
    assert.equal(workbench.diskText("big.js"), bigText);
  });

  it("a binary file is open: the command names it", async () => {
    await workbench.executeCommandId("vscode.open", { $uri: workbench.pathOf("picture.bin") });
    await workbench.page.getByText(/binary or uses an unsupported text encoding/).waitFor();
    await workbench.runCommand("Explain Code");
    await onlyMessage(/picture\.bin cannot be opened as text\. Choose a file with source code\./);
  });

  it("settings that make no sense are told of in one message that leads to them, and not again after a reload", async () => {
    const slips = { "flywheel.completion.delayMs": 5000, "flywheel.roles.chat": "nobody" };
    await workbench.setSettings(slips);
    await workbench.notifications.waitForOnly(
      /delayMs cannot be 5000: it takes "auto" or a whole number from 0 to 2000\..* The backend nobody of flywheel\.roles\.chat does not exist/,
    );
    await workbench.screenshot("bad-settings");
    await workbench.notifications.click("Open Settings");
    const { page } = workbench;
    for (const name of ["flywheel.completion.delayMs", "flywheel.roles.chat"]) {
      await page.locator(`.settings-editor [data-key="${name}"]`).waitFor();
    }
    await workbench.screenshot("bad-settings-opened");
    await workbench.reload();
    await workbench.setSettings({ ...slips, "flywheel.language": "latin" });
    await onlyMessage(/^The setting flywheel\.language cannot be "latin"/);
  });
});
