import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NodeAppendFolder } from "../../../src/adapters/nodeAppendFolder.ts";

describe("NodeAppendFolder", () => {
  let parent = "";

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "flywheel-append-"));
  });

  afterEach(() => rm(parent, { recursive: true, force: true }));

  it("is empty before anything was written, makes itself and grows", async () => {
    const folder = new NodeAppendFolder(join(parent, "a", "sent"));
    assert.deepEqual(await folder.list(), []);
    assert.equal(await folder.read("x.ndjson"), undefined);
    await folder.append("x.ndjson", "一\n");
    await folder.append("x.ndjson", "2\n");
    assert.equal(await folder.read("x.ndjson"), "一\n2\n");
    await mkdir(join(parent, "a", "sent", "sub"));
    assert.deepEqual(await folder.list(), [{ name: "x.ndjson", sizeBytes: 6 }]);
    await folder.delete("x.ndjson");
    await folder.delete("x.ndjson");
    assert.deepEqual(await folder.list(), []);
  });

  it("lets only the owner read", async function () {
    if (process.platform === "win32") {
      this.skip();
    }
    const path = join(parent, "sent");
    await new NodeAppendFolder(path).append("x.ndjson", "1");
    assert.equal((await stat(path)).mode & 0o777, 0o700);
    assert.equal((await stat(join(path, "x.ndjson"))).mode & 0o777, 0o600);
  });

  it("says what is wrong with the folder", async () => {
    const path = join(parent, "file");
    await writeFile(path, "");
    const folder = new NodeAppendFolder(path);
    await assert.rejects(folder.list(), { code: "ENOTDIR" });
    await assert.rejects(folder.read("x"), { code: "ENOTDIR" });
    await assert.rejects(folder.append("x", "1"));
  });
});
