import assert from "node:assert/strict";
import { scriptOptionsOf } from "../../../../../src/core/testing/run/scriptOptions.ts";

describe("scriptOptionsOf", () => {
  const table = [
    [
      "node --experimental-vm-modules node_modules/jest/bin/jest.js --coverage",
      "jest",
      "--experimental-vm-modules |",
    ],
    ["NODE_OPTIONS=--experimental-vm-modules npx jest", "jest", "--experimental-vm-modules |"],
    ["cross-env NODE_OPTIONS='--import tsx --max-old-space-size=4096' mocha", "mocha", "--import tsx |"],
    [
      "tsc && mocha -r ts-node/register --config=test/.mocharc.json 'test/**/*.ts' --reporter dot",
      "mocha",
      "| -r ts-node/register --config=test/.mocharc.json",
    ],
    ["vitest run --config vite.test.ts --coverage; echo done", "vitest", "| --config vite.test.ts"],
    ["node --env-file=.env.test --import tsx --test --test-reporter=dot", "node-test", "--import tsx |"],
    ["tsx --test src", "node-test", "--import tsx |"],
    ["node --test", "node-test", "|"],
    ["eslint . && echo no test specified", "jest", "|"],
    ["jest --config", "jest", "|"],
  ] as const;
  for (const [script, framework, expected] of table) {
    it(script, () => {
      const { node, runner } = scriptOptionsOf(script, framework);
      assert.equal([...node, "|", ...runner].join(" "), expected);
    });
  }
});
