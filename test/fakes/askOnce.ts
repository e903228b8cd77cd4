/**
 * Asks the server of the first argument one question and prints what was heard as JSON. A process of
 * its own, since Node reads the proxies of its environment only when it starts.
 */
import { createBackend } from "../../src/adapters/models/createBackend.ts";
import { chatRequest, hear, makeDeps, makeProfile } from "../unit/adapters/models/modelFixture.ts";

const backend = createBackend(makeProfile({ baseUrl: process.argv[2] ?? "" }), makeDeps());
const { text, error } = await hear(backend.chat.streamChat(chatRequest, new AbortController().signal));
process.stdout.write(JSON.stringify({ text, kind: error?.kind, detail: error?.detail }));
