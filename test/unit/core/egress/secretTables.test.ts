import assert from "node:assert/strict";
import { findBelowNames } from "../../../../src/core/egress/belowName.ts";
import { findTableSecrets } from "../../../../src/core/egress/secretTables.ts";
import { drawValue } from "./secretForms.ts";

const secret = drawValue("chosen", 5);
const other = drawValue("chosen", 6);

function cut(find: typeof findTableSecrets, text: string): string[] {
  return find(text).map(({ start, end }) => text.slice(start, end));
}

describe("findTableSecrets", () => {
  it("takes the whole column below a name, row after row, up to the end of the table", () => {
    const table = `| user | password | since |\r\n|---|:-:|---|\r\n| a | \`${secret}\` | ${other} |\r\n| b | **${other}** | x |\r\n`;
    assert.deepEqual(cut(findTableSecrets, `${table}\r\n| c | ${other} | x |\r\n`), [secret, other]);
  });

  it("takes the cell behind the name of a row", () => {
    assert.deepEqual(cut(findTableSecrets, `| API key | ${secret} | ${other} |`), [secret]);
  });

  for (const [why, text] of Object.entries({
    "the head is of no secret": `| user | monkey |\n|---|---|\n| a | ${secret} |\n`,
    "the cell is a description": "| password | The user's password. |\n|---|---|\n| password | string |\n",
    "the cell stands for a value": "| password | <your-password> |\n",
    "there is no table": `password ${secret}`,
    "it is a name of code": "| token | accessToken |\n|---|---|\n| key | getKey |\n",
  })) {
    it(`finds nothing where ${why}`, () => assert.deepEqual(cut(findTableSecrets, text), []));
  }
});

describe("findBelowNames", () => {
  it("takes the word or the list below a name, and no more", () => {
    assert.deepEqual(cut(findBelowNames, `password:\n  ${secret}\nname: ${other}\n`), [secret]);
    assert.deepEqual(
      cut(findBelowNames, `a:\n  tokens:\n    - "${secret}"\n    - ${other} # old\n  b: ${secret}\n`),
      [secret, other],
    );
    assert.deepEqual(cut(findBelowNames, `  password:\n ${secret}\n`), [], "farther left is another matter");
  });

  it("takes the element below a name of a property list", () => {
    const list = `<key>ApiKey</key>\n\t<string>${secret}</string>\n<key>Name</key>\n<string>${other}</string>`;
    assert.deepEqual(cut(findBelowNames, list), [secret]);
  });

  for (const [why, text] of Object.entries({
    "the name is of no secret": `name:\n  ${secret}\n`,
    "a map follows": `password:\n  from: ${secret}\n`,
    "the word is plain": "token:\n  required\n",
    "a sentence follows": `password:\n  is ${secret} today\n`,
  })) {
    it(`finds nothing where ${why}`, () => assert.deepEqual(cut(findBelowNames, text), []));
  }
});
