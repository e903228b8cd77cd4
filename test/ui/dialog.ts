import type { Locator, Page } from "playwright-core";

/** A modal message in the middle of the window. */
export class Dialog {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get box(): Locator {
    return this.page.locator(".monaco-dialog-box");
  }

  async isOpen(): Promise<boolean> {
    return this.box.isVisible();
  }

  /** Waits for the dialog; its message and detail. */
  async text(timeoutMs = 15_000): Promise<string> {
    const message = this.box.locator(".dialog-message-container");
    await message.waitFor({ timeout: timeoutMs });
    return (await message.innerText()).trim();
  }

  /** Clicks the button of that label, or else the first that contains it: "Run" is part of "Write without running". */
  async choose(button: string, timeoutMs = 15_000): Promise<void> {
    const buttons = this.box.locator(".monaco-button");
    await buttons.filter({ hasText: button }).first().waitFor({ timeout: timeoutMs });
    const labels = await buttons.allInnerTexts();
    const exact = labels.findIndex((label) => label.trim() === button);
    const found = exact >= 0 ? exact : labels.findIndex((label) => label.includes(button));
    await buttons.nth(found).click({ timeout: timeoutMs });
    await this.box.waitFor({ state: "hidden", timeout: timeoutMs });
  }
}
