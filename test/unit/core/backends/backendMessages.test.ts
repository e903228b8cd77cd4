import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { BackendError } from "../../../../src/core/backends/backendError.ts";
import { backendMessages } from "../../../../src/core/backends/backendMessages.ts";
import { messageForKind } from "../../../../src/core/backends/messageForKind.ts";
import { probeMessages } from "../../../../src/core/backends/probeMessages.ts";
import { cleanServerText } from "../../../../src/core/backends/serverText.ts";
import { formatMessage } from "../../../../src/core/messages.ts";

const chinese = JSON.parse(readFileSync("l10n/parts/backends.json", "utf8")) as Record<string, string>;

describe("backend messages", () => {
  for (const [id, english] of Object.entries({ ...backendMessages, ...probeMessages })) {
    it(`${id} is there in Chinese with the same holes`, () => {
      const translation = chinese[english] ?? "";
      const holes = (text: string): string[] => [...new Set(text.match(/\{\d\}/g) ?? [])].sort();
      assert.ok(/[\u4e00-\u9fff]/.test(translation), english);
      assert.deepEqual(holes(translation), holes(english));
    });
  }

  it("every error says what to do next, with no hole left open", () => {
    for (const [id, english] of Object.entries(backendMessages)) {
      if (id.startsWith("backends.error.")) {
        const sentence = formatMessage(english, ["h.example", "m", " (“why”)"]);
        assert.ok(!/\{\d\}/.test(sentence), sentence);
        assert.ok(/[.:] \S|inserted|log/.test(sentence), sentence);
      }
    }
  });

  it("an unknown kind still has a sentence", () => {
    assert.equal(messageForKind("workerDead", "h", "m").id, "backends.error.unexpected");
    assert.equal(messageForKind("timeout", "h", "m").id, "backends.error.timeout");
  });

  it("an error puts the server's words in quotes and the provider's id behind", () => {
    const error = new BackendError("moderated", { host: "h", model: "m", serverText: "no", sid: "cht1" });
    assert.deepEqual(error.text.args, ["h", "m", " (“no; sid cht1”)"]);
    assert.equal(error.detail, "h, m, no; sid cht1");
  });
});

describe("cleanServerText", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["plain words", "model not found", "model not found"],
    ["the key that was sent", "bad key my-own-key!", "bad key ***"],
    ["keys of known shapes", "Incorrect key sk-proj-abcdef123456 given", "Incorrect key *** given"],
    ["bearer tokens", "got Bearer abc.def.ghi", "got ***"],
    ["JSON web tokens", "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x", "token ***"],
    [
      "a page by its title",
      "<html><head><title>502 Bad\nGateway</title></head><body>x</body></html>",
      "502 Bad Gateway",
    ],
    ["a page without title", "<html><body><p>Sorry</p></body></html>", "Sorry"],
    ["control and bidirectional characters", "a\u001b[31m\u202eb\u0000c\r\nd", "a [31m b c d"],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => assert.equal(cleanServerText(text, ["my-own-key!"]), expected));
  }
  it("cuts at 200 characters", () => {
    assert.equal(cleanServerText("a ".repeat(500)).length, 200);
  });
});
