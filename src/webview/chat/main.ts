import { decodeToChat, type FromChat } from "../../protocol/chatMessages.ts";
import { ChatPage, type PageHost } from "./chatPage.ts";

/** Enough for the log, which counts active time in slices of seconds. */
const betweenTypingMs = 5000;

interface PageState {
  readonly draft: string;
}

interface VsCodeApi {
  postMessage(message: FromChat): void;
  getState(): unknown;
  setState(state: PageState): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

function readDraft(state: unknown): string {
  const draft = typeof state === "object" && state !== null ? (state as Partial<PageState>).draft : undefined;
  return typeof draft === "string" ? draft : "";
}

function start(root: HTMLElement): void {
  const api = acquireVsCodeApi();
  let lastTypingMs = Number.NEGATIVE_INFINITY;
  const host: PageHost = {
    post: (message) => api.postMessage(message),
    readDraft: () => readDraft(api.getState()),
    keepDraft: (draft) => {
      api.setState({ draft });
      if (performance.now() - lastTypingMs >= betweenTypingMs) {
        lastTypingMs = performance.now();
        api.postMessage({ kind: "typing" });
      }
    },
  };
  let page: ChatPage | undefined;
  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    const message = decodeToChat(event.data);
    if (message?.kind === "init") {
      page ??= new ChatPage(root, message.strings, host);
    }
    if (message !== undefined) {
      page?.receive(message);
    }
  });
  host.post({ kind: "ready" });
}

const root = document.getElementById("chat");
if (root !== null) {
  start(root);
}
