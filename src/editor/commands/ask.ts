import * as vscode from "vscode";
import type { ChatContext } from "../chat/chatContext.ts";
import type { ChatSession } from "../chat/chatSession.ts";
import type { ChatViewProvider } from "../chat/chatViewProvider.ts";
import { rangeFromArgument, uriFromArgument } from "../codeTarget.ts";
import { commandIds, type Command } from "../commandIds.ts";

function textOf(argument: unknown): string | undefined {
  if (typeof argument !== "object" || argument === null || argument instanceof vscode.Uri) {
    return undefined;
  }
  const text = (argument as { readonly text?: unknown }).text;
  return typeof text === "string" && text.trim() !== "" ? text : undefined;
}

/** Opens the chat with its box focused; `{text}` asks at once, `(uri, range)` puts the code among the chips. */
export class Ask implements Command {
  readonly id = commandIds.ask;
  readonly #session: ChatSession;
  readonly #context: ChatContext;
  readonly #view: ChatViewProvider;

  constructor(session: ChatSession, context: ChatContext, view: ChatViewProvider) {
    this.#session = session;
    this.#context = context;
    this.#view = view;
  }

  /** Resolves to the answer when a text was given. */
  async run(...args: readonly unknown[]): Promise<string | undefined> {
    const text = textOf(args[0]);
    const uri = text === undefined ? uriFromArgument(args[0]) : undefined;
    const range = rangeFromArgument(args[1]);
    if (uri !== undefined && range !== undefined) {
      this.#context.add(uri, range);
    }
    await this.#view.reveal();
    return text === undefined ? undefined : (await this.#session.ask(text))?.answer;
  }
}
