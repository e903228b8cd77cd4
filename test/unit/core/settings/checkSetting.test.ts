import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  checkedKeywords,
  findWrongValue,
  type SettingSchema,
} from "../../../../src/core/settings/checkSetting.ts";
import { projectRoot } from "../../sourceFiles.ts";

const manifest = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as {
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<Record<string, SettingSchema & { default: unknown }>>;
    };
  };
};
const { properties } = manifest.contributes.configuration;

/** Where and what; undefined where the value is right. */
function wrong(setting: string, value: unknown): unknown {
  const schema = properties[`flywheel.${setting}`];
  assert.ok(schema, setting);
  const found = findWrongValue(value, schema);
  return found === undefined ? undefined : [found.path.join("."), found.value];
}

describe("a setting against its schema", () => {
  it("every default of the manifest is right", () => {
    for (const [name, schema] of Object.entries(properties)) {
      assert.equal(findWrongValue(schema.default, schema), undefined, name);
    }
  });

  it("knows every keyword by which the manifest restricts a value", () => {
    const isText =
      /^(?:default|scope|order|tags|\w*[dD]escription|enumDescriptions|markdownEnumDescriptions)$/;
    const unknown = new Set<string>();
    const look = (schema: object): void => {
      for (const [keyword, value] of Object.entries(schema)) {
        if (!checkedKeywords.includes(keyword) && keyword !== "uniqueItems" && !isText.test(keyword)) {
          unknown.add(keyword);
        }
        if (keyword === "properties") {
          Object.values(value as object).forEach(look);
        } else if (keyword === "items" || keyword === "additionalProperties") {
          look(Object(value) as object);
        } else if (keyword === "oneOf") {
          (value as object[]).forEach(look);
        }
      }
    };
    Object.values(properties).forEach(look);
    assert.deepEqual([...unknown], []);
  });

  for (const [setting, rights, wrongs] of [
    ["statistics.enabled", [true, false], ["true", 1, null, {}, []]],
    ["language", ["auto", "en", "zh-cn"], ["latin", "", 3, null, ["en"]]],
    ["completion.delayMs", ["auto", 0, 2000, 75], [-1, 2001, 1.5, "fast", "75", null]],
    ["tests.maxRepairs", [0, 5], [-1, 6, 2.5, "2", true]],
    ["roles.chat", ["auto", ["a", "b"]], [[], [1], ["a", 2], 7, null, { a: 1 }]],
    ["egress.allowedHosts", [[], ["*.corp.example"]], ["*.corp.example", [""], [null], {}]],
    ["backends", [{}], ["fast", [], 3, null]],
  ] as const) {
    it(`flywheel.${setting}`, () => {
      for (const value of rights) {
        assert.equal(wrong(setting, value), undefined, JSON.stringify(value));
      }
      for (const value of wrongs) {
        assert.deepEqual(wrong(setting, value), ["", value], JSON.stringify(value));
      }
    });
  }

  it("names the field inside an object, at any depth", () => {
    assert.deepEqual(wrong("completion.enabled", { "*": true, python: "yes" }), ["python", "yes"]);
    assert.deepEqual(wrong("statistics.prices", { input: -1 }), ["input", -1]);
    assert.deepEqual(wrong("tests.projects", { api: { framework: "junit" } }), ["api.framework", "junit"]);
    assert.deepEqual(wrong("tests.projects", { api: { command: [] } }), ["api.command", []]);
    assert.deepEqual(wrong("tests.projects", { api: "pytest" }), ["api", "pytest"]);
  });

  it("names a field that does not exist, also one that every object has", () => {
    assert.deepEqual(wrong("statistics.prices", { inputs: 1 }), ["inputs", 1]);
    assert.deepEqual(wrong("statistics.prices", JSON.parse('{"constructor": 1}')), ["constructor", 1]);
    const found = findWrongValue({ inputs: 1 }, properties["flywheel.statistics.prices"] ?? {});
    assert.equal(found?.allowed, undefined);
  });

  it("names an object that lacks what it needs", () => {
    const schema = { type: "object", required: ["preset"] };
    assert.deepEqual(findWrongValue({ model: "m" }, schema)?.path, []);
    assert.equal(findWrongValue({ preset: "p" }, schema), undefined);
  });
});
