import * as vscode from "vscode";
import { maxTextChars, type ChatStrings } from "../../protocol/chatMessages.ts";

/** The page's texts in the display language. */
export function createChatStrings(): ChatStrings {
  const t = vscode.l10n.t;
  return {
    inputLabel: t("Question"),
    inputPlaceholder: t("Ask about your code"),
    send: t("Send (Enter)"),
    stop: t("Stop (Escape)"),
    retry: t("Ask again"),
    recent: t("Earlier chats"),
    allChats: t("All chats"),
    addContext: t("Add context"),
    removeContext: t("Remove from the question"),
    withheld: t("withheld, never sent"),
    copy: t("Copy"),
    copied: t("Copied"),
    copyAnswer: t("Copy answer"),
    insert: t("Insert at cursor"),
    apply: t("Apply as diff"),
    you: t("You asked"),
    answer: t("Answer"),
    thinking: t("Thinking"),
    working: t("Working"),
    slow: t("Still waiting: a cold model is loaded first, and a cloud may queue. Stop whenever you like."),
    answerDone: t("Answer complete."),
    stopped: t("Stopped."),
    log: t("Chat"),
    emptyTitle: t("Ask about your code"),
    emptyAsk: t("Select code and run Explain from the context menu, or ask below in your own words."),
    emptyContext: t(
      "The chips above the box show which code goes with a question. Remove or add any of them.",
    ),
    emptyApply: t(
      "Code in an answer can be copied, inserted, or applied. You see the diff before anything is written.",
    ),
    setUpBackend: t("Set Up Backend"),
    jumpToEnd: t("Scroll to the end"),
    tooLong: t(
      "The question is longer than {0} characters and was not sent. Add the text as a file instead.",
      maxTextChars.toLocaleString(vscode.env.language),
    ),
  };
}
