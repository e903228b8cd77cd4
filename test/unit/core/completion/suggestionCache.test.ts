import assert from "node:assert/strict";
import { SuggestionCache } from "../../../../src/core/completion/suggestionCache.ts";
import { SuggestionEntry } from "../../../../src/core/completion/suggestionEntry.ts";
import { documentAt } from "./makeHole.ts";

function entryAt(marked: string, text: string, source: "remote" | "local" = "remote"): SuggestionEntry {
  const { snapshot, offset } = documentAt(marked);
  const entry = new SuggestionEntry(snapshot, offset, { source, requestRid: text, isMultiline: true });
  entry.text = text;
  entry.state = "done";
  return entry;
}

function find(cache: SuggestionCache, marked: string, nowMs = 0): string | undefined {
  const { snapshot, offset } = documentAt(marked);
  const hit = cache.find(snapshot, offset, nowMs);
  return hit?.entry.text.slice(hit.consumed);
}

describe("SuggestionCache", () => {
  it("answers at the anchor and along its own text", () => {
    const cache = new SuggestionCache();
    cache.add(entryAt("x = ‸\n", "value;"));
    assert.equal(find(cache, "x = ‸\n"), "value;");
    assert.equal(find(cache, "x = va‸\n"), "lue;");
    assert.equal(find(cache, "x = vo‸\n"), undefined);
    assert.equal(find(cache, "x = value;‸\n"), undefined);
  });

  it("asks for the same surroundings", () => {
    const cache = new SuggestionCache();
    cache.add(entryAt("x = ‸\nfoo();\n", "value;"));
    assert.equal(find(cache, "y = ‸\nfoo();\n"), undefined);
    assert.equal(find(cache, "x = ‸\nbar();\n"), undefined);
    assert.equal(find(cache, "x = ‸)\nfoo();\n"), "value;", "a bracket that the editor closed");
    assert.equal(find(cache, "x = ‸word\nfoo();\n"), undefined);
  });

  it("moves with edits elsewhere", () => {
    const cache = new SuggestionCache();
    cache.add(entryAt("import a;\nfunction f(){\n x = ‸\n}".padStart(400, "/"), "value;"));
    cache.shift([{ offset: 3, removedLength: 0, text: "//" }]);
    assert.equal(find(cache, "import a;\nfunction f(){\n x = ‸\n}".padStart(402, "/")), "value;");
    cache.shift([{ offset: 300, removedLength: 100, text: "" }]);
    assert.equal(cache.size, 0);
  });

  it("prefers the newest, a model's before the predictor's, text before emptiness", () => {
    const cache = new SuggestionCache();
    cache.add(entryAt("x = ‸", "old;"));
    cache.add(entryAt("x = ‸", "new;"));
    cache.add(entryAt("x = ‸", "local", "local"));
    cache.add(entryAt("x = ‸", ""));
    assert.equal(find(cache, "x = ‸"), "new;");
  });

  it("lets negative entries lapse", () => {
    const cache = new SuggestionCache();
    const negative = entryAt("x = ‸", "");
    negative.expiresMs = 30_000;
    cache.add(negative);
    assert.equal(find(cache, "x = ‸", 29_999), "");
    assert.equal(find(cache, "x = ab‸", 29_999), "", "the word goes on");
    assert.equal(find(cache, "x = a.‸", 29_999), undefined);
    assert.equal(find(cache, "x = ‸", 30_000), undefined);
  });

  it("keeps at most 256 entries", () => {
    const cache = new SuggestionCache();
    for (let index = 0; index < 300; index += 1) {
      cache.add(entryAt("x = ‸", `v${index}`));
    }
    assert.equal(cache.size, 256);
  });

  it("keeps at most a million characters, but always the newest entry", () => {
    const cache = new SuggestionCache();
    cache.add(entryAt("x = ‸", "a".repeat(600_000)));
    cache.add(entryAt("x = ‸", "b".repeat(300_000)));
    assert.equal(cache.size, 2);
    cache.add(entryAt("x = ‸", "c".repeat(300_000)));
    assert.equal(cache.size, 2);
    assert.equal(find(cache, "x = a‸"), undefined, "the oldest went");
    assert.ok(find(cache, "x = b‸"));
    cache.add(entryAt("x = ‸", "d".repeat(1_200_000)));
    assert.equal(cache.size, 1);
    cache.add(entryAt("x = ‸", "e"));
    assert.equal(cache.size, 1);
    assert.equal(find(cache, "x = ‸"), "e");
  });

  it("finds what was put behind all others last, and counts it once", () => {
    const cache = new SuggestionCache();
    cache.addLast(entryAt("x = ‸", "first;"));
    cache.add(entryAt("x = ‸", "second;"));
    cache.addLast(entryAt("x = ‸", "third;"));
    assert.equal(cache.size, 3);
    assert.equal(find(cache, "x = ‸"), "second;");
    assert.equal(find(cache, "x = t‸"), "hird;");
  });

  it("passes over text that is not sure enough", () => {
    const cache = new SuggestionCache();
    const unsure = entryAt("x = ‸", "local", "local");
    unsure.confidence = 0.6;
    cache.add(unsure);
    const { snapshot, offset } = documentAt("x = ‸");
    assert.equal(cache.find(snapshot, offset, 0, 0.7), undefined);
    assert.equal(cache.find(snapshot, offset, 0, 0.6)?.entry, unsure);
    assert.deepEqual(cache.find(snapshot, offset, 0), { entry: unsure, consumed: 0 });
  });

  it("takes the newest of several local and of several negative entries", () => {
    const cache = new SuggestionCache();
    const [old, young] = [entryAt("x = ‸", "older", "local"), entryAt("x = ‸", "newer", "local")];
    cache.add(old);
    cache.add(young);
    assert.equal(find(cache, "x = ‸"), "newer");
    const negatives = new SuggestionCache();
    const [first, second] = [entryAt("x = ‸", ""), entryAt("x = ‸", "")];
    negatives.add(first);
    negatives.add(second);
    const { snapshot, offset } = documentAt("x = ‸");
    assert.equal(negatives.find(snapshot, offset, 0)?.entry, second);
  });

  it("forgets one entry, or all", () => {
    const cache = new SuggestionCache();
    const [kept, gone] = [entryAt("x = ‸", "kept"), entryAt("x = ‸", "g".repeat(900_000))];
    cache.add(kept);
    cache.add(gone);
    cache.remove(gone);
    assert.deepEqual([cache.has(kept), cache.has(gone), cache.size], [true, false, 1]);
    cache.add(entryAt("x = ‸", "h".repeat(900_000)));
    assert.equal(cache.has(kept), true, "what is gone is not counted any more");
    cache.clear();
    assert.equal(cache.size, 0);
    assert.equal(find(cache, "x = ‸"), undefined);
    cache.add(kept);
    cache.add(entryAt("x = ‸", "i".repeat(900_000)));
    assert.equal(cache.size, 2);
  });
});
