import type { ChatStrings, ChatViewState, FromChat } from "../../protocol/chatMessages.ts";
import { createElement, createIcon, type IconName } from "./dom.ts";

type Post = (message: FromChat) => void;

function createLine(icon: IconName, text: string): HTMLElement {
  return createElement("li", {}, [createIcon(icon), createElement("span", { text })]);
}

/** What the view shows before the first question: what it is for, who answers, and earlier chats. */
export function createEmptyView(state: ChatViewState, strings: ChatStrings, post: Post): HTMLElement {
  const { backend, recent } = state;
  const view = createElement("div", { className: "empty" }, [
    createElement("h2", { text: strings.emptyTitle }),
    createElement("ul", { className: "lines" }, [
      createLine("selection", strings.emptyAsk),
      createLine("file", strings.emptyContext),
      createLine("apply", strings.emptyApply),
    ]),
    createElement("div", { className: "backend-card" }, [
      createElement("div", {
        className: backend.isOffline ? "backend offline" : "backend",
        text: backend.label,
      }),
      createElement("p", { text: backend.detail }),
      ...(backend.isOffline
        ? [
            createElement("button", {
              className: "button",
              text: strings.setUpBackend,
              attributes: { type: "button" },
              onClick: () => post({ kind: "setUpBackend" }),
            }),
          ]
        : []),
    ]),
  ]);
  if (recent.length > 0) {
    view.append(createRecent(recent, strings, post));
  }
  return view;
}

function createRecent(recent: ChatViewState["recent"], strings: ChatStrings, post: Post): HTMLElement {
  const entries = recent.map((entry) =>
    createElement(
      "button",
      {
        className: "recent-entry",
        attributes: { type: "button" },
        onClick: () => post({ kind: "openConversation", id: entry.id }),
      },
      [
        createElement("span", { className: "recent-title", text: entry.title }),
        createElement("span", { className: "recent-when", text: entry.when }),
      ],
    ),
  );
  return createElement("section", { className: "recent", attributes: { "aria-label": strings.recent } }, [
    createElement("h3", { text: strings.recent }),
    ...entries,
    createElement("button", {
      className: "recent-entry all",
      text: strings.allChats,
      attributes: { type: "button" },
      onClick: () => post({ kind: "showChats" }),
    }),
  ]);
}
