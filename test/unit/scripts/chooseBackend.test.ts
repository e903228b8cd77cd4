import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { chooseBackend } from "../../../scripts/chooseBackend.mjs";

const env = { OPENAI_BASE_URL: "https://models.example.com/v1", OPENAI_MODEL: "coder" };
const fetchFrom: typeof fetch = () => Promise.reject(new TypeError("no network here"));

/** What is chosen when a person types `typed` (undefined: ends the input) at the question. */
async function chooseAfter(
  typed: string | undefined,
): Promise<{ settings: Record<string, unknown>; asked: string }> {
  const input = new PassThrough();
  const output = new PassThrough();
  if (typed === undefined) input.end();
  else input.write(typed);
  const { settings } = await chooseBackend({
    isInteractive: true,
    env,
    fetchFrom,
    terminal: { input, output },
  });
  return { settings, asked: String(output.read() ?? "") };
}

describe("chooseBackend", () => {
  it("uses another machine's host after a yes, and names host, model and where it learned them", async () => {
    const { settings, asked } = await chooseAfter("y\n");
    assert.deepEqual(settings["flywheel.backends"], {
      "openai-compatible": {
        preset: "openai-compatible",
        baseUrl: "https://models.example.com/v1",
        model: "coder",
      },
    });
    for (const part of ["models.example.com", "coder", "OPENAI_BASE_URL", "[y/N]"])
      assert.ok(asked.includes(part), part);
  });

  for (const [how, typed] of [
    ["a no", "n\n"],
    ["Enter alone", "\n"],
    ["the end of the input", undefined],
  ] as const) {
    it(`stays offline after ${how}`, async () => {
      assert.deepEqual((await chooseAfter(typed)).settings, {});
    });
  }
});
