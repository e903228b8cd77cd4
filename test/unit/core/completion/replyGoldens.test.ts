import assert from "node:assert/strict";
import { cleanReply } from "../../../../src/core/completion/cleanReply.ts";
import { holeAt, type Hole } from "../../../../src/core/completion/hole.ts";
import { decideMultiline } from "../../../../src/core/completion/multiline.ts";
import { findStatementEnd } from "../../../../src/core/completion/syntax/findStatementEnd.ts";
import { syntaxLanguages } from "../../../../src/core/completion/syntax/syntaxLanguages.ts";
import { settle } from "../../../fakes/fakeClock.ts";
import { createTestParser } from "../../../fakes/testParser.ts";
import { EngineSetup } from "./engineSetup.ts";
import { documentAt } from "./makeHole.ts";
import { readCompletionGoldens, type CompletionGolden } from "./readGoldens.ts";

const parser = createTestParser();
/** Characters of a piece of the reply. */
const pieceChars = 4;
const maxAccepted = 8;

/** Lets the model answer in pieces and takes all that is shown of that one reply, part by part. */
async function play(golden: CompletionGolden, form: "fillIn" | "chat"): Promise<string> {
  const setup = new EngineSetup(golden.at, golden);
  setup.isFillIn = form === "fillIn";
  setup.findEnd = async (question) => (await findStatementEnd(parser, question)) ?? null;
  let asked = setup.ask();
  await settle();
  for (let start = 0; start < golden.reply.length; start += pieceChars) {
    setup.last.text(golden.reply.slice(start, start + pieceChars));
    await settle();
  }
  setup.last.end();
  for (let taken = 0; taken < maxAccepted; taken += 1) {
    await setup.clock.advance(200);
    // Another request would be another reply: what is not there by then is not of this one.
    const offer = setup.exchanges.length > 1 ? undefined : await asked.answer;
    if (offer === undefined) {
      break;
    }
    setup.accept(offer);
    setup.findEnd = () => Promise.resolve(null);
    asked = setup.ask();
    await settle();
  }
  setup.engine.dispose();
  return setup.snapshot.text;
}

describe("what real models say, as it comes into the file", () => {
  before(async () => {
    for (const languageId of syntaxLanguages) {
      (await parser.parse(languageId, ""))?.delete();
    }
  });

  for (const golden of readCompletionGoldens()) {
    for (const form of golden.forms) {
      it(`${golden.languageId}, ${form}: ${golden.says}`, async () => {
        assert.equal(await play(golden, form), golden.after);
      });
    }
  }

  it("takes no complete line back while it arrives", () => {
    // A loop and a heading without a word of its own are seen only by what comes after.
    const excepted = new Set(["loop of same lines", "heading label"]);
    for (const golden of readCompletionGoldens().filter(({ says }) => !excepted.has(says))) {
      const { snapshot, offset } = documentAt(golden.at, golden);
      const isMultiline = decideMultiline(snapshot, offset, "auto");
      for (const form of golden.forms) {
        const hole = holeAt(snapshot, offset, { isMultiline, isChat: form === "chat" });
        assertOnlyGrows(golden, hole);
      }
    }
  });
});

function assertOnlyGrows({ languageId, says, reply }: CompletionGolden, hole: Hole): void {
  const settled: string[] = [];
  let whole = cleanReply(reply, hole, true).text;
  for (let length = pieceChars; length <= reply.length; length += pieceChars) {
    const { text, isComplete } = cleanReply(reply.slice(0, length), hole, false);
    settled.push(isComplete ? text : text.slice(0, Math.max(0, text.lastIndexOf("\n"))));
    if (isComplete) {
      whole = text;
      break;
    }
  }
  for (const text of settled) {
    assert.ok(whole.startsWith(text.trimEnd()), `${languageId}: ${says}: ${JSON.stringify({ text, whole })}`);
  }
}
