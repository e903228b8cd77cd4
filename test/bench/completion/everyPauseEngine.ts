import { fillInRequest, chatInfill } from "../../../src/core/completion/infillRequest.ts";
import type { CreateEngine } from "./benchEngine.ts";

/** The plain way: at every pause one request, aborted by the next key, nothing kept. */
export const createEveryPause: CreateEngine = ({ backend }) => ({
  didChange: () => undefined,
  provide: async (snapshot, offset, signal) => {
    const input = { backend, snapshot, offset, isMultiline: true, snippets: [] };
    const { fillIn, chat } = backend;
    const stream =
      fillIn === undefined
        ? chat.send(chatInfill(input, 8000), signal)
        : fillIn.send(fillInRequest(input, 8000), signal);
    let text = "";
    try {
      for await (const chunk of stream) {
        text += chunk.kind === "text" ? chunk.text : "";
      }
    } catch {
      return undefined;
    }
    return signal.aborted || text.trim() === "" ? undefined : { text, replaceEnd: offset, id: "" };
  },
  didAccept: () => undefined,
  dispose: () => undefined,
});
