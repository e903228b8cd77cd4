import type { ChatSession } from "../chat/chatSession.ts";
import type { ChatViewProvider } from "../chat/chatViewProvider.ts";
import { commandIds, type Command } from "../commandIds.ts";

/** Begins a new conversation; the old one stays in the list of chats. */
export class NewChat implements Command {
  readonly id = commandIds.newChat;
  readonly #session: ChatSession;
  readonly #view: ChatViewProvider;

  constructor(session: ChatSession, view: ChatViewProvider) {
    this.#session = session;
    this.#view = view;
  }

  async run(): Promise<undefined> {
    await this.#session.load();
    this.#session.newChat();
    await this.#view.reveal();
    return undefined;
  }
}
