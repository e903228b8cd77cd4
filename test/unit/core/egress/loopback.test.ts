import assert from "node:assert/strict";
import { isLoopbackOrigin } from "../../../../src/core/egress/loopback.ts";

describe("isLoopbackOrigin", () => {
  for (const origin of [
    "http://localhost",
    "http://LOCALHOST:11434",
    "http://127.0.0.1:8080",
    "https://127.255.255.254",
    "http://[::1]:9931",
    "http://[::]:80",
    "http://0.0.0.0:1",
  ]) {
    it(`knows ${origin}`, () => assert.equal(isLoopbackOrigin(origin), true));
  }
  for (const origin of [
    "",
    "localhost",
    "https://models.localhost",
    "https://localhost.evil.example",
    "https://127.0.0.1.evil.example",
    "https://evil127.0.0.1.example",
    "https://x.127.0.0.example",
    "https://128.0.0.1",
    "https://10.127.0.0",
    "https://[::2]",
    "https://a.example/?localhost",
    "https://localhost@a.example",
  ]) {
    it(`does not take ${origin === "" ? "nothing" : origin} for this machine`, () => {
      assert.equal(isLoopbackOrigin(origin), false);
    });
  }
});
