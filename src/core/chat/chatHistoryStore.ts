import type { Log, TextFolder } from "../ports.ts";
import type { Conversation } from "./conversation.ts";
import { decodeConversation, encodeConversation } from "./conversationFile.ts";

const fileShape = /^[\w-]+\.json$/;

/** Conversations as plain JSON files, one each. A file that cannot be read is renamed and kept. */
export class ChatHistoryStore {
  readonly #folder: TextFolder;
  readonly #log: Log;
  #lastWrite: Promise<void> = Promise.resolve();

  constructor(folder: TextFolder, log: Log) {
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
    return this.#afterLast(() => this.#folder.write(`${conversation.id}.json`, text));
  }

  delete(id: string): Promise<void> {
    return this.#afterLast(() => this.#folder.delete(`${id}.json`));
  }

  /** Resolves when all that was to be written has been. */
  settled(): Promise<void> {
    return this.#lastWrite;
  }

  #afterLast(write: () => Promise<void>): Promise<void> {
    this.#lastWrite = this.#lastWrite.then(write).catch((error: unknown) => {
      this.#log.error("A chat could not be written to disk.", error);
    });
    return this.#lastWrite;
  }

  async #fileNames(): Promise<readonly string[]> {
    try {
      return (await this.#folder.list()).filter((name) => fileShape.test(name));
    } catch (error) {
      this.#log.error("The chats could not be listed.", error);
      return [];
    }
  }

  async #read(name: string): Promise<Conversation | undefined> {
    try {
      const text = await this.#folder.read(name);
      const conversation = text === undefined ? undefined : decodeConversation(text);
      if (text !== undefined && conversation === undefined) {
        await this.#setAside(name);
      }
      return conversation;
    } catch (error) {
      this.#log.error(`The chat ${name} could not be read.`, error);
      return undefined;
    }
  }

  async #setAside(name: string): Promise<void> {
    const taken = new Set(await this.#folder.list());
    let kept = `${name}.unreadable`;
    for (let number = 2; taken.has(kept); number += 1) {
      kept = `${name}.unreadable-${number}`;
    }
    await this.#folder.rename(name, kept);
    this.#log.warn(`A chat could not be read; its file was kept as ${kept}.`);
  }
}
