import assert from "node:assert/strict";
import { ChunkIndex } from "../../../../src/core/context/chunkIndex.ts";

function file(path: string, ...lines: readonly string[]): { path: string; languageId: string; text: string } {
  return { path, languageId: "plaintext", text: lines.join("\n") };
}

function numbered(count: number, word: string): string[] {
  return Array.from({ length: count }, (_, i) => `${word}${i} = ${i}`);
}

function paths(index: ChunkIndex, query: string, limit = 5): readonly string[] {
  return index.search(query, limit).map((hit) => hit.path);
}

describe("ChunkIndex", () => {
  it("finds an identifier by its words and its words by an identifier", () => {
    const index = new ChunkIndex();
    index.put(file("a.ts", "export function retryDelayMs(attempt: number) {}"));
    index.put(file("b.py", "def parse_order_line(text): pass"));
    assert.deepEqual(paths(index, "how is the retry delay computed?"), ["a.ts"]);
    assert.deepEqual(paths(index, "parseOrderLine"), ["b.py"]);
    assert.deepEqual(paths(index, "retryDelayMs"), ["a.ts"]);
  });

  it("finds Chinese comments by Chinese questions", () => {
    const index = new ChunkIndex();
    index.put(file("库存.py", "# 计算库存总价，单位为分", "def total(): pass"));
    index.put(file("other.py", "# 读取配置文件", "def load(): pass"));
    assert.deepEqual(paths(index, "库存的总价是怎么计算的？"), ["库存.py"]);
    assert.deepEqual(paths(index, "哪里读取配置"), ["other.py"]);
  });

  it("puts the chunk with all words before the one that repeats one", () => {
    const index = new ChunkIndex();
    index.put(file("repeats.ts", "cache cache cache cache cache cache"));
    index.put(file("both.ts", "evict the oldest entry of the cache"));
    assert.equal(paths(index, "cache evict")[0], "both.ts");
  });

  it("puts the definition of a name before its uses", () => {
    const index = new ChunkIndex();
    index.put(file("uses.ts", "a = displayWidth(x);", "b = displayWidth(y);"));
    index.put(
      file(
        "defines.ts",
        "export function displayWidth(text: string) {",
        "  let sum = 0;",
        "  return sum;",
        "}",
      ),
    );
    assert.equal(paths(index, "Where is the display width computed?")[0], "defines.ts");
  });

  it("finds a file by its name", () => {
    const index = new ChunkIndex();
    index.put(file("src/circuitBreaker.js", "let a = 1;"));
    assert.deepEqual(paths(index, "circuit breaker"), ["src/circuitBreaker.js"]);
  });

  it("gives lines one-based, at most two passages of a file and none that overlap", () => {
    const index = new ChunkIndex();
    index.put(file("long.ts", ...numbered(100, "needle x")));
    const hits = index.search("needle", 10);
    assert.equal(hits.length, 2);
    const [first, second] = [...hits].sort((left, right) => left.startLine - right.startLine);
    assert.ok(first !== undefined && second !== undefined);
    assert.ok(first.startLine >= 1 && first.endLine < second.startLine && second.endLine <= 100);
  });

  it("forgets the old text of a changed file and all of a removed one", () => {
    const index = new ChunkIndex();
    index.put(file("a.ts", "alpha"));
    index.put(file("a.ts", "beta"));
    assert.deepEqual(paths(index, "alpha"), []);
    assert.deepEqual(paths(index, "beta"), ["a.ts"]);
    index.remove("a.ts");
    index.remove("a.ts");
    assert.deepEqual(paths(index, "beta"), []);
    assert.equal(index.size, 0);
  });

  it("finds the same after thousands of changes", () => {
    const index = new ChunkIndex();
    index.put(file("still.ts", "const steadfast = 1;"));
    for (let i = 0; i < 5_000; i += 1) {
      index.put(file("busy.ts", `const value${i} = ${i};`));
    }
    assert.deepEqual(paths(index, "steadfast"), ["still.ts"]);
    assert.deepEqual(paths(index, "4999"), ["busy.ts"]);
    assert.deepEqual(paths(index, "4998"), []);
    assert.equal(index.size, 2);
  });

  it("leaves lock files, minified files and empty files out", () => {
    const index = new ChunkIndex();
    index.put(file("package-lock.json", "needle"));
    index.put(file("app.min.js", "needle"));
    index.put(file("data.js", `needle = "${"x".repeat(5000)}"`));
    index.put(file("empty.ts", "", ""));
    assert.equal(index.size, 0);
  });

  it("answers a question of question words only by those words, and nonsense by nothing", () => {
    const index = new ChunkIndex();
    index.put(file("a.md", "What is it?"));
    assert.deepEqual(paths(index, "what is it"), ["a.md"]);
    assert.deepEqual(paths(index, "zzz"), []);
    assert.deepEqual(paths(index, ""), []);
  });
});
