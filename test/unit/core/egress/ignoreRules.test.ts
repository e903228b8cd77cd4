import assert from "node:assert/strict";
import { IgnoreRules } from "../../../../src/core/egress/ignoreRules.ts";

function rules(files: Readonly<Record<string, string>>): IgnoreRules {
  return new IgnoreRules(new Map(Object.entries(files)));
}

describe("IgnoreRules", () => {
  it("reads gitignore syntax", () => {
    const root = rules({ "": "# comment\n*.log\n/build\nsecret/\n!keep.log\ndocs/**/draft.md\n" });
    const expected: Readonly<Record<string, boolean>> = {
      "a.log": true,
      "x/y/a.log": true,
      "keep.log": false,
      build: true,
      "build/a.py": true,
      "x/build/a.py": false,
      "secret/a.py": true,
      "x/secret/a.py": true,
      "docs/a/b/draft.md": true,
      "docs/draft.md": true,
      "src/a.py": false,
    };
    for (const [path, isIgnored] of Object.entries(expected)) {
      assert.equal(root.ignores(path), isIgnored, path);
    }
  });

  it("lets a deeper file decide otherwise", () => {
    const nested = rules({ "": "*.csv\n", "data/open": "!*.csv\n", "data/closed": "*\n" });
    assert.equal(nested.ignores("a.csv"), true);
    assert.equal(nested.ignores("data/a.csv"), true);
    assert.equal(nested.ignores("data/open/a.csv"), false);
    assert.equal(nested.ignores("data/opened/a.csv"), true);
    assert.equal(nested.ignores("data/closed/a.py"), true);
  });

  it("does not include again what lies below an ignored folder", () => {
    const nested = rules({ "": "vendor/\n", "vendor/own": "!*\n" });
    assert.equal(nested.ignores("vendor/own/a.py"), true);
    assert.equal(rules({ "": "vendor/*\n!vendor/own\n" }).ignores("vendor/own/a.py"), false);
  });

  it("anchors the patterns of a nested file at its folder", () => {
    const nested = rules({ "a/b": "/x.py\n" });
    assert.equal(nested.ignores("a/b/x.py"), true);
    assert.equal(nested.ignores("a/b/c/x.py"), false);
    assert.equal(nested.ignores("x.py"), false);
  });

  it("goes by the deepest file, in whatever order the files were read", () => {
    const nested = rules({ "a/b": "!*.csv\n", a: "*.csv\n", "": "!*.csv\n" });
    assert.equal(nested.ignores("a/x.csv"), true);
    assert.equal(nested.ignores("a/b/x.csv"), false);
    assert.equal(nested.ignores("x.csv"), false);
  });

  it("tells folders from files", () => {
    const root = rules({ "": "out/\n" });
    assert.equal(root.ignores("out"), false);
    assert.equal(root.ignores("out/a.py"), true);
    assert.equal(root.ignores("a/out"), false);
  });

  it("leaves an earlier word standing where a deeper file says nothing", () => {
    const nested = rules({ "": "*.csv\n", a: "*.txt\n" });
    assert.equal(nested.ignores("a/x.csv"), true);
    assert.equal(nested.ignores("a/x.txt"), true);
    assert.equal(nested.ignores("a/x.py"), false);
  });

  it("accepts a byte order mark, Windows' line ends and separators", () => {
    const root = rules({ "": "\uFEFFprivate/\r\n*.key2\r\n" });
    assert.equal(root.ignores("private/a.py"), true);
    assert.equal(root.ignores("src\\a.key2"), true);
    assert.equal(root.ignores("Private/A.py"), true);
  });

  it("ignores nothing without rules, and never the root", () => {
    assert.equal(rules({}).isEmpty, true);
    assert.equal(rules({}).ignores("a.py"), false);
    assert.equal(rules({ "": "*" }).isEmpty, false);
    assert.equal(rules({ "": "*" }).ignores(""), false);
    assert.equal(rules({ "": "*" }).ignores("../outside.py"), true);
  });
});
