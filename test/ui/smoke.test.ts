import assert from "node:assert/strict";
import { Workbench } from "./workbench.ts";

describe("workbench", () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open();
  });

  after(() => workbench?.close());

  it("opens with Flywheel's status item", async () => {
    const text = await workbench.waitForStatus("flywheel", /Flywheel/, 30_000);
    assert.match(text, /Flywheel/);
    await workbench.screenshot("smoke");
  });

  it("lists Flywheel's commands in the palette", async () => {
    await workbench.press("F1");
    await workbench.quickPick.type(">Flywheel: ");
    await workbench.quickPick.waitForOpen("Flywheel: ");
    assert.ok((await workbench.quickPick.items()).some((item) => item.startsWith("Flywheel: ")));
    await workbench.quickPick.cancel();
  });
});
