import assert from "node:assert/strict";
import { formatMessage, type Message } from "../../../src/core/messages.ts";
import { sliceMs } from "../../../src/core/timeSlices.ts";
import { createCodeHandlers } from "../../../src/worker/codeHandlers.ts";
import { KnownFiles } from "../../../src/worker/knownFiles.ts";
import { FakeClock, settle } from "../../fakes/fakeClock.ts";
import { QuietLog } from "../../fakes/quietLog.ts";
import { createTestParser } from "../../fakes/testParser.ts";

/** Every look at it takes a whole slice, so that each step of some work ends with a pause. */
class SlowClock extends FakeClock {
  pauses = 0;
  #lookMs = 0;

  override monotonicMs(): number {
    this.#lookMs += sliceMs;
    return this.#lookMs;
  }

  override delay(ms: number, signal?: AbortSignal): Promise<void> {
    this.pauses += 1;
    return super.delay(ms, signal);
  }
}

const parser = createTestParser();
const text = "export function take(stock: Stock) {\n  return stock.reserve(1);\n}\n";
const params = { path: "a.ts", languageId: "typescript", text, startOffset: 0, endOffset: text.length };

function read(lines: readonly Message[]): string {
  return lines.map(({ id, args }) => `${id} ${formatMessage("{0} {1} {2}", args)}`).join("\n");
}

describe("an explanation that looks for callers in a large workspace", () => {
  let clock: SlowClock;
  let files: KnownFiles;
  // Loads the grammar, which takes real time.
  before(() => parser.parse("typescript", text));
  beforeEach(() => {
    clock = new SlowClock();
    files = new KnownFiles();
    const filler = `${"const line = 1;\n".repeat(8_000)}take(3);\n`;
    for (let number = 0; number < 5; number += 1) {
      files.put({ path: `b${number}.ts`, languageId: "typescript", text: filler });
    }
    files.setWhole();
  });

  const explain = (signal: AbortSignal): Promise<readonly Message[]> =>
    createCodeHandlers({ parser, files, clock, log: new QuietLog() })["code.explain"](params, signal);

  it("leaves the thread to others between its steps, and finds them all", async () => {
    const explained = explain(new AbortController().signal);
    while (clock.pauses === 0) {
      await settle();
    }
    await clock.advance(1);
    assert.match(read(await explained), / 5 /);
    assert.ok(clock.pauses >= 5, `${clock.pauses} pauses for 10 searches of a long text`);
  });

  it("goes no further once nobody waits for it", async () => {
    const leaving = new AbortController();
    const explained = explain(leaving.signal);
    while (clock.pauses === 0) {
      await settle();
    }
    leaving.abort();
    await assert.rejects(explained, { name: "AbortError" });
    assert.equal(clock.pauses, 1);
  });
});
