import type { MessageTable } from "../messages.ts";

/** English of the chat's messages. */
export const chatMessages = {
  "chat.offline.found":
    "The offline backend does not understand questions; it looks for their words. The {0} best matching passages of this workspace:",
  "chat.offline.translated": "*Looked for in English, too: {0}.*",
  "chat.offline.others": "Further places:",
  "chat.offline.nothingFound":
    "The offline backend looks for the words of a question in this workspace, and found none of them. Try the name of a function, a file or an error text.",
  "chat.offline.needsBackend":
    "*A chat backend would read these passages and answer in words: run **Flywheel: Set Up Backend**.*",
} as const satisfies MessageTable;
