import assert from "node:assert/strict";
import { gatherHelpers } from "../../../../../src/core/testing/callees/gatherHelpers.ts";
import { detectTestProject } from "../../../../../src/core/testing/detectTestProject.ts";
import { createTestingHandlers } from "../../../../../src/worker/testingHandlers.ts";
import { MemoryFileSource } from "../../../../fakes/memoryFileSource.ts";
import { createTestParser } from "../../../../fakes/testParser.ts";

const handlers = createTestingHandlers({ parser: createTestParser() } as never);
const { signal } = new AbortController();

async function helpers(
  files: Readonly<Record<string, string>>,
  source: string,
  languageId: string,
): Promise<string[]> {
  const memory = new MemoryFileSource(files);
  const project = await detectTestProject(source, languageId, memory);
  const text = files[project.styleTestPath ?? ""] ?? "";
  const whole = { languageId, text, startOffset: 0, endOffset: text.length };
  const request = await handlers["testing.callees"](whole, signal);
  const found = await gatherHelpers(project, request, memory, async (language, content, wanted, used) =>
    handlers["testing.signatures"]({ languageId: language, text: content, wanted, used }, signal),
  );
  assert.ok(found.every(({ isForTests }) => isForTests));
  return found.flatMap(({ path, signatures }) =>
    signatures.map((each) => `${path}: ${each.text.replaceAll("\n", " ⏎ ")}`),
  );
}

describe("gatherHelpers", () => {
  it("shows the fixtures of pytest, those of the nearest folder first, and no other function", async () => {
    const files = {
      "pytest.ini": "[pytest]\n",
      "conftest.py": "import pytest\n\n@pytest.fixture(scope='session')\ndef database(): ...\n",
      "tests/conftest.py":
        "import pytest\n\n# One paid order.\n@pytest.fixture\ndef order(database) -> dict:\n    return {}\n\ndef no_fixture(): ...\n",
      "tests/test_other.py": "def test_a(order): assert order\n",
      "shop.py": "def f(): ...\n",
    };
    assert.deepEqual(await helpers(files, "shop.py", "python"), [
      "tests/conftest.py: # One paid order. ⏎ @pytest.fixture def order(database) -> dict:",
      "conftest.py: @pytest.fixture(scope='session') def database():",
    ]);
  });

  it("shows what the nearest test takes from other files, but not the code under test", async () => {
    const files = {
      "package.json": '{ "devDependencies": { "vitest": "3" } }',
      "src/price.ts": "export const price = 1;\n",
      "test/builders.ts":
        "/** A paid order. */\nexport function paidOrder(total: number): object {\n  return {};\n}\n",
      "test/price.test.ts":
        "import { it } from 'vitest';\nimport { price } from '../src/price';\nimport { paidOrder } from './builders';\n\nit('a', () => price + paidOrder(1));\n",
    };
    assert.deepEqual(await helpers(files, "src/price.ts", "typescript"), [
      "test/builders.ts: // A paid order. ⏎ export function paidOrder(total: number): object",
    ]);
  });
});
