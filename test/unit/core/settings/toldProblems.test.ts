import assert from "node:assert/strict";
import {
  decodeToldProblems,
  joinToldProblems,
  takeBack,
  tell,
  untold,
  type SettingProblem,
} from "../../../../src/core/settings/toldProblems.ts";

function problem(setting: string, text: string): SettingProblem {
  return { setting, text, isProfile: false };
}

const language = problem("flywheel.language", "cannot be latin");
const delay = problem("flywheel.completion.delayMs", "cannot be 5000");

describe("what was told of wrong settings", () => {
  it("is told once, and another value of the same setting anew", () => {
    const told = tell({}, [language], 1);
    assert.deepEqual(untold(told, [language, delay]), [delay]);
    const other = problem(language.setting, "cannot be greek");
    assert.deepEqual(untold(told, [other]), [other]);
  });

  it("is told again when the setting was right in between", () => {
    const told = tell({}, [language, delay], 5);
    const isChanged = (setting: string): boolean => setting === "flywheel.language";
    const right = takeBack(told, [delay], isChanged, 4);
    assert.deepEqual(untold(right, [language, delay]), [language]);
    assert.deepEqual(untold(joinToldProblems(told, right), [language]), [language], "in every window");
    const again = tell(right, [language], 3);
    assert.deepEqual(untold(joinToldProblems(right, again), [language]), []);
  });

  it("a change of another setting, and one that leaves the value, take nothing back", () => {
    const told = tell({}, [language], 1);
    assert.equal(
      takeBack(told, [], (setting) => setting === "flywheel.completion.delayMs", 2),
      told,
    );
    assert.equal(
      takeBack(told, [language], () => true, 2),
      told,
    );
  });

  it("is read from anything", () => {
    for (const bad of [undefined, null, 3, "x", { a: 1 }, { a: { isTold: true } }, { a: { atMs: 1 } }]) {
      assert.deepEqual(decodeToldProblems(bad), {}, JSON.stringify(bad));
    }
    const told = tell({}, [language], 1);
    assert.deepEqual(decodeToldProblems(JSON.parse(JSON.stringify(told))), told);
  });
});
