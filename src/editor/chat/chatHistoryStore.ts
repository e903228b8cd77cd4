import * as vscode from "vscode";
import type { Conversation } from "../../core/chat/conversation.ts";
import { decodeConversation, encodeConversation } from "../../core/chat/conversationFile.ts";
import type { Log } from "../../core/ports.ts";

const fileShape = /^[\w-]+\.json$/;

/**
 * Conversations as plain JSON files, one each. A file is replaced whole or not at all; one that cannot
 * be read is renamed and kept.
 */
export class ChatHistoryStore {
  readonly #folder: vscode.Uri;
  readonly #log: Log;
  #lastWrite: Promise<void> = Promise.resolve();

  constructor(folder: vscode.Uri, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Newest first. Never rejects. */
  async load(): Promise<readonly Conversation[]> {
    const conversations: Conversation[] = [];
    for (const name of await this.#fileNames()) {
      const conversation = await this.#read(name);
      if (conversation !== undefined) {
        conversations.push(conversation);
      }
    }
    return conversations.sort((a, b) => b.updatedAtMs - a.updatedAtMs);
  }

  /** Resolves when written, one after the other. A disk that refuses is logged: the chat goes on. */
  save(conversation: Conversation): Promise<void> {
    const text = encodeConversation(conversation);
    this.#lastWrite = this.#lastWrite.then(() => this.#write(`${conversation.id}.json`, text));
    return this.#lastWrite;
  }

  delete(id: string): Promise<void> {
    this.#lastWrite = this.#lastWrite.then(() =>
      vscode.workspace.fs.delete(this.#uriOf(`${id}.json`)).then(undefined, () => undefined),
    );
    return this.#lastWrite;
  }

  #uriOf(name: string): vscode.Uri {
    return vscode.Uri.joinPath(this.#folder, name);
  }

  async #fileNames(): Promise<readonly string[]> {
    try {
      const entries = await vscode.workspace.fs.readDirectory(this.#folder);
      return entries.map(([name]) => name).filter((name) => fileShape.test(name));
    } catch {
      // No folder yet: nothing was ever asked here.
      return [];
    }
  }

  async #read(name: string): Promise<Conversation | undefined> {
    const uri = this.#uriOf(name);
    try {
      const bytes = await vscode.workspace.fs.readFile(uri);
      const conversation = decodeConversation(new TextDecoder().decode(bytes));
      if (conversation === undefined) {
        await vscode.workspace.fs.rename(uri, this.#uriOf(`${name}.unreadable`), { overwrite: false });
        this.#log.warn(`A chat could not be read and was kept as ${name}.unreadable in ${this.#folder.fsPath}.`);
      }
      return conversation;
    } catch (error) {
      this.#log.warn(`The chat ${name} could not be read: ${String(error)}`);
      return undefined;
    }
  }

  async #write(name: string, text: string): Promise<void> {
    const partial = this.#uriOf(`${name}.partial`);
    try {
      await vscode.workspace.fs.createDirectory(this.#folder);
      await vscode.workspace.fs.writeFile(partial, new TextEncoder().encode(text));
      await vscode.workspace.fs.rename(partial, this.#uriOf(name), { overwrite: true });
    } catch (error) {
      this.#log.error(`The chat ${name} could not be written.`, error);
    }
  }
}
