import type { Clock } from "../../core/ports.ts";
import type { ChatSession } from "../chat/chatSession.ts";
import type { ChatViewProvider } from "../chat/chatViewProvider.ts";
import { pickConversation } from "../chat/pickConversation.ts";
import { internalCommandIds, type Command } from "../commandIds.ts";

/** Lists the chats of this workspace to open or delete one. */
export class ShowChats implements Command {
  readonly id = internalCommandIds.showChats;
  readonly #session: ChatSession;
  readonly #view: ChatViewProvider;
  readonly #clock: Clock;

  constructor(session: ChatSession, view: ChatViewProvider, clock: Clock) {
    this.#session = session;
    this.#view = view;
    this.#clock = clock;
  }

  async run(): Promise<undefined> {
    await this.#session.load();
    const actions = {
      conversations: () => this.#session.conversations,
      open: (id: string) => {
        this.#session.open(id);
        void this.#view.reveal();
      },
      delete: (id: string) => this.#session.delete(id),
    };
    pickConversation(actions, this.#session.conversation.id, this.#clock.nowMs());
    return undefined;
  }
}
