import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ensureTestTools } from "../../scripts/ensureTestTools.mjs";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { repliesFor } from "../runners/scenarios.ts";
import type { TestFramework } from "../../src/core/testing/testProject.ts";
import { waitFor } from "./waitFor.ts";
import { Workbench } from "./workbench.ts";

const fixtures = join(import.meta.dirname, "../fixtures/runners");

/** Folders with a space and Chinese in their names, as people have them. */
function makeWorkspace(): string {
  const folder = join(mkdtempSync(join(tmpdir(), "flywheel-debug-")), "my shop 商店");
  cpSync(join(fixtures, "java-junit5"), join(folder, "java"), { recursive: true });
  cpSync(join(fixtures, "cpp-gtest"), join(folder, "cpp 引擎"), { recursive: true });
  return folder;
}

describe("debug generated tests in the Test Explorer", function () {
  this.timeout(240_000);
  let server: FakeModelServer;
  let workbench: Workbench;
  let folder: string;
  before(async () => {
    await ensureTestTools({ onProgress: (text) => console.error(text) });
    server = await FakeModelServer.start();
    folder = makeWorkspace();
    workbench = await Workbench.open({
      folder,
      theme: "dark",
      env: { PATH: `/usr/bin:${process.env["PATH"] ?? ""}` },
      settings: {
        "flywheel.backends": {
          fake: { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model" },
        },
        "flywheel.tests.timeLimitSeconds": 180,
      },
    });
  });
  after(async () => {
    await workbench.close();
    await server.stop();
    rmSync(dirname(folder), { recursive: true, force: true });
  });

  /** From the command to the accepted diff. */
  async function generate(path: string, line: number, target: string, framework: TestFramework) {
    const [reply] = repliesFor("good", framework, "/nowhere");
    server.respondWith(() => replyWithText(reply?.text ?? ""));
    await workbench.notifications.closeAll();
    await workbench.openFile(path, { line, column: 5 });
    const done = workbench.executeCommandId("flywheel.generateTests");
    done.catch(() => undefined);
    await workbench.quickPick.waitForOpen(target);
    await workbench.quickPick.choose(new RegExp(target.replaceAll(".", "\\.")));
    await waitFor(() => workbench.dialog.isOpen(), { what: "the question", timeoutMs: 20_000 });
    await workbench.dialog.choose("Run");
    const name = target.slice(target.lastIndexOf("/") + 1);
    await workbench.notifications.waitFor(new RegExp(`new file ${name.replace(".", "\\.")}`), 200_000);
    return { done };
  }

  async function logged(has: (entry: Record<string, unknown>) => boolean, what: string) {
    await waitFor(async () => (await workbench.driver.debugLog()).some(has), { what, timeoutMs: 90_000 });
    return (await workbench.driver.debugLog()).find(has);
  }

  async function debugCurrentFile(): Promise<void> {
    await workbench.executeCommandId("testing.debugCurrentFile");
    await workbench.page.locator(".debug-toolbar").waitFor({ state: "hidden", timeout: 60_000 });
  }

  it("Java: the virtual machine of the tests waits, and the debugger finds them in it", async () => {
    const target = "java/src/test/java/shop/ShippingTest.java";
    const { done } = await generate("java/src/main/java/shop/Shipping.java", 12, target, "junit5");
    await workbench.notifications.click("Apply", /new file/);
    await done;
    await workbench.openFile(target, { line: 1, column: 1 });
    await debugCurrentFile();
    const attached = await logged(({ java }) => java === "attached", "the debugger at the virtual machine");
    assert.equal(attached?.["hostName"], "127.0.0.1");
    await logged(({ java }) => java === "loads", "the class of the tests in the virtual machine");
    const report = join(workbench.pathOf("java"), "target/surefire-reports/TEST-shop.ShippingTest.xml");
    await waitFor(() => Promise.resolve(existsSync(report)), { what: "the report", timeoutMs: 30_000 });
    await workbench.executeCommandId("workbench.panel.testResults.view.focus");
    await workbench.screenshot("debug-tests-java-dark-en");
  });

  it("C++: from the command to the accepted diff, and under the debugger with symbols and only these tests", async () => {
    const target = "cpp 引擎/tests/shipping_test.cpp";
    const { done } = await generate("cpp 引擎/src/shipping.cpp", 9, target, "gtest");
    await workbench.notifications.click("Choose tests …", /new file/);
    await workbench.quickPick.waitForOpen("Untick what you do not want");
    await workbench.quickPick.choose(/refuses_what_is_below_0/);
    await workbench.screenshot("debug-tests-choose-dark-en");
    await workbench.quickPick.accept();
    await workbench.notifications.waitFor(/new file shipping_test\.cpp/);
    await workbench.notifications.click("Apply", /new file/);
    await workbench.notifications.waitFor(/change of CMakeLists\.txt/, 30_000);
    await workbench.notifications.click("Apply", /change of CMakeLists\.txt/);
    const { made, passed, outcome } = (await done) as Record<string, unknown>;
    assert.deepEqual({ made, passed, outcome }, { made: 2, passed: 3, outcome: "applied" });
    await workbench.openFile(target, { line: 1, column: 1 });
    await debugCurrentFile();
    const launch = await logged(({ program }) => program !== undefined, "the launch of the program");
    assert.match(String(launch?.["program"]), /debug-builds\/.*\/shop_tests$/);
    assert.match(
      String(launch?.["args"]),
      /^--gtest_filter=Shipping\.large_orders_are_free:.*:Shipping\.small_orders_cost_5:/,
    );
    assert.equal(launch?.["hasSymbols"], true);
    const ended = await logged(({ exitCode }) => exitCode !== undefined, "the end of the program");
    assert.equal(ended?.["exitCode"], 0);
    assert.match(String(ended["printed"]), /\[ {2}PASSED {2}\] 2 tests/);
    assert.equal(workbench.existsOnDisk("cpp 引擎/build-flywheel"), false, "nothing is built in the project");
    await workbench.screenshot("debug-tests-cpp-dark-en");
  });

  it("says so where the tests do not compile, and starts nothing", async () => {
    const target = "cpp 引擎/tests/shipping_test.cpp";
    const before = (await workbench.driver.debugLog()).length;
    await workbench.openFile(target, { line: 1, column: 1 });
    await workbench.page.keyboard.type("broken ");
    await workbench.notifications.closeAll();
    await workbench.executeCommandId("testing.debugCurrentFile");
    await workbench.notifications.waitFor(/could not be built/, 60_000);
    await workbench.notifications.click("Show the output", /could not be built/);
    await workbench.screenshot("debug-tests-broken-dark-en");
    assert.equal((await workbench.driver.debugLog()).length, before);
  });
});
