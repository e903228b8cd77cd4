import * as vscode from "vscode";
import { formatMessage, type Message, type MessageTable } from "../core/messages.ts";

/** English text to its translation, from `l10n/bundle.l10n.<language>.json`. */
export type Translations = Readonly<Record<string, string>>;

/**
 * Turns message ids of core into text. `text` speaks the editor's display language, `answer` the
 * language that the user chose for answers.
 */
export class Translator {
  readonly #tables: MessageTable;
  readonly #chinese: Translations;
  readonly #answersInChinese: () => boolean;

  constructor(tables: readonly MessageTable[], chinese: Translations, answersInChinese: () => boolean) {
    this.#tables = Object.assign({}, ...tables) as MessageTable;
    this.#chinese = chinese;
    this.#answersInChinese = answersInChinese;
  }

  /** In the display language. An unknown id is shown as itself. */
  text(message: Message): string {
    return vscode.l10n.t(this.#tables[message.id] ?? message.id, ...message.args);
  }

  /** In the language of answers. */
  answer(message: Message): string {
    const english = this.#tables[message.id] ?? message.id;
    const text = this.#answersInChinese() ? (this.#chinese[english] ?? english) : english;
    return formatMessage(text, message.args);
  }

  get isAnsweringInChinese(): boolean {
    return this.#answersInChinese();
  }
}
