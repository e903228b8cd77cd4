import * as vscode from "vscode";
import { isCancellation, toAssistantError } from "../core/errors.ts";
import { chatViewId, lateCommandIds } from "../editor/commandIds.ts";
import type { Features } from "../features.ts";
import { loadAfterStart } from "./afterStart.ts";
import type { Foundation } from "./foundation.ts";

/** Commands and views of the second root: registered now, brought to life when first used. */
export function registerLate({ context, log }: Foundation, load: () => Features): void {
  for (const id of lateCommandIds) {
    const run = async (...args: unknown[]): Promise<unknown> => {
      try {
        return await load()
          .commands.get(id)
          ?.run(...args);
      } catch (error) {
        if (!isCancellation(error)) {
          log.error(`${id} failed.`, error);
          void loadAfterStart().showError(toAssistantError(error));
        }
        return undefined;
      }
    };
    context.subscriptions.push(vscode.commands.registerCommand(id, run));
  }
  context.subscriptions.push(
    vscode.window.registerWebviewViewProvider(chatViewId, {
      resolveWebviewView: (view, state, token) => load().chatView.resolveWebviewView(view, state, token),
    }),
  );
}
