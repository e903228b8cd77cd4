import assert from "node:assert/strict";
import { gatherCallees } from "../../../../../src/core/testing/callees/gatherCallees.ts";
import { createTestingHandlers } from "../../../../../src/worker/testingHandlers.ts";
import { MemoryFileSource } from "../../../../fakes/memoryFileSource.ts";
import { createTestParser } from "../../../../fakes/testParser.ts";

const handlers = createTestingHandlers({ parser: createTestParser() } as never);
const { signal } = new AbortController();

/** What is found for the function that begins at `at`, as `path: signature` with line ends shown. */
async function callees(
  files: Readonly<Record<string, string>>,
  path: string,
  languageId: string,
  at: string,
): Promise<string[]> {
  const text = files[path] ?? "";
  const startOffset = text.indexOf(at);
  assert.ok(startOffset >= 0, `${at} is in ${path}`);
  const target = { languageId, text, startOffset, endOffset: text.length };
  const request = await handlers["testing.callees"](target, signal);
  const found = await gatherCallees(
    { path, languageId },
    request,
    new MemoryFileSource(files),
    async (language, content, wanted, used) =>
      handlers["testing.signatures"]({ languageId: language, text: content, wanted, used }, signal),
  );
  return found.flatMap((file) =>
    file.signatures.map((each) => `${file.path}: ${each.text.replaceAll("\n", " ⏎ ")}`),
  );
}

