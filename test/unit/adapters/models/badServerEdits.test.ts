import assert from "node:assert/strict";
import { createBackend } from "../../../../src/adapters/models/createBackend.ts";
import { toAssistantError } from "../../../../src/core/errors.ts";
import type { GatedBackend } from "../../../../src/core/egress/outbound.ts";
import { askChat } from "../../../../src/core/review/askChat.ts";
import { buildFixPrompt } from "../../../../src/core/review/fixPrompt.ts";
import { applyFixReply } from "../../../../src/core/review/fixReply.ts";
import { FakeClock } from "../../../fakes/fakeClock.ts";
import { FakeModelServer } from "../../../fakes/fakeModelServer.ts";
import { openGate } from "../../../fakes/openGate.ts";
import { badServerCases, type BadServerCase } from "./badServerCases.ts";
import { makeDeps, makeProfile } from "./modelFixture.ts";

const block = (original: string, replacement: string): string =>
  `<<<<<<< ORIGINAL\n${original}\n=======\n${replacement}\n>>>>>>> REPLACEMENT\n`;
const fileText = "def f(a):\n    if a > 0:\n        return a\n    return 0\n";
const fixedText = "def f(a):\n    if a >= 0:\n        return a\n    return 1\n";
/** Two edits that belong together: the first alone is whole and would fit. */
const first = block("    if a > 0:", "    if a >= 0:");
const second = block("    return 0", "    return 1");

/** Every wait is over at once, but for those that the case moves by hand. */
class RetryClock extends FakeClock {
  readonly #retryMs: number;
  constructor(retryMs: number) {
    super();
    this.#retryMs = retryMs;
  }
  override delay(ms: number, signal?: AbortSignal): Promise<void> {
    return ms === this.#retryMs ? Promise.resolve() : super.delay(ms, signal);
  }
}

function gated(baseUrl: string, clock: FakeClock): GatedBackend {
  return openGate(clock).gateBackend(createBackend(makeProfile({ baseUrl }), makeDeps({ clock })));
}

/** The file's new text, or the kind of error for which nothing is changed. */
async function repair({ chat }: GatedBackend, clock: FakeClock): Promise<string | { kind: string }> {
  const problem = { path: "f.py", languageId: "python", text: fileText, startLine: 2, endLine: 2 };
  const prompt = buildFixPrompt({ ...problem, message: "off by one", source: "lint" }, chat.limits);
  try {
    const reply = await askChat(chat, prompt, clock, new AbortController().signal);
    return applyFixReply(reply, fileText, { startOffset: 14, endOffset: 24 });
  } catch (error) {
    return { kind: toAssistantError(error).kind };
  }
}

/** What a repair makes of an answer that came through whole; of any other it makes nothing. */
function wantedOf({ text, end, error }: BadServerCase): "edited" | "nothing" {
  return error === undefined && end === "stop" && text === first + second ? "edited" : "nothing";
}

describe("edits by bad servers", () => {
  let server: FakeModelServer;
  before(async () => {
    server = await FakeModelServer.start();
  });
  after(() => server.stop());
  beforeEach(() => {
    server.requests.length = 0;
  });

  async function run(badCase: BadServerCase): Promise<void> {
    const clock =
      badCase.wait === undefined ? new RetryClock(badCase.retryAfterMs ?? 1_000) : new FakeClock();
    server.enqueue(...badCase.replies);
    const repairing = repair(gated(server.baseUrl, clock), clock);
    if (badCase.wait !== undefined) {
      await server.waitForRequests(1);
      const state = { isOver: false };
      void repairing.then(() => (state.isOver = true));
      while (!state.isOver) {
        await clock.advance(100);
      }
    }
    const made = await repairing;
    if (wantedOf(badCase) === "edited") {
      assert.equal(made, fixedText, "both edits or none");
    } else {
      assert.ok(typeof made !== "string", `a half was made:\n${JSON.stringify(made)}`);
    }
  }

  const cases = Object.values(badServerCases(first, second)).flat();

  it("are whole for some and none for others", () => {
    const edited = cases.filter((badCase) => wantedOf(badCase) === "edited");
    assert.ok(
      edited.length >= 30 && cases.length - edited.length >= 30,
      `${edited.length} of ${cases.length}`,
    );
  });

  for (const badCase of cases) {
    it(`${badCase.name}: ${wantedOf(badCase)}`, () => run(badCase));
  }
});
