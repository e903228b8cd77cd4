import assert from "node:assert/strict";
import { findInstalledCatch } from "../../../../../src/core/testing/setUp/installedCatch.ts";

function find(paths: readonly string[], prefixPath?: string, isWindows = false) {
  const exists = (path: string): Promise<boolean> => Promise.resolve(paths.includes(path));
  return findInstalledCatch(exists, { CMAKE_PREFIX_PATH: prefixPath }, isWindows);
}

const old = "/usr/include/catch2/catch.hpp";

describe("findInstalledCatch", () => {
  it("tells the versions by their headers", async () => {
    assert.equal(await find([old]), 2);
    assert.equal(await find([old, "/usr/include/catch2/catch_test_macros.hpp"]), 3);
    assert.equal(await find([]), undefined);
  });

  it("takes the one that CMake finds first", async () => {
    assert.equal(await find([old, "/usr/local/include/catch2/catch_test_macros.hpp"]), 3);
    assert.equal(await find([old, "/opt/c3/include/catch2/catch_test_macros.hpp"], "/opt/none:/opt/c3/"), 3);
    assert.equal(await find(["C:/c/include/catch2/catch.hpp"], "D:/x;C:/c", true), 2);
    assert.equal(await find([old], undefined, true), undefined);
  });
});