describe("gatherCallees", () => {
  it("Python: from, relative, aliased and module imports, classes with the methods that are used", async () => {
    const files = {
      "shop/__init__.py": "from .money import cents\n",
      "shop/money.py":
        'def cents(amount: float) -> int:\n    """Whole cents of an amount.\n\n    More.\n    """\n    return 1\n\ndef unused(): ...\n',
      "shop/stock.py":
        'class Stock:\n    """What lies on the shelf."""\n    def __init__(self, items: dict[str, int]) -> None:\n        self.items = items\n    @property\n    def total(self) -> int:\n        return 1\n    def other(self): ...\n',
      "shop/rates.py": "# The rate of a country.\ndef rate(\n    code: str,\n) -> float:\n    return 1.0\n",
      "shop/order.py":
        "import json\nfrom shop import cents as to_cents\nfrom . import rates\nfrom .stock import Stock, Other\n\ndef before():\n    return Other()\n\ndef price(order):\n    stock = Stock({})\n    json.dumps(order)\n    return to_cents(stock.total * rates.rate('DE'))\n",
    };
    assert.deepEqual(await callees(files, "shop/order.py", "python", "def price"), [
      "shop/rates.py: # The rate of a country. ⏎ def rate( code: str, ) -> float:",
      "shop/stock.py: # What lies on the shelf. ⏎ class Stock:",
      "shop/stock.py: def __init__(self, items: dict[str, int]) -> None:",
      "shop/stock.py: @property def total(self) -> int:",
      "shop/money.py: # Whole cents of an amount. ⏎ def cents(amount: float) -> int:",
    ]);
  });

  it("TypeScript: names of compiled files, types whole, barrels followed, aliases of the compiler", async () => {
    const files = {
      "tsconfig.json": '{ "compilerOptions": { "paths": { "@lib/*": ["./src/lib/*"] } } }',
      "src/lib/index.ts": "export * from './round.js';\nexport { half as middle } from './half';\n",
      "src/lib/round.ts":
        "/** To whole cents. */\nexport const round = (value: number): number => {\n  return value;\n};\n",
      "src/lib/half.tsx": "export function half(value: number) {\n  return value / 2;\n}\n",
      "src/types.ts": "export interface Order {\n  id: string;\n}\nexport type Unused = string;\n",
      "src/price.ts":
        "import { readFile } from 'node:fs';\nimport { round, middle } from '@lib/index.js';\nimport type { Order, Unused } from './types.js';\nimport Shelf from './shelf';\n\nexport function price(order: Order, shelf: Shelf): number {\n  readFile('x');\n  return round(middle(shelf.count(order.id)));\n}\n",
      "src/shelf.ts":
        "/** Counts. */\nexport default class Shelf {\n  constructor(private readonly max: number) {}\n  /** How many there are. */\n  count(id: string): number {\n    return 1;\n  }\n  clear(): void {}\n}\n",
    };
    assert.deepEqual(await callees(files, "src/price.ts", "typescript", "export function price"), [
      "src/types.ts: export interface Order { id: string; }",
      "src/shelf.ts: // Counts. ⏎ export default class Shelf",
      "src/shelf.ts: constructor(private readonly max: number)",
      "src/shelf.ts: // How many there are. ⏎ count(id: string): number",
      "src/lib/round.ts: // To whole cents. ⏎ export const round = (value: number): number",
      "src/lib/half.tsx: export function half(value: number)",
    ]);
  });

  it("JavaScript: what is required, whole or by name", async () => {
    const files = {
      "lib/a.js":
        "// Adds.\nfunction add(a, b) {\n  return a + b;\n}\nfunction no() {}\nmodule.exports = { add, no };\n",
      "lib/b.js": "exports.f = 1;\nfunction parse(text) {}\n",
      "lib/c.js":
        "const { add } = require('./a');\nconst b = require('./b');\nmodule.exports.sum = function sum(x) {\n  return add(b.parse(x), 1);\n};\n",
    };
    assert.deepEqual(await callees(files, "lib/c.js", "javascript", "module.exports.sum"), [
      "lib/a.js: // Adds. ⏎ function add(a, b)",
      "lib/b.js: function parse(text)",
    ]);
  });

  it("Java: imports, the own package, another module of the build", async () => {
    const files = {
      "shop/src/main/java/g/shop/Price.java":
        "package g.shop;\nimport java.util.List;\nimport g.money.Cents;\nimport static g.money.Rates.rate;\nclass Price {\n  int of(Order order) { return Cents.of(rate(order.total())); }\n}\n",
      "shop/src/main/java/g/shop/Order.java":
        "package g.shop;\n/** One order. */\npublic record Order(String id, int net) {\n  /** Net and tax. */\n  public int total() throws IllegalStateException { return net; }\n  void other() {}\n}\n",
      "shop/src/main/java/g/money/Rates.java":
        "package g.money;\npublic interface Rates {\n  static int rate(int a) { return a; }\n}\n",
      "money/src/main/java/g/money/Cents.java":
        "package g.money;\npublic final class Cents {\n  private Cents() {}\n  public static int of(int a) { return a; }\n}\n",
    };
    assert.deepEqual(await callees(files, "shop/src/main/java/g/shop/Price.java", "java", "int of"), [
      "money/src/main/java/g/money/Cents.java: public final class Cents",
      "money/src/main/java/g/money/Cents.java: private Cents()",
      "money/src/main/java/g/money/Cents.java: public static int of(int a)",
      "shop/src/main/java/g/money/Rates.java: public interface Rates",
      "shop/src/main/java/g/money/Rates.java: static int rate(int a)",
      "shop/src/main/java/g/shop/Order.java: // One order. ⏎ public record Order(String id, int net)",
      "shop/src/main/java/g/shop/Order.java: // Net and tax. ⏎ public int total() throws IllegalStateException",
    ]);
  });

  it("C++: declarations of the headers that are included, and only those that are used", async () => {
    const files = {
      "include/shelf/size.hpp":
        "#pragma once\n// Bytes as text.\nstd::string sizeText(long bytes);\nint unused(int);\nclass Shelf {\n public:\n  explicit Shelf(int max);\n  int count(const std::string& id) const { return 1; }\n  void clear();\n};\nenum class Unit { kilo, mega };\n",
      "src/size.cpp":
        '#include <string>\n#include "shelf/size.hpp"\n\nstd::string show(const Shelf& shelf, Unit unit) {\n  return sizeText(shelf.count("a"));\n}\n',
    };
    assert.deepEqual(await callees(files, "src/size.cpp", "cpp", "std::string show"), [
      "include/shelf/size.hpp: // Bytes as text. ⏎ std::string sizeText(long bytes);",
      "include/shelf/size.hpp: class Shelf",
      "include/shelf/size.hpp: explicit Shelf(int max);",
      "include/shelf/size.hpp: int count(const std::string& id) const",
      "include/shelf/size.hpp: enum class Unit { kilo, mega }",
    ]);
  });

  it("is bounded: signatures are cut, circles end, and libraries give nothing", async () => {
    const long = Array.from({ length: 200 }, (_value, index) => `a${index}: number`).join(", ");
    const files = {
      "a.ts": `export { f } from './b';\nexport function g(${long}): void {}\n`,
      "b.ts": "export { f } from './a';\n",
      "c.ts": "import { f, g } from './a';\nimport x from 'lodash';\nexport const h = () => g(f(x));\n",
    };
    const [only, ...others] = await callees(files, "c.ts", "typescript", "export const h");
    assert.ok((only ?? "").length < 320, only);
    assert.deepEqual(others, []);
    assert.deepEqual(await callees({ "a.go": "func f() {}" }, "a.go", "go", "func f"), []);
  });
});
