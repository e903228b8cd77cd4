import assert from "node:assert/strict";
import {
  chatInfill,
  fillInRequest,
  infillSystemText,
} from "../../../../src/core/completion/infillRequest.ts";
import { FakeGatedBackend, streamsText } from "../../../fakes/gatedBackends.ts";
import { documentAt } from "./makeHole.ts";

const backend = new FakeGatedBackend("a", streamsText(""));

function input(
  marked: string,
  more: { snippets?: { path: string; text: string }[]; isMultiline?: boolean } = {},
) {
  const { snippets = [], isMultiline = false } = more;
  return { backend, ...documentAt(marked), snippets, isMultiline };
}

describe("infillRequest", () => {
  it("puts what is stable first and the growing line last", () => {
    const request = chatInfill(
      input("a\nb‸\nc", { snippets: [{ path: "other.ts", text: "export const o = 1;" }] }),
      8000,
    );
    const [system, user] = request.messages;
    assert.equal(system?.parts[0]?.text, infillSystemText);
    const text = user?.parts.map((part) => part.text).join("");
    assert.equal(
      text,
      '<other_file path="other.ts">\nexport const o = 1;\n</other_file>\n<after_cursor>\nc</after_cursor>\n<before_cursor path="a.ts" language="typescript">\na\nb<cursor/>',
    );
    assert.equal(request.thinking, "off");
    assert.equal(request.temperature, 0);
  });

  it("shares its beginning between two keys of a line", () => {
    const text = (marked: string): string =>
      chatInfill(input(marked), 8000)
        .messages.flatMap(({ parts }) => parts.map((part) => part.text))
        .join("");
    const before = text("a\nconst total‸\nc").slice(0, -"<cursor/>".length);
    assert.ok(text("a\nconst total =‸\nc").startsWith(before));
  });

  it("names the file of every piece for the gate", () => {
    const request = chatInfill(input("a\nb‸\nc\nd", { snippets: [{ path: "o.ts", text: "x\ny" }] }), 8000);
    const sources = request.messages.flatMap(({ parts }) => parts.flatMap(({ source }) => source ?? []));
    assert.deepEqual(sources, [
      { path: "o.ts", startLine: 1, endLine: 2 },
      { path: "a.ts", startLine: 2, endLine: 4 },
      { path: "a.ts", startLine: 1, endLine: 2 },
    ]);
  });

  it("fills a small context and no more", () => {
    const long = `${"const value = compute(1, 2, 3);\n".repeat(2000)}x‸\n${"after();\n".repeat(2000)}`;
    const request = fillInRequest(
      input(long, { snippets: [{ path: "o.ts", text: "y\n".repeat(9000) }], isMultiline: true }),
      1024,
    );
    const chars =
      request.prefix.text.length +
      request.suffix.text.length +
      request.snippets.reduce((sum, part) => sum + part.text.length, 0);
    assert.ok(chars / 3.3 + request.maxOutputTokens <= 1024, `${chars}`);
    assert.ok(request.prefix.text.endsWith("x"));
  });

  it("asks for less where one line is wanted", () => {
    assert.ok(
      fillInRequest(input("a‸"), 8000).maxOutputTokens <
        fillInRequest(input("a‸", { isMultiline: true }), 8000).maxOutputTokens,
    );
  });
});
