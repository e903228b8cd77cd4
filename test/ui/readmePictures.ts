/**
 * `npm run pictures`: takes the README's pictures in a real VS Code, 1280 by 800. The model is scripted: a fake
 * server gives the replies below, and the log on the statistics page is made up by `seededEvents`.
 */
import assert from "node:assert/strict";
import { mkdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { EventStore } from "../../src/adapters/sqlite/eventStore.ts";
import { SystemClock } from "../../src/adapters/systemClock.ts";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { replyWithText } from "../fakes/fakeModelServerReplies.ts";
import { helped, PersonaLog } from "../fakes/seededEvents.ts";
import { waitFor } from "./waitFor.ts";
import { Workbench, type Theme } from "./workbench.ts";

const images = fileURLToPath(new URL("../../docs/images/", import.meta.url));
const maxPictureBytes = 300_000;
const silentLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

const completion = `"""Mean price of the items on the shelf, rounded down."""
    items = list(stock.items())
    if not items:
        return 0
    return sum(item.price_cents for item in items) // len(items)`;

const explanation = `\`truncate\` cuts a text so that it fits into \`maxWidth\` terminal columns.

1. **Check.** With less than one column there is no room for the ellipsis: it throws a \`RangeError\`.
2. **Nothing to do.** A text that fits is returned as it is.
3. **Cut.** It takes characters while one column stays free for the ellipsis, and measures each by \`displayWidth\`.

Worth knowing: a wide character counts as two columns, so the result may be one column narrower than \`maxWidth\`.

\`\`\`typescript
truncate("飞轮 flywheel", 8); // "飞轮 fl…"
\`\`\``;

const tests = `Here are the tests:

\`\`\`python
import pytest

from inventory import InsufficientStockError, Stock, UnknownItemError


def test_shipping_takes_reserved_pieces_off_the_shelf(stock: Stock) -> None:
    stock.reserve("AB-12", 30)
    assert stock.ship("AB-12", 10) == 30
    assert stock.free("AB-12") == 10


def test_no_more_is_shipped_than_was_reserved(stock: Stock) -> None:
    stock.reserve("AB-12", 5)
    with pytest.raises(InsufficientStockError):
        stock.ship("AB-12", 6)
    assert stock.on_hand("AB-12") == 40


def test_an_unknown_code_is_not_shipped(stock: Stock) -> None:
    with pytest.raises(UnknownItemError):
        stock.ship("ZZ-99", 1)
\`\`\``;

const findings = JSON.stringify([
  {
    line: 16,
    quote: "  if (left.order === left.order) {",
    problem:
      "The column's order is compared with itself, so every pair counts as equal and columns are sorted by title only.",
    fix: "  if (left.order === right.order) {",
  },
]);

describe("pictures for the README", () => {
  let server: FakeModelServer;

  before(async () => {
    mkdirSync(images, { recursive: true });
    server = await FakeModelServer.start();
    server.rules = [
      { match: { bodyIncludes: "You search source code" }, reply: replyWithText(findings) },
      { match: { bodyIncludes: "Explain `truncate`" }, reply: replyWithText(explanation) },
      { match: { bodyIncludes: "with pytest" }, reply: replyWithText(tests) },
      { reply: replyWithText(completion) },
    ];
  });

  after(() => server.stop());

  async function open(theme: Theme): Promise<Workbench> {
    const team = { preset: "openai-compatible", baseUrl: server.baseUrl, model: "scripted-model" };
    const settings = {
      "flywheel.backends": { team },
      "editor.minimap.enabled": false,
      "editor.fontSize": 15,
      "workbench.layoutControl.enabled": false,
    };
    return Workbench.open({ theme, settings });
  }

  async function take(workbench: Workbench, name: string): Promise<void> {
    const path = `${images}${name}.png`;
    await workbench.page.mouse.move(640, 4);
    await workbench.page.screenshot({ path, animations: "disabled", caret: "initial" });
    assert.ok(statSync(path).size < maxPictureBytes, `${name}.png has ${statSync(path).size} bytes`);
  }

  it("completion", async () => {
    const workbench = await open("dark");
    await workbench.openFile("python/inventory/reports.py", { line: 41, column: 1 });
    await workbench.type("\n\ndef average_price_cents(stock: Stock) -> int:\n");
    await workbench.waitForGhostText((text) => text.includes("len(items)"));
    await take(workbench, "completion");
    await workbench.close();
  });

  it("explain", async () => {
    const workbench = await open("light");
    await workbench.openFile("typescript/src/width.ts", { line: 60, column: 5 });
    await workbench.executeCommandId("flywheel.explainSelection");
    const chat = await workbench.webview({ css: ".turn" });
    await chat.locator(".turn[data-state=complete]").waitFor();
    const { mouse } = workbench.page;
    await mouse.move(350, 300);
    await mouse.down();
    await mouse.move(560, 300, { steps: 5 });
    await mouse.up();
    await chat.evaluate("document.querySelector('.turn').scrollIntoView()");
    await take(workbench, "explain");
    await workbench.close();
  });

  it("tests", async () => {
    const workbench = await open("light");
    await workbench.executeCommandId("workbench.action.closeSidebar");
    await workbench.openFile("python/inventory/stock.py", { line: 64, column: 9 });
    void workbench.executeCommandId("flywheel.generateTests").catch(() => undefined);
    await workbench.quickPick.waitForOpen("pytest");
    await workbench.quickPick.accept();
    await workbench.dialog.choose("Write without running");
    await workbench.notifications.waitFor(/proposes/);
    await workbench.page.locator(".monaco-diff-editor").first().waitFor();
    await take(workbench, "tests");
    await workbench.close();
  });

  it("bugs", async () => {
    const workbench = await open("dark");
    await workbench.openFile("typescript/src/columns.ts", { line: 16, column: 5 });
    await workbench.executeCommandId("flywheel.findBugs");
    await workbench.waitForProblems((all) => all.some(({ source }) => source === "Flywheel (model)"));
    await workbench.executeCommandId("workbench.actions.view.problems");
    await workbench.notifications.closeAll();
    await workbench.openFile("typescript/src/columns.ts", { line: 16, column: 8 });
    await workbench.press("Control+.");
    await workbench.page.getByText("(preview)").first().waitFor();
    await take(workbench, "bugs");
    await workbench.close();
  });

  it("statistics", async () => {
    const workbench = await open("light");
    await workbench.executeCommandId("workbench.action.closeSidebar");
    await workbench.executeCommandId("flywheel.showStatistics");
    const page = await workbench.webview("Flywheel statistics");
    await page.waitForSelector("#logged");
    const databasePath = (await page.locator("#logged code").textContent()) ?? "";
    const store = new EventStore(
      databasePath.slice(0, -"/events.sqlite".length),
      "w-seeded",
      new SystemClock(),
      silentLog,
    );
    store.open(true);
    const events = new PersonaLog(helped).write(Date.now());
    assert.equal(store.append(events).written, events.length);
    store.close();
    await page.waitForSelector("#ledger");
    await waitFor(async () => (await page.locator("[data-net]").count()) > 0, { what: "the priced phases" });
    await page.evaluate('window.scrollTo(0, document.querySelector("#ledger").offsetTop - 12)');
    await take(workbench, "statistics");
    await workbench.close();
  });
});
