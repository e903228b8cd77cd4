/**
 * `npm run screens`: a picture of every screen in light, dark and high contrast, in English and Chinese, for
 * somebody to look at (`test-results/ui/screen-*.png`). Nothing is compared; a screen that does not come up fails.
 */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { waitFor } from "./waitFor.ts";
import { Workbench, type Theme } from "./workbench.ts";

type Language = "en" | "zh-cn";

/** Put together here, so that no scanner takes this file for a leak. */
const password = ["Zq7", "kxTw", "91", "mB"].join("");
const answers: Readonly<Record<Language, string>> = {
  en: 'Two things are checked before anything is shipped:\n\n1. **The code is known**, else `UnknownItemError`.\n2. **Enough was reserved**, else `InsufficientStockError`.\n\n```python\nstock.reserve("AB-12", 5)\nstock.ship("AB-12", 5)\n```\n\n| Case | Result |\n|---|---|\n| known, reserved | the new count |\n| unknown | an error |',
  "zh-cn":
    '发货之前会检查两件事：\n\n1. **编码已知**，否则抛出 `UnknownItemError`。\n2. **预留数量足够**，否则抛出 `InsufficientStockError`。\n\n```python\nstock.reserve("AB-12", 5)\nstock.ship("AB-12", 5)\n```\n\n| 情况 | 结果 |\n|---|---|\n| 已知且已预留 | 新的数量 |\n| 未知 | 抛出错误 |',
};
const tests =
  '```python\nimport pytest\n\nfrom inventory import Stock, UnknownItemError\n\n\ndef test_an_unknown_code_is_not_shipped(stock: Stock) -> None:\n    with pytest.raises(UnknownItemError):\n        stock.ship("ZZ-99", 1)\n```';
const findings = JSON.stringify([
  {
    line: 16,
    quote: "  if (left.order === left.order) {",
    problem: "The column's order is compared with itself, so every pair counts as equal.",
    fix: "  if (left.order === right.order) {",
  },
]);
const cloud = {
  preset: "openai-compatible",
  baseUrl: "https://models.example.invalid/v1",
  model: "big-model",
};

/** One window and the pictures taken in it. */
class Tour {
  private readonly failed: string[] = [];
  readonly #workbench: Workbench;
  readonly #name: string;

  constructor(workbench: Workbench, name: string) {
    this.#workbench = workbench;
    this.#name = name;
  }

  /** A screen that does not come up is noted, and the tour goes on. */
  async stop(screen: string, goThere: () => Promise<unknown>, leave?: () => Promise<unknown>): Promise<void> {
    try {
      await goThere();
      // What slides or fades has come to rest.
      await this.#workbench.page.waitForTimeout(400);
      await this.#workbench.screenshot(`screen-${this.#name}-${screen}`);
    } catch (error) {
      this.failed.push(`${screen}: ${error instanceof Error ? error.message : String(error)}`);
      await this.#workbench.screenshot(`screen-${this.#name}-${screen}-FAILED`);
    }
    await leave?.().catch(() => undefined);
  }

  /** Throws when a screen since the last call did not come up. */
  check(): void {
    assert.deepEqual(this.failed.splice(0), []);
  }
}

const windows: readonly (readonly [Theme, Language])[] = [
  ["light", "en"],
  ["dark", "en"],
  ["hc", "en"],
  ["light", "zh-cn"],
  ["dark", "zh-cn"],
  ["hc", "zh-cn"],
];

