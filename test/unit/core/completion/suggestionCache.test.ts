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
});
