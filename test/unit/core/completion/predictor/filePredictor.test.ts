import assert from "node:assert/strict";
import { FilePredictor } from "../../../../../src/core/completion/predictor/filePredictor.ts";
import type { SourceFile } from "../../../../../src/core/ports.ts";
import { FakeClock } from "../../../../fakes/fakeClock.ts";

function source(path: string, text: string): SourceFile {
  return { path, languageId: "typescript", text };
}

const habit =
  "export function read(path: string): Promise<string> {\n  return readFile(path, encoding);\n}\n\n";

async function built(files: readonly SourceFile[]): Promise<{ predictor: FilePredictor; clock: FakeClock }> {
  const clock = new FakeClock();
  const predictor = new FilePredictor(clock, () => files, assert.ifError);
  for (const file of files) {
    predictor.put(file);
  }
  await clock.advance(50);
  return { predictor, clock };
}

const question = { path: "new.ts", prefix: "  return readF", suffix: "" };

describe("FilePredictor", () => {
  it("answers sure questions from the files, after measuring on them", async () => {
    const files = Array.from({ length: 8 }, (_, index) => source(`f${index}.ts`, habit.repeat(12)));
    const { predictor } = await built(files);
    const found = predictor.predict({ ...question, minConfidence: 0.9, minShare: 0 });
    assert.match(found?.text ?? "", /^ile/);
    assert.ok("ile(path, encoding);".startsWith(found?.text ?? "?"));
    assert.ok((found?.confidence ?? 0) >= 0.9);
    assert.ok(predictor.calibration.points.some(({ shown }) => shown > 0));
  });

  it("is cautious before it has measured", async () => {
    const { predictor } = await built([source("a.ts", habit)]);
    assert.equal(
      predictor.predict({
        ...question,
        path: "b.ts",
        prefix: "  return re",
        minConfidence: 0.99,
        minShare: 0,
      }),
      undefined,
    );
    assert.match(predictor.predict({ ...question, minConfidence: 0.3, minShare: 0 })?.text ?? "", /^ile/);
  });

  it("follows changes and removals", async () => {
    const { predictor, clock } = await built([source("a.ts", habit)]);
    predictor.put(source("a.ts", habit.replaceAll("readFile", "readFully")));
    await clock.advance(50);
    assert.match(predictor.predict({ ...question, minConfidence: 0.3, minShare: 0 })?.text ?? "", /^ully/);
    predictor.remove("a.ts");
    await clock.advance(50);
    assert.equal(predictor.predict({ ...question, minConfidence: 0.1, minShare: 0 }), undefined);
    assert.equal(predictor.tokens, 0);
  });

  it("leaves files alone that are too large", async () => {
    const { predictor } = await built([source("big.ts", "x ".repeat(200_000))]);
    assert.equal(predictor.tokens, 0);
  });
});
