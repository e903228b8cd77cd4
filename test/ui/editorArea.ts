import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { readGhostText } from "./ghostText.ts";
import type { EditorState, TestDriver } from "./testDriver.ts";
import { waitFor } from "./waitFor.ts";

/** What a test does with text editors and files; the part of `Workbench` that knows nothing of its start. */
export class EditorArea {
  readonly page: Page;
  readonly driver: TestDriver;
  /** Absolute path of the opened copy. */
  readonly folder: string;

  constructor(page: Page, driver: TestDriver, folder: string) {
    this.page = page;
    this.driver = driver;
    this.folder = folder;
  }

  /** Opens a file of the folder, the cursor at `line` and `column` (both from 1), and focuses the editor. */
  async openFile(path: string, at: { line?: number; column?: number } = {}): Promise<void> {
    const absolute = this.pathOf(path);
    const [line, column] = [(at.line ?? 1) - 1, (at.column ?? 1) - 1];
    const options = { selection: { $range: [line, column, line, column] }, preview: false };
    await this.driver.command("vscode.open", { $uri: absolute }, options);
    await this.waitForEditor(path);
    await this.driver.command("workbench.action.focusActiveEditorGroup");
    await this.editor().locator(".view-lines").first().waitFor();
  }

  /** Selects whole text between two places (from 1) of the active file by the keyboard's own commands. */
  async select(
    start: { line: number; column: number },
    end: { line: number; column: number },
  ): Promise<void> {
    const { path } = await this.activeEditor();
    const selection = { $range: [start.line - 1, start.column - 1, end.line - 1, end.column - 1] };
    await this.driver.command("vscode.open", { $uri: path }, { selection, preview: false });
    await waitFor(
      async () => {
        const state = await this.activeEditor();
        return state.start.line === start.line - 1 && state.end.line === end.line - 1;
      },
      { what: "the selection" },
    );
  }

  async waitForEditor(path: string, timeoutMs = 10_000): Promise<EditorState> {
    const absolute = this.pathOf(path);
    return waitFor(
      async () => {
        const state = await this.driver.activeEditor();
        return state?.path === absolute ? state : undefined;
      },
      { timeoutMs, what: `the editor of ${path}` },
    );
  }

  async activeEditor(): Promise<EditorState> {
    const state = await this.driver.activeEditor();
    if (!state) throw new Error("No text editor is active.");
    return state;
  }

  /** Types as a person does, key by key, into whatever has the focus; a line break is the Enter key. */
  async type(text: string, { delayMs = 30 }: { delayMs?: number } = {}): Promise<void> {
    await this.page.keyboard.type(text, { delay: delayMs });
  }

  /** One key or chord in Playwright's words ("Tab", "Escape", "Control+Shift+M"). */
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /**
   * Clicks a code lens until `isDone`, as a person would: the editor draws its lenses anew while it opens
   * a document, and a click on one that is being replaced does nothing. By the mouse itself, since a
   * locator's click scrolls the text sideways first. Until its command is known a lens is no link.
   */
  async clickCodeLens(text: string, isDone: () => Promise<boolean>): Promise<void> {
    const lens = this.page.locator(".codelens-decoration a", { hasText: text }).first();
    await waitFor(
      async () => {
        const box = await lens.boundingBox({ timeout: 1000 });
        if (box) {
          await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
        }
        return waitFor(isDone, { timeoutMs: 500, what: "the click's effect" });
      },
      { what: `a click on the code lens "${text}" to have an effect` },
    );
  }

  /** The ghost text of the focused editor, or "" when there is none. */
  ghostText(): Promise<string> {
    return readGhostText(this.page);
  }

  /** Waits for ghost text that `matches` (default: any) and stays; gives it back. */
  async waitForGhostText(
    matches: (text: string) => boolean = (text) => text !== "",
    timeoutMs = 10_000,
  ): Promise<string> {
    let last = "";
    await waitFor(
      async () => {
        // Twice the same: its lines are painted one after the other.
        const before = last;
        last = await this.ghostText();
        return last === before && matches(last);
      },
      { timeoutMs, intervalMs: 20, what: () => `ghost text; the last seen was ${JSON.stringify(last)}` },
    );
    return last;
  }

  /** The text in the editor's model (unsaved changes included); of the active editor when no path is given. */
  async editorText(path?: string): Promise<string> {
    if (path === undefined) return (await this.activeEditor()).text;
    return (await this.driver.document(this.pathOf(path))).text;
  }

  async waitForEditorText(
    matches: RegExp | ((text: string) => boolean),
    { path, timeoutMs = 10_000 }: { path?: string; timeoutMs?: number } = {},
  ): Promise<string> {
    let last = "";
    const isMatch = typeof matches === "function" ? matches : (text: string) => matches.test(text);
    await waitFor(
      async () => {
        last = await this.editorText(path);
        return isMatch(last);
      },
      { timeoutMs, what: () => `the text in the editor; it is:\n${last}\n` },
    );
    return last;
  }

  /** Saves the active editor; what was typed before is in the file afterwards. */
  async save(): Promise<void> {
    await this.driver.command("workbench.action.files.save");
  }

  diskText(path: string): string {
    return readFileSync(this.pathOf(path), "utf8");
  }

  existsOnDisk(path: string): boolean {
    return existsSync(this.pathOf(path));
  }

  /** The active code editor's element. */
  editor(): Locator {
    return this.page.locator(".editor-group-container.active .editor-instance .monaco-editor").first();
  }

  /** Absolute path of a file of the opened folder. */
  pathOf(path: string): string {
    return isAbsolute(path) ? path : join(this.folder, path);
  }
}
