import assert from "node:assert/strict";
import { settle } from "../../../fakes/fakeClock.ts";
import { EngineSetup } from "./engineSetup.ts";

/** Asks, lets the model say `text` and end, and returns what is offered. */
async function offerOf(setup: EngineSetup, text: string): Promise<string | undefined> {
  const { answer } = setup.ask();
  await settle();
  setup.last.text(text).end();
  await setup.clock.advance(1000);
  return (await answer)?.text;
}

describe("manners of completion", () => {
  it("does not show a text again on the same line after the typist went another way", async () => {
    const setup = new EngineSetup("const a = ‸\n");
    assert.equal(await offerOf(setup, "first();"), "first();");
    setup.type("x");
    setup.backspace();
    const { answer } = setup.ask();
    await setup.clock.advance(1000);
    setup.exchanges.filter(({ isOpen }) => isOpen).forEach((exchange) => exchange.text("first();").end());
    await setup.clock.advance(1000);
    assert.equal(await answer, undefined);
  });

  it("shows it again when the user asks by hand", async () => {
    const setup = new EngineSetup("const a = ‸\n");
    await offerOf(setup, "first();");
    setup.type("x");
    setup.backspace();
    const { answer } = setup.ask({ trigger: "manual" });
    await setup.clock.advance(1000);
    assert.equal((await answer)?.text, "first();");
  });

  it("shows it again on another line", async () => {
    const setup = new EngineSetup("‸\n");
    await offerOf(setup, "first();");
    setup.type("x");
    setup.backspace();
    setup.edit({ offset: 0, removedLength: 0, text: "\n" });
    assert.equal(await offerOf(setup, "first();"), "first();");
  });

  it("keeps showing what is typed along and deleted again", async () => {
    const setup = new EngineSetup("const a = ‸\n");
    await offerOf(setup, "first();");
    setup.type("fi");
    setup.backspace();
    assert.equal((await setup.ask().answer)?.text, "irst();");
  });

  it("shows a text again that was typed along when the key that did not fit is deleted", async () => {
    const setup = new EngineSetup("const a = ‸\n");
    await offerOf(setup, "first();");
    setup.type("fi");
    assert.equal((await setup.ask().answer)?.text, "rst();");
    await setup.clock.advance(100);
    setup.type("x");
    setup.backspace();
    assert.equal((await setup.ask().answer)?.text, "rst();");
    await setup.clock.advance(100);
    setup.type("x");
    setup.backspace();
    const { answer } = setup.ask();
    await setup.clock.advance(1000);
    setup.exchanges.filter(({ isOpen }) => isOpen).forEach((exchange) => exchange.text("rst();").end());
    await setup.clock.advance(1000);
    assert.equal(await answer, undefined, "left twice it is not wanted");
  });

  it("counts a text as typed to its end where the editor had closed its bracket already", async () => {
    const setup = new EngineSetup("f(‸);\n");
    assert.equal(await offerOf(setup, "a, b);"), "a, b);");
    await setup.clock.advance(100);
    setup.type("a, b");
    await setup.clock.advance(100);
    setup.edit({ offset: setup.snapshot.text.length, removedLength: 0, text: "x" });
    const [offered] = setup.eventsOf("suggest.offered");
    assert.equal(offered?.chars, 4, "the closers were there");
    assert.equal(setup.eventsOf("suggest.resolve")[0]?.outcome, "typed_through");
  });

  it("and as taken when it is accepted, with the closers behind it", async () => {
    const setup = new EngineSetup("f(‸);\n");
    const { answer } = setup.ask();
    await settle();
    setup.last.text("a, b);").end();
    const offer = await answer;
    assert.ok(offer !== undefined);
    await setup.clock.advance(100);
    setup.accept(offer);
    assert.deepEqual(
      [setup.snapshot.text, setup.cursor, setup.eventsOf("suggest.resolve")[0]?.outcome],
      ["f(a, b);\n", 8, "accept"],
    );
    assert.equal(setup.accepted[0]?.text, "a, b");
  });

  it("keeps what is shown to its last character", async () => {
    const setup = new EngineSetup("const a = ‸\n");
    await offerOf(setup, "f(x);");
    setup.type("f(x)");
    assert.equal((await setup.ask().answer)?.text, ";");
  });

  it("waits for a pause after many suggestions in a row that were not wanted", async () => {
    const setup = new EngineSetup("‸\n");
    setup.delayMs = "auto";
    for (let round = 0; round < 5; round += 1) {
      await offerOf(setup, `wrong${round}();`);
      await setup.clock.advance(1000);
      setup.edit({ offset: setup.cursor, removedLength: 0, text: "q" });
      setup.edit({ offset: setup.cursor, removedLength: 0, text: "\n" });
    }
    const before = setup.exchanges.length;
    void setup.ask().answer;
    await setup.clock.advance(250);
    assert.equal(setup.exchanges.length, before, "still quiet");
    await setup.clock.advance(100);
    assert.equal(setup.exchanges.length, before + 1, "a pause is long enough");
    setup.engine.dispose();
  });

  it("is never quiet when it is to be eager, and asks nothing unasked when it is to be still", async () => {
    const setup = new EngineSetup("const a = ‸\n");
    setup.eagerness = "manual";
    assert.equal(await setup.ask().answer, undefined);
    setup.type("x");
    await setup.clock.advance(1000);
    assert.equal(setup.exchanges.length, 0);
    const { answer } = setup.ask({ trigger: "manual" });
    await settle();
    setup.last.text(" + y;").end();
    await setup.clock.advance(1000);
    assert.equal((await answer)?.text, " + y;");
  });
});

