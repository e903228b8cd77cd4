import * as vscode from "vscode";
import type { Conversation } from "../../core/chat/conversation.ts";
import { describeTime } from "./chatViewState.ts";

interface ConversationPick extends vscode.QuickPickItem {
  readonly id: string;
}

export interface HistoryActions {
  conversations(): readonly Conversation[];
  open(id: string): void;
  delete(id: string): Promise<void>;
}

/** The list of all chats, newest first: Enter opens one, the bin deletes it. */
export function pickConversation(actions: HistoryActions, openId: string, nowMs: number): void {
  const bin: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("trash"),
    tooltip: vscode.l10n.t("Delete chat"),
  };
  const pick = vscode.window.createQuickPick<ConversationPick>();
  const refresh = (): void => {
    pick.items = actions
      .conversations()
      .filter(({ turns }) => turns.length > 0)
      .map(({ id, title, updatedAtMs }) => ({
        id,
        label: id === openId ? `$(check) ${title}` : title,
        description: describeTime(updatedAtMs, nowMs),
        buttons: [bin],
      }));
  };
  pick.title = vscode.l10n.t("Chats of this workspace");
  pick.placeholder = vscode.l10n.t("No chats yet");
  refresh();
  if (pick.items.length > 0) {
    pick.placeholder = vscode.l10n.t("Open a chat");
  }
  pick.onDidTriggerItemButton(({ item }) => {
    void actions.delete(item.id);
    refresh();
  });
  pick.onDidAccept(() => {
    const [chosen] = pick.selectedItems;
    if (chosen !== undefined) {
      actions.open(chosen.id);
    }
    pick.hide();
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
}
