import assert from "node:assert/strict";
import { cleanEnvironment } from "../../../../src/adapters/testRunners/cleanEnvironment.ts";

describe("cleanEnvironment", () => {
  it("keeps what tools need, and no key of the user's shell", () => {
    const clean = cleanEnvironment(
      { PATH: "/bin", JAVA_HOME: "/java", API_KEY: "x", LC_TIME: "C" },
      "/tmp/x",
    );
    assert.deepEqual([clean["PATH"], clean["JAVA_HOME"], clean["LC_TIME"]], ["/bin", "/java", "C"]);
    assert.equal(clean["API_KEY"], undefined);
    assert.equal(clean["TMPDIR"], "/tmp/x");
  });

  it("gives names that are not ASCII a locale where none is set, and leaves one that is", () => {
    const locale = (env: Record<string, string>): (string | undefined)[] => {
      const clean = cleanEnvironment(env, "/tmp");
      return [clean["LC_ALL"], clean["LANG"]];
    };
    assert.deepEqual(locale({}), ["C.UTF-8", undefined]);
    assert.deepEqual(locale({ LANG: "C" }), ["C.UTF-8", "C"]);
    assert.deepEqual(locale({ LANG: "zh_CN.GBK" }), [undefined, "zh_CN.GBK"]);
    assert.deepEqual(locale({ LC_ALL: "", LANG: "de_DE.UTF-8" }), ["", "de_DE.UTF-8"]);
  });
});
