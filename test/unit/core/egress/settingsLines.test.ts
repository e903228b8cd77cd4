import assert from "node:assert/strict";
import { findSettingsLines } from "../../../../src/core/egress/settingsLines.ts";

function found(text: string): string[] {
  return findSettingsLines(text).map(({ start, end, kind }) => `${kind} ${text.slice(start, end)}`);
}

describe("findSettingsLines", () => {
  for (const text of [
    "password §\n",
    "  auth_pass §",
    "ENV DB_PASSWORD §\r\n",
    "set -x API_TOKEN § # old",
    'setx DB_PASSWORD "§"',
    "bind-password '§'\n",
    "credentials { password '§' }",
    "my.secret §;",
    '"password" §\n',
    "a 1\nb 2\nrootpw §\nc 3",
  ]) {
    it(`takes the value of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(found(text.replace("§", "hunter2x")), ["PASSWORD hunter2x"]);
    });
  }

  it("takes letters alone in quotes only", () => {
    assert.deepEqual(found("storePassword 'abcdefgh'"), ["PASSWORD abcdefgh"]);
    assert.deepEqual(found("storePassword 'abcdefg'"), []);
    assert.deepEqual(found("storePassword abcdefgh"), []);
  });

  for (const text of [
    "the password hunter2x is old\n",
    "your old password hunter2x\n",
    "password hunter2x and more\n",
    "password = hunter2x\n",
    "password hun2\n",
    "password $HUNTER2X\n",
    "password <hunter2x>\n",
    "token  # the rest2\n",
    "password required2(x)\n",
    `${"a ".repeat(150)}password hunter2x\n`,
  ]) {
    it(`leaves ${JSON.stringify(text.slice(0, 60))} alone`, () => assert.deepEqual(found(text), []));
  }
});
