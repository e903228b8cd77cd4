import assert from "node:assert/strict";
import { isKeyFile } from "../../../../src/core/egress/denyList.ts";
import type { WithheldReason } from "../../../../src/core/egress/filePolicy.ts";
import { mayAllowOnce, OnceAllowance } from "../../../../src/core/egress/onceAllowance.ts";

describe("OnceAllowance", () => {
  it("is good for one request", () => {
    const file = { path: "a\\b.yml", rule: "*.yml" };
    const allowance = new OnceAllowance([file]);
    assert.deepEqual([...allowance.spend()], [["a/b.yml", file]]);
    assert.equal(allowance.spend().size, 0);
  });
});

describe("mayAllowOnce", () => {
  const withheld = (reason: WithheldReason) => ({ isAllowed: false, reason }) as const;

  it("asks about files that a rule about names withholds, and about nothing else", () => {
    assert.equal(mayAllowOnce(".env", withheld("denyList")), true);
    assert.equal(mayAllowOnce("a.py", withheld("ignoreFile")), true);
    for (const reason of ["gitIgnored", "untrusted", "binary", "tooLarge", "unreadableRules"] as const) {
      assert.equal(mayAllowOnce("a.py", withheld(reason)), false, reason);
    }
    assert.equal(mayAllowOnce("a.py", { isAllowed: true }), false);
    assert.equal(mayAllowOnce("a.txt", { ...withheld("denyList"), realPath: "/me/.env" }), true);
    assert.equal(mayAllowOnce("a.txt", { ...withheld("denyList"), realPath: "/me/.ssh/id_rsa" }), false);
  });

  it("never asks about keys and certificates, whatever withholds them", () => {
    for (const path of [
      "a.pem",
      "deep/server.key",
      "C:\\x\\ID_RSA",
      "/home/me/.ssh/config",
      ".gnupg/x",
      ".kube/config",
      "a.crt",
      "x.kdbx",
    ]) {
      assert.equal(mayAllowOnce(path, withheld("denyList")), false, path);
      assert.equal(mayAllowOnce(path, withheld("ignoreFile")), false, path);
      assert.equal(isKeyFile(path), true, path);
    }
    for (const path of [
      "",
      ".env",
      "application.yml",
      "keys.py",
      "id_rsa.pub",
      "monkey.ts",
      "credentials.json",
    ]) {
      assert.equal(isKeyFile(path), false, path);
    }
  });
});
