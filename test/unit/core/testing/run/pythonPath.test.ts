import assert from "node:assert/strict";
import { pythonPathFor } from "../../../../../src/core/testing/run/pythonPath.ts";

function pathFor(sourcePath: string, module: string, dir = ""): string | undefined {
  return pythonPathFor({ sourcePath, reference: { kind: "python", module } }, dir)["PYTHONPATH"];
}

describe("pythonPathFor", () => {
  it("names the folder that the packages lie in, and nothing where Python starts there", () => {
    assert.equal(pathFor("src/shop/shipping.py", "shop.shipping"), "src");
    assert.equal(pathFor("src/shop/__init__.py", "shop"), "src");
    assert.equal(pathFor("services/a/lib/x/y.py", "x.y", "services/a"), "lib");
    assert.equal(pathFor("shop/shipping.py", "shop.shipping"), undefined);
    assert.equal(pathFor("services/a/app/x.py", "app.x", "services/a"), undefined);
    assert.equal(pathFor("shared/x.py", "x", "services/a"), "../../shared");
  });
});