for (const [theme, language] of windows) {
  describe(`every screen (${theme}, ${language})`, () => {
    let server: FakeModelServer;
    let workbench: Workbench;
    let tour: Tour;

    before(async () => {
      server = await FakeModelServer.start();
      server.rules = [
        { match: { bodyIncludes: "You search source code" }, reply: replyWithText(findings) },
        { match: { bodyIncludes: "with pytest" }, reply: replyWithText(tests) },
        { match: { bodyIncludes: "Explain `ship`" }, reply: replyWithText(answers[language]) },
      ];
      workbench = await Workbench.open({ theme, language, settings: settings() });
      await writeFile(workbench.pathOf(".env"), `DB_PASSWORD=${password}\n`);
      await writeFile(workbench.pathOf("python/connection.py"), `HOST = "db"\nPASSWORD = "${password}"\n`);
      tour = new Tour(workbench, `${theme}-${language}`);
    });

    after(async () => {
      await workbench?.close();
      await server?.stop();
    });

    function settings(more: Record<string, unknown> = {}): Record<string, unknown> {
      const team = { preset: "openai-compatible", baseUrl: server.baseUrl, model: "team-model" };
      return { "flywheel.backends": { team }, "flywheel.egress.keepRecord": true, ...more };
    }

    const run = (id: string, ...args: unknown[]): void =>
      void workbench.executeCommandId(id, ...args).catch(() => undefined);
    const closeList = (): Promise<void> => workbench.quickPick.cancel();
    const closeEditors = (): Promise<unknown> =>
      workbench.executeCommandId("workbench.action.closeAllEditors");
    const dialogOpens = () =>
      waitFor(() => workbench.dialog.isOpen(), { what: "a dialog", timeoutMs: 5_000 });

    it("walkthrough", async () => {
      const { page } = workbench;
      // Only a wide page shows the text beside the steps.
      await workbench.executeCommandId("workbench.action.closeSidebar");
      await tour.stop("walkthrough", async () => {
        await workbench.executeCommandId(
          "workbench.action.openWalkthrough",
          "flywheel.flywheel#start",
          false,
        );
        await page.locator(".gettingStartedContainer .getting-started-step").first().waitFor();
        await page.locator("iframe.webview.ready").first().waitFor();
      });
      const count = await page.locator(".gettingStartedContainer .getting-started-step").count();
      assert.equal(count, 5);
      for (let step = 1; step < count; step += 1) {
        await tour.stop(`walkthrough-${step + 1}`, async () => {
          await page.locator(".gettingStartedContainer .getting-started-step").nth(step).click();
        });
      }
      await closeEditors();
      await workbench.executeCommandId("workbench.view.explorer");
      tour.check();
    });

    it("menus and set-up", async () => {
      await workbench.openFile("python/inventory/reports.py", { line: 20 });
      const menu = async (): Promise<void> => {
        run("flywheel.internal.showStatusMenu");
        await workbench.quickPick.waitForOpen("team-model");
      };
      await tour.stop("status-menu", menu, closeList);
      await tour.stop(
        "hosts",
        async () => {
          await menu();
          await workbench.quickPick.choose(/Hosts that may receive code|可以接收代码的主机/);
          await workbench.quickPick.waitForOpen(language === "en" ? "No host but" : "本机");
        },
        closeList,
      );
      await tour.stop("set-up", async () => {
        run("flywheel.setUpBackend");
        await workbench.quickPick.waitForOpen("team");
      });
      await tour.stop("set-up-presets", async () => {
        await workbench.quickPick.accept();
        await workbench.quickPick.waitForOpen("curl");
      });
      await tour.stop("set-up-presets-end", async () => {
        await workbench.press("End");
      });
      await tour.stop(
        "set-up-key",
        async () => {
          await workbench.quickPick.type("spark");
          await workbench.quickPick.accept();
          await waitFor(async () => (await workbench.quickPick.itemsNow()).length < 8, {
            what: "the next list",
          });
        },
        closeList,
      );
      await tour.stop(
        "set-up-verdict",
        async () => {
          run("flywheel.setUpBackend");
          await workbench.quickPick.waitForOpen("team");
          await workbench.quickPick.accept();
          await workbench.quickPick.waitForOpen("curl");
          await workbench.quickPick.accept();
          await waitFor(async () => (await workbench.quickPick.itemsNow()).length === 0, { what: "the box" });
          await workbench.quickPick.type(
            `curl ${server.baseUrl}/chat/completions -H "Authorization: Bearer sk-team-0123456789" -d '{"model":"fake-model"}'`,
          );
          await workbench.quickPick.accept();
          await waitFor(async () => (await workbench.quickPick.itemsNow()).length > 4, {
            what: "the verdict",
          });
        },
        closeList,
      );
      await tour.stop(
        "diagnose",
        async () => {
          run("flywheel.diagnose");
          await workbench.quickPick.waitForOpen(language === "en" ? "What was found" : "检测结果");
        },
        closeList,
      );
      tour.check();
    });

    it("completion and chat", async () => {
      await tour.stop("chat-empty", async () => {
        await workbench.executeCommandId("flywheel.ask");
        await workbench.webview({ css: ".composer" });
      });
      await tour.stop("explain", async () => {
        await workbench.openFile("python/inventory/stock.py", { line: 64, column: 9 });
        await workbench.executeCommandId("flywheel.explainSelection");
        const chat = await workbench.webview({ css: ".turn" });
        await chat.locator(".turn[data-state=complete]").first().waitFor();
      });
      await tour.stop("ghost-text", async () => {
        await workbench.openFile("python/inventory/reports.py", { line: 16, column: 17 });
        await workbench.type("\n");
        await workbench.waitForGhostText();
      });
      await workbench.press("Escape");
      await workbench.executeCommandId("workbench.action.files.revert");
      tour.check();
    });

    it("findings and tests", async () => {
      await tour.stop("findings", async () => {
        await workbench.openFile("typescript/src/columns.ts", { line: 16, column: 8 });
        await workbench.executeCommandId("flywheel.findBugs");
        await workbench.waitForProblems((all) => all.some(({ source }) => source?.startsWith("Flywheel")));
        await workbench.executeCommandId("workbench.actions.view.problems");
      });
      await tour.stop("quick-fix", async () => {
        await workbench.notifications.closeAll();
        await workbench.openFile("typescript/src/columns.ts", { line: 16, column: 8 });
        await workbench.press("Control+.");
        await workbench.page.locator(".action-widget .monaco-list-row").first().waitFor();
      });
      await workbench.press("Escape");
      await workbench.executeCommandId("workbench.action.closePanel");
      await tour.stop("tests-target", async () => {
        await workbench.openFile("python/inventory/stock.py", { line: 64, column: 9 });
        run("flywheel.generateTests");
        await workbench.quickPick.waitForOpen("pytest");
      });
      await tour.stop("tests-consent", async () => {
        await workbench.quickPick.accept();
        await dialogOpens();
      });
      await tour.stop("tests-diff", async () => {
        const unrun = language === "en" ? "Write without running" : "只写不运行";
        await workbench.dialog.choose(unrun);
        await workbench.page.locator(".monaco-diff-editor").first().waitFor();
        await waitFor(async () => (await workbench.notifications.texts()).length > 0, {
          what: "the question",
        });
      });
      await workbench.notifications.closeAll();
      await closeEditors();
      tour.check();
    });

    it("what leaves the machine", async () => {
      await tour.stop(
        "allow-once",
        async () => {
          await workbench.openFile(".env");
          run("flywheel.explainSelection");
          await dialogOpens();
        },
        () => workbench.press("Escape"),
      );
      await workbench.openFile("python/connection.py");
      await workbench.executeCommandId("flywheel.explainSelection");
      await tour.stop("sent", async () => {
        await workbench.executeCommandId("flywheel.showSentData");
        await workbench.waitForEditorText((text) => text.includes("FLYWHEEL_SECRET"));
      });
      await closeEditors();
      await workbench.setSettings(settings({ "flywheel.backends": { cloud } }));
      await workbench.openFile("python/inventory/reports.py", { line: 20 });
      await tour.stop(
        "host-question",
        async () => {
          run("flywheel.ask", { text: "Why?" });
          await dialogOpens();
        },
        // The box of the chat may have the focus by now, where Escape stops the answer.
        () => workbench.dialog.choose("Cancel"),
      );
      await tour.stop("host-refused", async () => {
        const chat = await workbench.webview({ css: ".composer" });
        await chat.locator(".turn[data-state=error]").first().waitFor();
      });
      await tour.stop(
        "status-problem",
        async () => {
          await workbench.executeCommandId("flywheel.triggerCompletion");
          run("flywheel.internal.showStatusMenu");
          await workbench.quickPick.waitForOpen("big-model");
        },
        closeList,
      );
      await workbench.setSettings(settings());
      await workbench.reload();
      await tour.stop("sent-kept", async () => {
        await workbench.executeCommandId("flywheel.showSentData");
        await workbench.waitForEditorText((text) => text.includes("FLYWHEEL_SECRET"));
      });
      await closeEditors();
      tour.check();
    });

    it("offline and statistics", async () => {
      await workbench.setSettings(settings({ "flywheel.roles.chat": "offline" }));
      await tour.stop("explain-offline", async () => {
        await workbench.openFile("javascript/src/retry.js", { line: 36, column: 5 });
        await workbench.executeCommandId("flywheel.explainSelection");
      });
      await tour.stop("statistics", async () => {
        await workbench.executeCommandId("flywheel.showStatistics");
        const page = await workbench.webview(language === "en" ? "Flywheel statistics" : { css: "#logged" });
        await page.waitForSelector("#logged");
      });
      tour.check();
    });
  });
}
