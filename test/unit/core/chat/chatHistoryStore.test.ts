import assert from "node:assert/strict";
import { ChatHistoryStore } from "../../../../src/core/chat/chatHistoryStore.ts";
import { emptyConversation } from "../../../../src/core/chat/conversation.ts";
import { encodeConversation } from "../../../../src/core/chat/conversationFile.ts";
import { MemoryTextFolder } from "../../../fakes/memoryTextFolder.ts";
import { QuietLog } from "../../../fakes/quietLog.ts";

function setUp(): { folder: MemoryTextFolder; log: QuietLog; store: ChatHistoryStore } {
  const folder = new MemoryTextFolder();
  const log = new QuietLog();
  return { folder, log, store: new ChatHistoryStore(folder, log) };
}

describe("ChatHistoryStore", () => {
  it("gives back what it saved, newest first", async () => {
    const { store } = setUp();
    await store.save({ ...emptyConversation("old", 1), title: "old" });
    await store.save({ ...emptyConversation("new", 2), title: "new" });
    assert.deepEqual(
      (await store.load()).map(({ title }) => title),
      ["new", "old"],
    );
  });

  it("sets a file aside that cannot be read, and never deletes or overwrites one", async () => {
    const { folder, log, store } = setUp();
    folder.textByName.set("a.json", "{ broken");
    folder.textByName.set("a.json.unreadable", "an older one");
    folder.textByName.set(
      "b.json",
      encodeConversation(emptyConversation("b", 1)).replace('"version": 1', '"version": 9'),
    );
    folder.textByName.set("c.json", encodeConversation(emptyConversation("c", 1)));
    folder.textByName.set("notes.txt", "mine");
    assert.deepEqual(
      (await store.load()).map(({ id }) => id),
      ["c"],
    );
    assert.equal(folder.textByName.get("a.json.unreadable"), "an older one");
    assert.equal(folder.textByName.get("a.json.unreadable-2"), "{ broken");
    assert.match(folder.textByName.get("b.json.unreadable") ?? "", /"version": 9/);
    assert.equal(folder.textByName.get("notes.txt"), "mine");
    assert.equal(log.lines.filter((line) => line.startsWith("warn")).length, 2);
  });

  it("writes in order and settles when all is written", async () => {
    const { folder, store } = setUp();
    void store.save({ ...emptyConversation("a", 1), title: "first" });
    void store.save({ ...emptyConversation("a", 1), title: "second" });
    void store.delete("zzz");
    await store.settled();
    assert.match(folder.textByName.get("a.json") ?? "", /second/);
  });

  it("logs a disk that refuses and goes on", async () => {
    const { folder, log, store } = setUp();
    folder.failure = new Error("disk full");
    await store.save(emptyConversation("a", 1));
    assert.deepEqual(await store.load(), []);
    assert.match(log.lines.join("\n"), /could not be written[\s\S]*disk full/);
    folder.failure = undefined;
    await store.save(emptyConversation("a", 1));
    assert.equal((await store.load()).length, 1);
  });
});
