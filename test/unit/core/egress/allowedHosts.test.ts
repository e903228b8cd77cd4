import assert from "node:assert/strict";
import { isListedHost } from "../../../../src/core/egress/allowedHosts.ts";

describe("isListedHost", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ["https://a.example", "https://a.example", true],
    ["https://a.example", "https://a.example/v1/", true],
    ["https://a.example", "https://a.example:443", true],
    ["https://a.example", "http://a.example", false],
    ["https://a.example:8443", "https://a.example", false],
    ["https://a.example:8443", "https://a.example:8443", true],
    ["https://a.example", "a.example", true],
    ["http://a.example:9000", "a.example", true],
    ["https://a.example", " A.Example ", true],
    ["https://a.example", "a.example:443", true],
    ["http://a.example", "a.example:443", false],
    ["http://a.example", "a.example:80", true],
    ["https://a.example:8443", "a.example:8443", true],
    ["https://a.example:8444", "a.example:8443", false],
    ["https://b.example", "a.example", false],
    ["https://a.example.evil.test", "a.example", false],
    ["https://xa.example", "a.example", false],
    ["https://sub.a.example", "a.example", false],
    ["https://sub.a.example", "*.a.example", true],
    ["https://x.sub.a.example", "*.a.example", true],
    ["https://a.example", "*.a.example", false],
    ["https://xa.example", "*.a.example", false],
    ["https://sub.a.example:8443", "*.a.example:8443", true],
    ["https://sub.a.example", "*.a.example:8443", false],
    ["https://[fd00::1]:8000", "[fd00::1]", true],
    ["https://[fd00::1]:8000", "[fd00::1]:8000", true],
    ["https://[fd00::1]:8001", "[fd00::1]:8000", false],
    ["https://10.0.0.1", "10.0.0.1", true],
    ["https://xn--fiq228c.example", "中文.example", true],
    ["https://a.example", "*", false],
    ["https://a.example", "", false],
    ["https://a.example", "a.example/v1", false],
    ["https://a.example", "user@a.example", false],
    ["https://a.example", "a.exam*", false],
    ["https://a.example", "https://*.example", false],
    ["https://a.example", "a b", false],
    ["https://a.example", "https://", false],
    ["no address", "a.example", false],
    ["", "", false],
  ];
  for (const [origin, pattern, expected] of cases) {
    it(`${pattern === "" ? "nothing" : pattern} ${expected ? "names" : "does not name"} ${origin}`, () => {
      assert.equal(isListedHost(origin, [pattern]), expected);
      assert.equal(isListedHost(origin, ["x.test", pattern]), expected);
    });
  }

  it("names nothing without patterns", () => assert.equal(isListedHost("https://a.example", []), false));
});
