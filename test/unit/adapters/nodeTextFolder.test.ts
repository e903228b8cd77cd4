import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NodeTextFolder } from "../../../src/adapters/nodeTextFolder.ts";

describe("NodeTextFolder", () => {
  let parent = "";

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "flywheel-chats-"));
  });

  afterEach(() => rm(parent, { recursive: true, force: true }));

  it("is empty before anything was written, and makes itself", async () => {
    const folder = new NodeTextFolder(join(parent, "a", "chats"));
    assert.deepEqual(await folder.list(), []);
    assert.equal(await folder.read("x.json"), undefined);
    await folder.write("x.json", "问题 1");
    await folder.write("x.json", "问题 2");
    assert.equal(await folder.read("x.json"), "问题 2");
    assert.deepEqual(await readdir(join(parent, "a", "chats")), ["x.json"]);
  });

  it("renames and deletes", async () => {
    const folder = new NodeTextFolder(parent);
    await folder.write("x.json", "1");
    await folder.rename("x.json", "y.json");
    assert.deepEqual(await folder.list(), ["y.json"]);
    await folder.delete("y.json");
    await folder.delete("y.json");
    assert.deepEqual(await folder.list(), []);
  });

  it("rejects where the folder is a file", async () => {
    const folder = new NodeTextFolder(parent);
    await folder.write("x", "1");
    await assert.rejects(new NodeTextFolder(join(parent, "x")).write("y", "2"));
  });
});
