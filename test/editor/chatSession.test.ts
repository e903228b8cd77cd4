import assert from "node:assert/strict";
import * as vscode from "vscode";
import { ChatHistoryStore } from "../../src/core/chat/chatHistoryStore.ts";
import type { ChatTurn } from "../../src/core/chat/conversation.ts";
import type { CodeTarget } from "../../src/editor/codeTarget.ts";
import { ChatContext } from "../../src/editor/chat/chatContext.ts";
import { ChatSession } from "../../src/editor/chat/chatSession.ts";
import type { TurnInput, TurnRunner } from "../../src/editor/chat/turnRunner.ts";
import type { AllowOnce } from "../../src/editor/egress/allowOnce.ts";
import { SystemRandom } from "../../src/adapters/systemRandom.ts";
import { FakeClock } from "../fakes/fakeClock.ts";
import { MemoryTextFolder } from "../fakes/memoryTextFolder.ts";
import { QuietLog } from "../fakes/quietLog.ts";

/** Answers every turn at once. */
const runner = {
  run: async ({ turn }: TurnInput): Promise<ChatTurn> => ({
    ...turn,
    answer: "An answer.",
    state: "complete",
    backend: { kind: "model", profile: "fake", model: "fake", host: "fake.example" },
  }),
} as unknown as TurnRunner;

describe("the chat session", () => {
  const context = new ChatContext(async () => false);
  let onAsk: () => void = () => undefined;
  let session: ChatSession;
  let target: CodeTarget;

  const allowOnce = {
    ask: async (path: string) => {
      onAsk();
      return { kind: "allowed", file: { path, rule: "*.private.py" } };
    },
  } as unknown as AllowOnce;

  before(async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder !== undefined);
    const uri = vscode.Uri.joinPath(folder.uri, "chatSessionTest.private.py");
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode("x = 1\n"));
    const document = await vscode.workspace.openTextDocument(uri);
    const range = new vscode.Range(0, 0, 0, 5);
    const shape = { path: "chatSessionTest.private.py", languageId: "python", kind: "given" } as const;
    target = { ...shape, document, uri, range, text: "x = 1" };
  });

  beforeEach(() => {
    onAsk = () => undefined;
    const history = new ChatHistoryStore(new MemoryTextFolder(), new QuietLog());
    session = new ChatSession(runner, history, context, new FakeClock(), new SystemRandom(), allowOnce);
  });

  afterEach(() => session.dispose());

  after(async () => {
    context.dispose();
    await vscode.workspace.fs.delete(target.uri).then(undefined, () => undefined);
  });

  it("asks a turn again in its own chat only, when another was opened over a question", async () => {
    const turn = await session.explain(target);
    const chat = session.conversation;
    onAsk = () => session.newChat();
    assert.equal(await session.retry(turn?.id ?? ""), undefined);
    assert.equal(session.conversation.turns.length, 0);
    session.open(chat.id);
    assert.deepEqual(
      session.conversation.turns.map(({ id }) => id),
      [turn?.id],
    );
  });

  it("keeps a turn whose file is gone when it is asked again", async () => {
    const gone = { ...target, uri: target.uri.with({ path: target.uri.path.replace("Test", "Gone") }) };
    const turn = await session.explain(gone);
    const later = await session.explain(target);
    await assert.rejects(session.retry(turn?.id ?? ""));
    assert.deepEqual(
      session.conversation.turns.map(({ id }) => id),
      [turn?.id, later?.id],
    );
  });
});
