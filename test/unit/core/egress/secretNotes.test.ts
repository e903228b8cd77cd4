import assert from "node:assert/strict";
import { findSecretNotes } from "../../../../src/core/egress/secretNotes.ts";

function found(text: string): string[] {
  return findSecretNotes(text).map(({ start, end, kind }) => `${kind} ${text.slice(start, end)}`);
}

describe("findSecretNotes", () => {
  for (const text of [
    "# 数据库密码 §",
    "密码是§",
    "默认密码为§，请修改",
    "密码：§。",
    "**口令**：§",
    "密钥 = `§`",
    "账号/密码: admin/§",
    "令牌：“§”",
    "私钥：§;",
    "| 密码 | § |",
  ]) {
    it(`takes the value of ${text}`, () => {
      assert.deepEqual(found(text.replace("§", "hunter2x")), ["PASSWORD hunter2x"]);
    });
  }

  for (const text of [
    "密码 SHA256 加密",
    "密码：至少 8 位",
    "密码 6-20 个字符",
    "密码：md5(x1)",
    "密码：db.password2",
    "密码：conf/a1.yml",
    "密码：<密码>",
    "密码：${PASS1}",
    "密码：your-pass1",
    "密码：abcdef",
    "密码：ab1",
    "修改密码后需要 hunter2x 次",
  ]) {
    it(`leaves ${text} alone`, () => assert.deepEqual(found(text), []));
  }

  it("takes what looks drawn at random, signs or not", () => {
    const random = "k3JfQ8zLw2Xn7VbT5mPc9RdY";
    assert.deepEqual(found(`密钥：${random}`), [`PASSWORD ${random}`]);
  });
});
