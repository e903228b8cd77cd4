import assert from "node:assert/strict";
import { LinePredictor } from "../../../../../src/core/completion/predictor/linePredictor.ts";
import { TokenLog } from "../../../../../src/core/completion/predictor/tokenLog.ts";

function predictor(files: Record<string, string>): LinePredictor {
  const log = new TokenLog();
  for (const [path, text] of Object.entries(files)) {
    log.put(path, text);
  }
  return new LinePredictor(log);
}

const file = "const total = sum(order.items, price);\nreturn total;\n".repeat(3);

describe("LinePredictor", () => {
  it("finishes a word and goes on to the end of the line", () => {
    const steps = predictor({ "a.ts": file }).predict({
      path: "b.ts",
      prefix: "const total = su",
      suffix: "",
    });
    assert.equal(steps.at(-1)?.text, "m(order.items, price);");
    assert.equal(steps[0]?.text, "m");
  });

  it("grows less sure with every step", () => {
    const steps = predictor({ "a.ts": file }).predict({ path: "b.ts", prefix: "const total =", suffix: "" });
    const values = steps.map(({ sureness }) => sureness);
    assert.deepEqual(
      values,
      [...values].sort((a, b) => b - a),
    );
    assert.ok(values.every((value) => value > 0 && value <= 1));
  });

  it("writes the white space that the files have, and none that is there", () => {
    const own = predictor({ "a.ts": file });
    assert.match(
      own.predict({ path: "b.ts", prefix: "const total", suffix: "" }).at(-1)?.text ?? "",
      /^ = sum\(/,
    );
    assert.match(
      own.predict({ path: "b.ts", prefix: "const total ", suffix: "" }).at(-1)?.text ?? "",
      /^= sum\(/,
    );
  });

  it("writes the white space of the text above before that of the files", () => {
    const own = predictor({ "a.js": "app.use(function (req, res) {\n".repeat(6) });
    const asAbove = own.predict({
      path: "b.js",
      prefix: "app.use(function(req, res){\n});\napp.use(",
      suffix: "",
    });
    assert.equal(asAbove.at(-1)?.text, "function(req, res){");
    const asFiles = own.predict({ path: "b.js", prefix: "app.use(", suffix: "" });
    assert.equal(asFiles.at(-1)?.text, "function (req, res) {");
  });

  it("does not take the white space of what is hidden for measuring", () => {
    const log = new TokenLog();
    log.put("a.js", "run (a);\nrun (a);\nrun(a);\nrun(a);\nrun(a);\nrun(a);\n");
    const own = new LinePredictor(log);
    // Two lines of five tokens and their ends.
    const steps = own.predict({ path: "a.js", prefix: "run", suffix: "", hiddenFrom: 12 });
    assert.match(steps.at(-1)?.text ?? "", /^ \(/);
  });

  it("prefers the file's own habits to another's", () => {
    const own = predictor({ "lib/z.ts": "log.info(a);\n".repeat(3), "app/a.ts": "log.warn(b);\n".repeat(3) });
    assert.equal(own.predict({ path: "app/a.ts", prefix: "\nlog.", suffix: "" })[0]?.text, "warn");
  });

  it("learns from the unsaved text above the cursor", () => {
    const own = predictor({ "a.ts": file });
    const prefix = "const fresh = makeFresh(1);\nconst fresh = make";
    assert.equal(own.predict({ path: "b.ts", prefix, suffix: "" })[0]?.text.startsWith("Fresh"), undefined);
    const seen = predictor({ "a.ts": file, "c.ts": "makeFresh(1);\n" });
    assert.match(seen.predict({ path: "b.ts", prefix, suffix: "" }).at(-1)?.text ?? "", /^Fresh\(1\);/);
  });

  it("stops before what follows the cursor", () => {
    const steps = predictor({ "a.ts": file }).predict({
      path: "b.ts",
      prefix: "sum(order.it",
      suffix: ", price);",
    });
    assert.equal(steps.at(-1)?.text, "ems");
  });

  it("does not see what it is asked to ignore", () => {
    const own = predictor({ "a.ts": file });
    const hidden = { path: "a.ts", prefix: "const total = su", suffix: "", hiddenFrom: 0 };
    assert.deepEqual(
      own.predict(hidden).filter(({ text }) => text.length > 1),
      [],
    );
  });

  it("says nothing of what was never seen", () => {
    assert.deepEqual(predictor({}).predict({ path: "a.ts", prefix: "foo", suffix: "" }), []);
    assert.deepEqual(predictor({ "a.ts": file }).predict({ path: "a.ts", prefix: "zzz", suffix: "" }), []);
  });
});
