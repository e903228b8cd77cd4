import assert from "node:assert/strict";
import { AssistantError } from "../../../../src/core/errors.ts";
import { settle } from "../../../fakes/fakeClock.ts";
import { EngineSetup } from "./engineSetup.ts";

describe("CompletionEngine", () => {
  it("answers with the trimmed reply of the model", async () => {
    const setup = new EngineSetup("const total = ‸\n");
    const { answer } = setup.ask();
    await settle();
    setup.last.text("```ts\nitems.length;\n```").end();
    const offer = await answer;
    assert.deepEqual(offer, {
      rid: "rid1",
      text: "items.length;",
      replaceStart: 14,
      replaceEnd: 14,
      source: "remote",
    });
    assert.match(
      setup.last.prompt,
      /<before_cursor path="a\.ts" language="typescript">\nconst total = <cursor\/>$/,
    );
  });

  it("answers at the first complete line and lets the block grow", async () => {
    const setup = new EngineSetup("function f() {\n    ‸\n}\n");
    const { answer } = setup.ask();
    await settle();
    setup.last.text("a();\n    b(");
    await setup.clock.advance(100);
    assert.equal((await answer)?.text, "a();");
    setup.last.text(");").end();
    await settle();
    assert.equal((await setup.ask().answer)?.text, "a();\n    b();");
  });

  it("takes a beginning that is like the line for an echo only in a message of the model's own", async () => {
    const shownWith = async (form: "hole" | "continuation"): Promise<string | undefined> => {
      const setup = new EngineSetup("step(1); ‸");
      setup.chatInfill = form;
      const { answer } = setup.ask();
      await settle();
      setup.last.text("step(1); step(2);").end();
      return (await answer)?.text;
    };
    assert.equal(await shownWith("hole"), "step(2);");
    assert.equal(await shownWith("continuation"), "step(1); step(2);");
  });

  it("waits for nothing but the last piece of a reply in pieces", async () => {
    for (const marked of ["x = ‸", "function f() {\n    ‸\n}\n"]) {
      const setup = new EngineSetup(marked);
      const { answer } = setup.ask();
      await settle();
      for (const piece of ["qq1", "long", "Enough(", "toType", "Along);"]) {
        setup.last.text(piece);
        await settle();
      }
      setup.last.end();
      await settle();
      // No time passes on this clock unless the test says so.
      assert.equal((await answer)?.text, "qq1longEnough(toTypeAlong);");
    }
  });

  it("answers a single line at its line break, and reads on for what comes after it", async () => {
    const setup = new EngineSetup("x = ‸");
    const { answer } = setup.ask();
    await settle();
    setup.last.text("long").text("Enough();\n").text("y = ");
    await settle();
    assert.equal((await answer)?.text, "longEnough();");
    setup.type("longEnough();");
    setup.last.text("2;").end();
    await settle();
    setup.edit({ offset: setup.cursor, removedLength: 0, text: "\n" });
    assert.equal((await setup.ask().answer)?.text, "y = 2;");
    assert.equal(setup.exchanges.length, 1);
  });

  it("reads no further than the line where several lines are never wanted", async () => {
    const setup = new EngineSetup("x = ‸");
    setup.multiline = "never";
    const { answer } = setup.ask();
    await settle();
    setup.last.text("long").text("Enough();\n").text("y = ");
    await settle();
    assert.equal((await answer)?.text, "longEnough();");
    assert.equal(setup.last.isOpen, false);
  });

  it("asks at once where the typist goes another way, and joins that request at the next keys", async () => {
    const setup = new EngineSetup("const a = ‸");
    setup.delayMs = "auto";
    setup.type("f");
    await settle();
    assert.equal(setup.exchanges.length, 0, "in the middle of a word a key waits for the next");
    const { answer } = setup.ask({ trigger: "manual" });
    await settle();
    setup.last.text("one();").end();
    assert.equal((await answer)?.text, "one();");
    await setup.clock.advance(100);
    setup.type("t");
    await settle();
    assert.equal(setup.exchanges.length, 2);
    setup.type("x");
    await setup.clock.advance(300);
    assert.equal(setup.exchanges.length, 2);
    setup.last.text("x();").end();
    assert.equal((await setup.ask().answer)?.text, "();");
  });

  it("keeps the empty lines between what is there and what follows it", async () => {
    for (const multiline of ["auto", "always"] as const) {
      const setup = new EngineSetup("f();\n}‸\n");
      setup.multiline = multiline;
      const { answer } = setup.ask();
      await settle();
      setup.last.text("\n\n\n\n\ninterface A {").end();
      assert.equal((await answer)?.text, "\n\n\ninterface A {");
    }
  });

  it("waits a moment for the rest of a block", async () => {
    const setup = new EngineSetup("function f() {\n    ‸\n}\n");
    const { answer } = setup.ask();
    await settle();
    setup.last.text("a();\n    b(");
    await setup.clock.advance(30);
    setup.last.text(");").end();
    assert.equal((await answer)?.text, "a();\n    b();");
    assert.equal(setup.clock.pendingCount, 1, "only the wait that makes it an offer is left");
  });

  it("shows the head of a block as soon as any other line, and its body after acceptance", async () => {
    const setup = new EngineSetup("function f() {\n    ‸\n}\n");
    const { answer } = setup.ask();
    await settle();
    setup.last.text("if (a) {\n        b();");
    await setup.clock.advance(60);
    const offer = await answer;
    assert.equal(offer?.text, "if (a) {");
    setup.last.text("\n    }\n").end();
    setup.accept(offer);
    assert.equal((await setup.ask().answer)?.text, "\n        b();\n    }");
  });

  it("stops the stream where the syntax tree sees the statement end", async () => {
    const setup = new EngineSetup("function f() {\n  ‸\n");
    setup.findEnd = ({ reply }) =>
      Promise.resolve({ end: reply.includes("b();") ? reply.indexOf("\n") : null, isInside: false });
    const asked = setup.ask();
    await settle();
    setup.last.text("a();\n  b();\n  c");
    await settle();
    assert.equal(setup.last.signal.aborted, true);
    assert.equal((await asked.answer)?.text, "a();");
    assert.deepEqual(
      setup.eventsOf("request").map(({ outcome }) => outcome),
      ["ok"],
    );
  });

  it("never waits for the syntax tree", async () => {
    const setup = new EngineSetup("function f() {\n  ‸\n");
    setup.findEnd = () => new Promise(() => undefined);
    const asked = setup.ask();
    await settle();
    setup.last.text("a();\n  b();\n}\n\nfunction g");
    await settle();
    assert.equal((await asked.answer)?.text, "a();\n  b();\n}");
  });

  it("keeps the stream while the typist follows it", async () => {
    const setup = new EngineSetup("x = ‸");
    const first = setup.ask();
    await settle();
    setup.last.text("val");
    first.abort();
    setup.type("va");
    const { answer } = setup.ask();
    await settle();
    setup.last.text("ue + 1;").end();
    const offer = await answer;
    assert.equal(offer?.text, "lue + 1;");
    assert.equal(setup.exchanges.length, 1);
    assert.equal(await first.answer, undefined);
  });

  it("aborts the socket when the typist goes another way, and asks anew", async () => {
    const setup = new EngineSetup("x = ‸");
    setup.ask().abort();
    await settle();
    setup.ask();
    await settle();
    const [, ...others] = setup.exchanges;
    assert.equal(others.length, 0);
    const first = setup.last;
    first.text("value");
    await settle();
    setup.type("n");
    assert.equal(first.signal.aborted, true);
    const { answer } = setup.ask();
    await settle();
    assert.equal(setup.exchanges.length, 2);
    setup.last.text("ull;").end();
    assert.equal((await answer)?.text, "ull;");
  });

  it("notices a divergence when the text arrives after the keys", async () => {
    const setup = new EngineSetup("x = ‸");
    setup.ask();
    await settle();
    const first = setup.last;
    setup.type("n");
    const { answer } = setup.ask();
    await settle();
    assert.equal(setup.exchanges.length, 1, "nothing contradicts yet");
    first.text("value;");
    await settle();
    assert.equal(first.signal.aborted, true);
    assert.equal(setup.exchanges.length, 2);
    setup.last.text("ull;").end();
    assert.equal((await answer)?.text, "ull;");
  });

  it("answers typed-through text from memory, with the same id", async () => {
    const setup = new EngineSetup("x = ‸");
    const first = setup.ask();
    await settle();
    setup.last.text("value;").end();
    const shown = await first.answer;
    setup.type("va");
    const again = await setup.ask().answer;
    assert.deepEqual(again, {
      rid: shown?.rid,
      text: "lue;",
      replaceStart: 6,
      replaceEnd: 6,
      source: "typed_through",
    });
    assert.equal(setup.exchanges.length, 1);
  });

  it("remembers after backspace and undo", async () => {
    const setup = new EngineSetup("x = ‸");
    const first = setup.ask();
    await settle();
    setup.last.text("value;").end();
    await first.answer;
    setup.type("vx");
    setup.backspace();
    assert.equal((await setup.ask().answer)?.text, "alue;");
    assert.equal(setup.exchanges.filter((exchange) => exchange.isOpen).length, 0);
  });

  it("offers the remainder after an accepted line under a new id", async () => {
    const setup = new EngineSetup("function f() {\n    ‸\n}\n");
    const { answer } = setup.ask();
    await settle();
    setup.last.text("a();\n    b();").end();
    const offer = await answer;
    assert.equal(offer?.text, "a();\n    b();");
    setup.edit({ offset: setup.cursor, removedLength: 0, text: "a();" });
    const rest = await setup.ask().answer;
    assert.equal(rest?.text, "\n    b();");
    assert.equal(setup.exchanges.length, 1);
  });

  it("does not ask again where the model had nothing to say", async () => {
    const setup = new EngineSetup("x = ‸");
    const first = setup.ask();
    await settle();
    setup.last.end();
    assert.equal(await first.answer, undefined);
    assert.equal(await setup.ask().answer, undefined);
    assert.equal(setup.exchanges.length, 1);
    await setup.clock.advance(31_000);
    setup.ask();
    await settle();
    assert.equal(setup.exchanges.length, 2);
  });

  it("asks again by hand even so", async () => {
    const setup = new EngineSetup("x = ‸");
    setup.ask();
    await settle();
    setup.last.end();
    await settle();
    const { answer } = setup.ask({ trigger: "manual" });
    await settle();
    setup.last.text("value;").end();
    assert.equal((await answer)?.text, "value;");
  });

  it("waits the set delay before a request, and drops it at the next key", async () => {
    const setup = new EngineSetup("xy‸");
    setup.delayMs = 300;
    const first = setup.ask();
    await setup.clock.advance(299);
    assert.equal(setup.exchanges.length, 0);
    first.abort();
    setup.type("z");
    setup.ask();
    await setup.clock.advance(299);
    assert.equal(setup.exchanges.length, 0);
    await setup.clock.advance(1);
    assert.equal(setup.exchanges.length, 1);
  });

  it("begins at the edit, before the editor asks", async () => {
    const setup = new EngineSetup("x =‸");
    setup.ask().abort();
    await settle();
    setup.type(" ");
    await settle();
    assert.match(setup.last.prompt, /x = <cursor\/>$/);
  });

  it("stops beginning early when the editor never asks", async () => {
    const setup = new EngineSetup("x‸");
    setup.ask().abort();
    await settle();
    for (let key = 0; key < 6; key += 1) {
      setup.type("a");
      await settle();
      setup.exchanges.at(-1)?.text("zz;").end();
      await settle();
    }
    assert.equal(setup.exchanges.length, 3);
  });

  it("is silent for several cursors, inside words, and where it is switched off", async () => {
    const inWord = new EngineSetup("fo‸o");
    assert.equal(await inWord.ask().answer, undefined);
    const off = new EngineSetup("x = ‸");
    off.isEnabled = false;
    assert.equal(await off.ask().answer, undefined);
    assert.equal(inWord.exchanges.length + off.exchanges.length, 0);
  });

  it("answers from the predictor when offline, sure text only", async () => {
    const setup = new EngineSetup("return un‸");
    setup.isOffline = true;
    setup.prediction = { text: "defined;", confidence: 0.95 };
    const offer = await setup.ask().answer;
    assert.equal(offer?.text, "defined;");
    assert.equal(offer?.source, "local");
    assert.equal(setup.status.isLocalOnly, true);
    setup.type("x");
    setup.prediction = { text: "sure", confidence: 0.5 };
    assert.equal(await setup.ask().answer, undefined);
    assert.equal((await setup.ask({ trigger: "manual" }).answer)?.text, "sure");
    setup.prediction = null;
    setup.type("s");
    assert.equal((await setup.ask().answer)?.text, "ure", "typed along, it stays");
    setup.type("x");
    setup.backspace();
    assert.equal(await setup.ask().answer, undefined, "it does not come back unasked");
  });

  it("keeps the predictor silent on a line where a text was wrong, but not when asked by hand", async () => {
    const setup = new EngineSetup("return un‸");
    setup.isOffline = true;
    setup.prediction = { text: "defined;", confidence: 0.95 };
    assert.ok(await setup.ask().answer);
    await setup.clock.advance(200);
    setup.type("k");
    setup.prediction = { text: "nown;", confidence: 0.99 };
    assert.equal(await setup.ask().answer, undefined);
    assert.equal((await setup.ask({ trigger: "manual" }).answer)?.text, "nown;");
    setup.type("\n");
    setup.prediction = { text: "foo();", confidence: 0.99 };
    assert.equal((await setup.ask().answer)?.text, "foo();", "the next line begins anew");
  });

  it("lets the predictor speak first on a slow backend and never replaces its text by another", async () => {
    const setup = new EngineSetup("x = ‸");
    setup.ask();
    await settle();
    await setup.clock.advance(900);
    setup.last.text("1;").end();
    await settle();
    setup.edit({ offset: setup.cursor, removedLength: 0, text: "1;\ny = " });
    setup.prediction = { text: "compute", confidence: 0.95 };
    const offer = await setup.ask().answer;
    assert.equal(offer?.source, "local");
    setup.last.text("other();").end();
    await settle();
    assert.equal((await setup.ask().answer)?.text, "compute");
  });

  it("extends the predictor's text by the model's when that begins with it", async () => {
    const setup = new EngineSetup("x = ‸");
    setup.ask();
    await settle();
    await setup.clock.advance(900);
    setup.last.text("1;").end();
    await settle();
    setup.edit({ offset: setup.cursor, removedLength: 0, text: "1;\ny = " });
    setup.prediction = { text: "compute", confidence: 0.95 };
    assert.equal((await setup.ask().answer)?.text, "compute");
    setup.last.text("compute(x);").end();
    await settle();
    assert.equal((await setup.ask().answer)?.text, "compute(x);");
  });

  it("reports a failure by the status alone, rests, and wakes by hand", async () => {
    const setup = new EngineSetup("x = ‸");
    const { answer } = setup.ask();
    await settle();
    setup.last.fail(new AssistantError("rateLimited", "slow down", { retryAfterMs: 20_000 }));
    assert.equal(await answer, undefined);
    assert.equal(setup.status.lastError?.kind, "rateLimited");
    setup.type("a");
    assert.equal(await setup.ask().answer, undefined);
    assert.equal(setup.exchanges.length, 1);
    assert.equal(setup.status.isLocalOnly, true);
    setup.ask({ trigger: "manual" });
    await settle();
    assert.equal(setup.exchanges.length, 2);
    setup.last.text("b;").end();
    await settle();
    assert.equal(setup.status.lastError, undefined);
  });

  it("forgets the failure of a backend that was changed", async () => {
    const setup = new EngineSetup("x = ‸");
    setup.ask();
    await settle();
    setup.last.fail(new AssistantError("quotaExceeded", "spent"));
    await settle();
    assert.equal(setup.status.lastError?.kind, "quotaExceeded");
    setup.engine.reset();
    assert.equal(setup.status.lastError, undefined);
    setup.ask();
    await settle();
    assert.deepEqual([setup.exchanges.length, setup.status.lastError], [2, undefined]);
  });

  it("stops a model that only reasons for three seconds", async () => {
    const setup = new EngineSetup("x = ‸");
    const { answer } = setup.ask();
    await settle();
    setup.last.reasoning();
    await setup.clock.advance(2999);
    assert.equal(setup.last.signal.aborted, false);
    await setup.clock.advance(1);
    assert.equal(setup.last.signal.aborted, true);
    assert.equal(await answer, undefined);
    assert.equal(setup.status.isOnlyReasoning, true);
    assert.equal(setup.status.lastError?.kind, "onlyReasoning");
  });

  it("extends the selected item of the suggest list or says nothing", async () => {
    const setup = new EngineSetup("console.lo‸");
    const { answer } = setup.ask({ selected: { text: "log", start: 8 } });
    await settle();
    setup.last.text("g(value);").end();
    assert.deepEqual(await answer, {
      rid: "rid1",
      text: "log(value);",
      replaceStart: 8,
      replaceEnd: 10,
      source: "remote",
    });
    assert.equal(await setup.ask({ selected: { text: "local", start: 8 } }).answer, undefined);
  });

  it("replaces an auto-closed bracket instead of doubling it", async () => {
    const setup = new EngineSetup("call‸\n");
    setup.ask().abort();
    await settle();
    setup.edit({ offset: 4, removedLength: 0, text: "()" }, "other", 1);
    const { answer } = setup.ask();
    await settle();
    setup.last.text("a).then(b);").end();
    assert.deepEqual(await answer, {
      rid: "rid1",
      text: "a).then(b);",
      replaceStart: 5,
      replaceEnd: 6,
      source: "remote",
    });
  });

  it("writes the document's line endings", async () => {
    const setup = new EngineSetup("function f() {\r\n    ‸\r\n}\r\n");
    const { answer } = setup.ask();
    await settle();
    setup.last.text("a();\n    b();").end();
    assert.equal((await answer)?.text, "a();\r\n    b();");
  });

  it("stops everything when the document closes, the cursor jumps or the engine ends", async () => {
    const setup = new EngineSetup("x = ‸\ny = 1;");
    setup.ask();
    await settle();
    setup.engine.didMoveCursor(setup.snapshot.uri, 0);
    assert.equal(setup.last.signal.aborted, true);
    setup.ask();
    await settle();
    setup.engine.didClose(setup.snapshot.uri);
    assert.equal(setup.last.signal.aborted, true);
    setup.ask();
    await settle();
    setup.engine.dispose();
    assert.equal(setup.last.signal.aborted, true);
    await settle();
    assert.deepEqual(setup.engine.load, { documents: 0, entries: 0, running: 0 });
  });

  it("records request, offer and exact acceptance", async () => {
    const setup = new EngineSetup("x = ‸");
    const { answer } = setup.ask();
    await settle();
    await setup.clock.advance(120);
    setup.last.text("value;").end();
    const offer = await answer;
    assert.ok(offer);
    await setup.clock.advance(500);
    setup.accept(offer);
    assert.deepEqual(
      setup
        .eventsOf("request")
        .map(({ outcome, trigger, firstTokenMs }) => ({ outcome, trigger, firstTokenMs })),
      [{ outcome: "ok", trigger: "automatic", firstTokenMs: 120 }],
    );
    assert.deepEqual(setup.eventsOf("suggest.offered"), [
      { type: "suggest.offered", rid: offer.rid, chars: 6, lines: 1, source: "remote", latencyMs: 120 },
    ]);
    assert.deepEqual(setup.eventsOf("suggest.resolve"), [
      {
        type: "suggest.resolve",
        rid: offer.rid,
        outcome: "accept",
        decideMs: 500,
        takenChars: 6,
        certainty: "exact",
      },
    ]);
    assert.deepEqual(setup.accepted, [
      {
        rid: offer.rid,
        uri: setup.snapshot.uri,
        offset: 4,
        text: "value;",
        languageId: "typescript",
        path: "a.ts",
      },
    ]);
  });
});
