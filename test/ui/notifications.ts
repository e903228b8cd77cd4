import type { Locator, Page } from "playwright-core";
import type { TestDriver } from "./testDriver.ts";
import { waitFor } from "./waitFor.ts";

/** The messages in the corner of the window. A toast goes after some seconds: wait for it right after its cause. */
export class Notifications {
  private readonly page: Page;
  private readonly driver: TestDriver;

  constructor(page: Page, driver: TestDriver) {
    this.page = page;
    this.driver = driver;
  }

  async texts(): Promise<string[]> {
    const texts = await this.page
      .locator(".notifications-toasts .notification-list-item-message")
      .allInnerTexts();
    return texts.map((text) => text.trim());
  }

  async waitFor(match: string | RegExp, timeoutMs = 15_000): Promise<string> {
    let seen: string[] = [];
    return waitFor(
      async () => {
        seen = await this.texts();
        return seen.find((text) => (typeof match === "string" ? text.includes(match) : match.test(text)));
      },
      { timeoutMs, what: () => `the notification ${match}; there are: ${seen.join("; ") || "none"}` },
    );
  }

  /** The same, once it is the only one: what told of the progress may go a moment later. */
  async waitForOnly(match: string | RegExp): Promise<void> {
    await this.waitFor(match);
    await waitFor(async () => (await this.texts()).length === 1, { what: `no message but ${match}` });
    await this.waitFor(match);
  }

  /** Clicks a button of the toast that contains `text`, or of any. */
  async click(button: string, text: string | RegExp = ""): Promise<void> {
    await this.item(text)
      .locator(".notification-list-item-buttons-container .monaco-button", { hasText: button })
      .click();
  }

  async closeAll(): Promise<void> {
    const items = this.page.locator(".notifications-toasts .notification-list-item");
    await waitFor(
      async () => {
        if ((await items.count()) === 0) return true;
        // Not by the mouse: the tooltip of what it was left on may lie over them.
        await this.driver.command("notifications.clearAll");
        return false;
      },
      { what: "the notifications to close" },
    );
  }

  private item(text: string | RegExp): Locator {
    return this.page.locator(".notifications-toasts .notification-list-item", { hasText: text }).first();
  }
}
