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

  async choose(button: string, timeoutMs = 15_000): Promise<void> {
    await this.box.locator(".monaco-button", { hasText: button }).first().click({ timeout: timeoutMs });
    await this.box.waitFor({ state: "hidden", timeout: timeoutMs });
  }
}
