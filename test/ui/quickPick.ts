import { isDeepStrictEqual } from "node:util";
import type { Locator, Page } from "playwright-core";
import { waitFor } from "./waitFor.ts";

const WIDGET = ".quick-input-widget";

/** The list or input box that drops from the top of the window: command palette, quick picks, input boxes. */
export class QuickPick {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get widget(): Locator {
    return this.page.locator(WIDGET);
  }

  get input(): Locator {
    return this.widget.locator(".quick-input-box input");
  }

  async isOpen(): Promise<boolean> {
    return this.widget.isVisible();
  }

  /** Waits until it is open; with `text`, until its title, placeholder, prompt or an item contains that text. */
  async waitForOpen(text?: string, timeoutMs = 10_000): Promise<void> {
    await waitFor(
      async () => (await this.isOpen()) && (text === undefined || (await this.allText()).includes(text)),
      {
        timeoutMs,
        what: text === undefined ? "a quick pick" : `a quick pick with "${text}"`,
      },
    );
  }

  async waitForClosed(timeoutMs = 10_000): Promise<void> {
    await this.widget.waitFor({ state: "hidden", timeout: timeoutMs });
  }

  async title(): Promise<string> {
    return (await this.widget.locator(".quick-input-title").innerText()).trim();
  }

  async placeholder(): Promise<string> {
    return (await this.input.getAttribute("placeholder")) ?? "";
  }

  /** The prompt, or the complaint about the value, of an input box. */
  async message(): Promise<string> {
    const message = this.widget.locator(".quick-input-message");
    return (await message.isVisible()) ? (await message.innerText()).trim() : "";
  }

  async value(): Promise<string> {
    return this.input.inputValue();
  }

  /** As `itemsNow`, once there are some and they stay the same: a list is on the screen before its rows are. */
  async items(): Promise<string[]> {
    let last: string[] = [];
    await waitFor(
      async () => {
        const before = last;
        last = await this.itemsNow();
        return last.length > 0 && isDeepStrictEqual(last, before);
      },
      { what: "the rows of the quick pick" },
    );
    return last;
  }

  /** The accessible names (label, description, detail) of the rows that are in view. */
  async itemsNow(): Promise<string[]> {
    // All at once: a row that goes while the others are read would be waited for.
    return this.rows().evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? ""));
  }

  /** Replaces what is in the box. */
  async type(text: string): Promise<void> {
    await this.waitForOpen();
    await this.input.fill(text);
  }

  /** Clicks the row whose label is `label`, or else the first that contains it. */
  async choose(label: string | RegExp, timeoutMs = 10_000): Promise<void> {
    await waitFor(
      async () => {
        const names = await this.itemsNow();
        const exact = names.findIndex((name) =>
          typeof label === "string" ? labelOf(name) === label : label.test(name),
        );
        const found =
          exact >= 0 || typeof label !== "string" ? exact : names.findIndex((name) => name.includes(label));
        const name = names[found];
        if (name === undefined) return false;
        // By its name: where the list is still being filtered, another row may stand in its place by now.
        await this.row(name).click({ timeout: 3_000 });
        return true;
      },
      { timeoutMs, what: `the item ${label} in the quick pick` },
    );
  }

  async accept(): Promise<void> {
    await this.page.keyboard.press("Enter");
  }

  async cancel(): Promise<void> {
    await this.page.keyboard.press("Escape");
    await this.waitForClosed();
  }

  private row(name: string): Locator {
    const quoted = JSON.stringify(name).replaceAll("\\n", "\\a ");
    return this.widget.locator(`.quick-input-list .monaco-list-row[aria-label=${quoted}]`).first();
  }

  private rows(): Locator {
    return this.widget.locator(".quick-input-list .monaco-list-row");
  }

  private async allText(): Promise<string> {
    const parts = [
      this.title(),
      this.placeholder(),
      this.message(),
      this.itemsNow().then((items) => items.join("\n")),
    ];
    return (await Promise.all(parts.map((part) => part.catch(() => "")))).join("\n");
  }
}

/** The accessible name is "label, description, detail, keybinding"; a label itself may hold commas. */
function labelOf(accessibleName: string): string {
  return accessibleName.split(", ")[0] ?? accessibleName;
}