describe("asking ahead", () => {
  async function shown(setup: EngineSetup): Promise<void> {
    assert.equal(await offerOf(setup, "one();"), "one();");
    await setup.clock.advance(200);
  }

  it("has what follows an accepted text ready on this machine", async () => {
    const setup = new EngineSetup("function f() {\n    ‸\n}\n");
    setup.isLoopback = true;
    await shown(setup);
    assert.equal(setup.exchanges.length, 2);
    assert.match(setup.last.prompt, /one\(\);<cursor\/>$/);
    setup.last.text("\n    two();").end();
    await settle();
    const offer = await setup.ask().answer;
    assert.equal(offer?.text, "one();", "what follows waits its turn");
    if (offer !== undefined) {
      setup.accept(offer);
    }
    assert.equal((await setup.ask().answer)?.text, "\n    two();");
    setup.engine.dispose();
  });

  it("asks nothing ahead where requests cost money, unless it is to be eager", async () => {
    const frugal = new EngineSetup("function f() {\n    ‸\n}\n");
    await shown(frugal);
    assert.equal(frugal.exchanges.length, 1);
    const eager = new EngineSetup("function f() {\n    ‸\n}\n");
    eager.eagerness = "high";
    await shown(eager);
    assert.equal(eager.exchanges.length, 2);
    eager.engine.dispose();
  });

  it("closes its socket when the typist goes another way", async () => {
    const setup = new EngineSetup("function f() {\n    ‸\n}\n");
    setup.isLoopback = true;
    await shown(setup);
    const ahead = setup.last;
    setup.type("o");
    assert.equal(ahead.signal.aborted, false, "still the same way");
    setup.type("x");
    assert.equal(ahead.signal.aborted, true);
    setup.engine.dispose();
  });

  it("reads some lines on after a single line at home, and shows them in their turn", async () => {
    const setup = new EngineSetup("const a = ‸\nend();\n");
    setup.isLoopback = true;
    const { answer } = setup.ask();
    await settle();
    setup.last.text("b;\nconst c = d;\nconst e");
    await settle();
    assert.equal((await answer)?.text, "b;");
    setup.last.text(" = f;\n").end();
    await settle();
    setup.type("b;");
    assert.equal((await setup.ask().answer)?.text, "\nconst c = d;\nconst e = f;");
    assert.equal(setup.exchanges.length, 1);
    setup.engine.dispose();
  });
});

describe("other texts", () => {
  it("asks for them one after the other and leaves out what is there already", async () => {
    const setup = new EngineSetup("const a = ‸\n");
    await offerOf(setup, "first();");
    const controller = new AbortController();
    const others = setup.engine.provideOthers({
      snapshot: setup.snapshot,
      offset: setup.cursor,
      trigger: "manual",
      cursorCount: 1,
      isReadOnly: false,
      signal: controller.signal,
    });
    await settle();
    assert.equal(setup.exchanges.length, 2);
    setup.last.text("second();").end();
    await settle();
    assert.equal(setup.exchanges.length, 3);
    setup.last.text("first();").end();
    assert.deepEqual(
      (await others).map(({ text }) => text),
      ["second();"],
    );
    assert.equal((await setup.ask().answer)?.text, "first();", "the shown one stays first");
  });

  it("stops with its question and leaves no stream", async () => {
    const setup = new EngineSetup("const a = ‸\n");
    await offerOf(setup, "first();");
    const controller = new AbortController();
    const others = setup.engine.provideOthers({
      snapshot: setup.snapshot,
      offset: setup.cursor,
      trigger: "manual",
      cursorCount: 1,
      isReadOnly: false,
      signal: controller.signal,
    });
    await settle();
    const { signal } = setup.last;
    controller.abort();
    assert.deepEqual(await others, []);
    assert.equal(signal.aborted, true);
    assert.equal(setup.exchanges.length, 2);
  });
});
