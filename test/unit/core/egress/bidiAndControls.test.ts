import assert from "node:assert/strict";
import { hasUnsafeCharacters, sanitizeReplyText } from "../../../../src/core/egress/bidiAndControls.ts";
import { isLoopbackOrigin } from "../../../../src/core/egress/loopback.ts";

describe("sanitizeReplyText", () => {
  it("shows what would act unseen", () => {
    assert.equal(sanitizeReplyText("\u001b[31mred\u0000\u0007"), "␛[31mred␀␇");
    assert.equal(sanitizeReplyText("a\u202eb\u2066c\u200fd\u061c"), "a⟦U+202E⟧b⟦U+2066⟧c⟦U+200F⟧d⟦U+061C⟧");
    assert.equal(sanitizeReplyText("\u009b\u007f\u{e0041}"), "⟦U+009B⟧⟦U+007F⟧⟦U+E0041⟧");
  });

  it("leaves text alone", () => {
    const text = "line\r\n\tcode 中文 😀 👩‍💻 é \f ‘quoted’ नमस्ते שלום";
    assert.equal(sanitizeReplyText(text), text);
  });
});

describe("hasUnsafeCharacters", () => {
  it("finds terminal controls and overrides, not marks or text", () => {
    assert.deepEqual(
      ["\0", "\u001b", "\u202a", "\u2069", "\u{e0020}", "\u009b"].map(hasUnsafeCharacters),
      Array(6).fill(true),
    );
    assert.deepEqual(["a\tb\r\n\f", "\u200e", "中文😀", ""].map(hasUnsafeCharacters), Array(4).fill(false));
  });
});

describe("isLoopbackOrigin", () => {
  it("is true for this machine only", () => {
    const here = [
      "http://localhost",
      "http://LOCALHOST:1234",
      "https://127.0.0.1:8080",
      "http://127.9.9.9",
      "http://[::1]:11434",
      "http://0.0.0.0:8000",
    ];
    const elsewhere = [
      "https://api.example.com",
      "http://localhost.example.com",
      "http://127.0.0.1.example.com",
      "http://10.0.0.1",
      "http://192.168.1.2",
      "http://[::2]",
      "http://127.0.0.1@example.com",
      "http://model.localhost",
      "localhost",
      "",
      "http://1270.0.0.1.x",
    ];
    assert.deepEqual(
      here.filter((origin) => !isLoopbackOrigin(origin)),
      [],
    );
    assert.deepEqual(elsewhere.filter(isLoopbackOrigin), []);
  });
});
