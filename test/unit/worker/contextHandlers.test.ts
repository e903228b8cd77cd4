import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createContextHandlers } from "../../../src/worker/contextHandlers.ts";
import { KnownFiles } from "../../../src/worker/knownFiles.ts";
import type { WorkerDeps } from "../../../src/worker/workerDeps.ts";
import { FakeClock } from "../../fakes/fakeClock.ts";
import { createTestParser } from "../../fakes/testParser.ts";

const playground = fileURLToPath(new URL("../../../seeds/playground/", import.meta.url));
const languages: Readonly<Record<string, string>> = {
  py: "python",
  java: "java",
  js: "javascript",
  ts: "typescript",
  cpp: "cpp",
  hpp: "cpp",
  md: "markdown",
};

describe("context calls", () => {
  it("put, search and remove files; a passage carries its own lines, a file grown too large none", async () => {
    const deps = { files: new KnownFiles() } as unknown as WorkerDeps;
    const handlers = createContextHandlers(deps);
    const { signal } = new AbortController();
    const lines = Array.from({ length: 40 }, (_, i) => (i === 32 ? "let needle = 1;" : `let a${i};`));
    await handlers["context.putFiles"](
      { files: [{ path: "a.ts", languageId: "typescript", text: lines.join("\r\n") }] },
      signal,
    );
    const [passage] = await handlers["context.search"]({ query: "needle", limit: 3 }, signal);
    assert.ok(passage !== undefined);
    assert.equal(passage.path, "a.ts");
    assert.equal(passage.text, lines.slice(passage.startLine - 1, passage.endLine).join("\n"));
    const grown = { path: "a.ts", languageId: "typescript", text: "let grown;\n".repeat(40_000) };
    await handlers["context.putFiles"]({ files: [grown] }, signal);
    assert.deepEqual(await handlers["context.search"]({ query: "needle", limit: 3 }, signal), []);
    const again = { path: "a.ts", languageId: "typescript", text: lines.join("\n") };
    await handlers["context.putFiles"]({ files: [again] }, signal);
    assert.equal((await handlers["context.search"]({ query: "needle", limit: 3 }, signal)).length, 1);
    await handlers["context.removeFiles"]({ paths: ["a.ts"] }, signal);
    assert.deepEqual(await handlers["context.search"]({ query: "needle", limit: 3 }, signal), []);
  });
});

describe("questions about the playground", () => {
  const handlers = createContextHandlers({
    files: new KnownFiles(),
    parser: createTestParser(),
    clock: new FakeClock(),
  } as unknown as WorkerDeps);
  const { signal } = new AbortController();

  before(async () => {
    const files = readdirSync(playground, { recursive: true, encoding: "utf8" }).flatMap((name) => {
      const path = name.replaceAll("\\", "/");
      const languageId = languages[/\.(\w+)$/.exec(path)?.[1] ?? ""];
      const isOwn = !/(?:^|\/)(?:node_modules|target|build)\//.test(path);
      return languageId === undefined || !isOwn
        ? []
        : [{ path, languageId, text: readFileSync(join(playground, path), "utf8") }];
    });
    await handlers["context.putFiles"]({ files, isWhole: true }, signal);
  });

  const cases: readonly (readonly [string, string | undefined])[] = [
    ["Where is the stock reserved?", "Stock.reserve"],
    ["how is the discount calculated?", "bulk_discount_percent"],
    ["How does the circuit breaker open?", "CircuitBreaker.open"],
    ["库存的总价怎么计算", "stock_value_cents"],
    ["补货的逻辑在哪里", "codes_to_reorder"],
    ["折扣怎么算", "bulk_discount_percent"],
    ["中文字符的宽度怎么计算", "displayWidth"],
    ["重试是怎么实现的", "retry"],
    ["Where is a quantity checked?", "InvalidQuantityError"],
    ["quantity 在哪里检查？", "InvalidQuantityError"],
    ["怎么运行测试", undefined],
  ];
  for (const [question, symbol] of cases) {
    it(`"${question}" leads to ${symbol ?? "the README"}`, async () => {
      const { passages } = await handlers["context.ask"]({ question, limit: 6 }, signal);
      assert.equal(passages[0]?.symbol, symbol);
      assert.equal(passages[0]?.path === "README.md", symbol === undefined);
    });
  }

  it("answers an aborted question with the abort", async () => {
    const aborted = AbortSignal.abort();
    await assert.rejects(handlers["context.ask"]({ question: "stock", limit: 6 }, aborted), {
      name: "AbortError",
    });
  });
});

describe("files that change outside the editor", () => {
  const { signal } = new AbortController();
  const fileOf = (path: string, text: string) => ({ path, languageId: "plaintext", text });

  async function pathsFor(
    handlers: ReturnType<typeof createContextHandlers>,
    query: string,
  ): Promise<string[]> {
    return (await handlers["context.search"]({ query, limit: 9 }, signal)).map(({ path }) => path).sort();
  }

  it("are renewed where they are known, and are not taken in anew", async () => {
    const handlers = createContextHandlers({ files: new KnownFiles() } as unknown as WorkerDeps);
    await handlers["context.putFiles"]({ files: [fileOf("a.ts", "before")] }, signal);
    await handlers["context.renewFiles"](
      { files: [fileOf("a.ts", "after"), fileOf("b.ts", "after")] },
      signal,
    );
    assert.deepEqual(await pathsFor(handlers, "after"), ["a.ts"]);
    assert.deepEqual(await pathsFor(handlers, "before"), []);
  });

  it("go with their folder", async () => {
    const handlers = createContextHandlers({ files: new KnownFiles() } as unknown as WorkerDeps);
    const files = ["src/a.ts", "src/deep/b.ts", "src2/c.ts", "src.ts"].map((path) => fileOf(path, "needle"));
    await handlers["context.putFiles"]({ files }, signal);
    await handlers["context.removeFiles"]({ paths: ["src"] }, signal);
    assert.deepEqual(await pathsFor(handlers, "needle"), ["src.ts", "src2/c.ts"]);
  });
});

describe("a question before the workspace is read", () => {
  const file = { path: "a.ts", languageId: "plaintext", text: "needle" };

  function begin(): { handlers: ReturnType<typeof createContextHandlers>; clock: FakeClock } {
    const clock = new FakeClock();
    const deps = { files: new KnownFiles(), clock } as unknown as WorkerDeps;
    return { handlers: createContextHandlers(deps), clock };
  }

  it("waits for the end of the reading", async () => {
    const { handlers, clock } = begin();
    const { signal } = new AbortController();
    const asked = handlers["context.ask"]({ question: "needle", limit: 3 }, signal);
    await handlers["context.putFiles"]({ files: [file], isWhole: true }, signal);
    assert.equal((await asked).passages[0]?.path, "a.ts");
    assert.equal(clock.pendingCount, 0);
  });

  it("takes what there is after some seconds", async () => {
    const { handlers, clock } = begin();
    const { signal } = new AbortController();
    const asked = handlers["context.ask"]({ question: "needle", limit: 3 }, signal);
    await handlers["context.putFiles"]({ files: [file] }, signal);
    await clock.advance(8_000);
    assert.equal((await asked).passages[0]?.path, "a.ts");
  });

  it("ends when it is aborted", async () => {
    const { handlers, clock } = begin();
    const stop = new AbortController();
    const asked = handlers["context.ask"]({ question: "needle", limit: 3 }, stop.signal);
    stop.abort();
    await assert.rejects(asked, { name: "AbortError" });
    assert.equal(clock.pendingCount, 0);
  });
});
