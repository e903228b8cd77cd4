import * as vscode from "vscode";

type Show = (text: string, ...rest: unknown[]) => Thenable<unknown>;
type ShowPick = (items: unknown, options?: vscode.QuickPickOptions) => Thenable<unknown>;

/** What a quick pick offered before the test answered it. */
export interface OfferedPick {
  readonly title: string;
  readonly labels: readonly string[];
}

const shows = ["showInformationMessage", "showWarningMessage", "showErrorMessage"] as const;

/**
 * Stands in front of the editor's messages and quick picks while a test runs: remembers them, and answers a
 * pick with what `choose` names (a label, or a part of it) and a message with a button that it names in full,
 * else dismisses it. `restore` gives them back.
 */
export class ShownMessages {
  readonly texts: string[] = [];
  readonly buttons: string[][] = [];
  readonly picks: OfferedPick[] = [];
  choose: readonly string[] = [];
  /** Typed into the next input boxes, one each; a box beyond them is dismissed. */
  readonly inputs: string[] = [];
  readonly #window = vscode.window as unknown as Record<string, unknown>;
  readonly #originals = new Map<string, unknown>();

  constructor() {
    for (const name of shows) {
      const show: Show = async (text, ...rest) => {
        this.texts.push(text);
        const buttons = rest.filter((part) => typeof part === "string");
        this.buttons.push(buttons);
        return buttons.find((button) => this.choose.includes(button));
      };
      this.#replace(name, show);
    }
    const showPick: ShowPick = async (given, options) => {
      const items = (await Promise.resolve(given)) as readonly (string | vscode.QuickPickItem)[];
      const labels = items.map((item) => (typeof item === "string" ? item : item.label));
      this.picks.push({ title: options?.title ?? "", labels });
      return items.find((_item, index) => this.choose.some((part) => labels[index]?.includes(part)));
    };
    this.#replace("showQuickPick", showPick);
    this.#replace("showInputBox", () => Promise.resolve(this.inputs.shift()));
  }

  /** What was shown since the last call. */
  take(): string[] {
    this.buttons.length = 0;
    return this.texts.splice(0);
  }

  restore(): void {
    for (const [name, original] of this.#originals) {
      this.#window[name] = original;
    }
    this.#originals.clear();
  }

  #replace(name: string, value: unknown): void {
    this.#originals.set(name, this.#window[name]);
    this.#window[name] = value;
  }
}
