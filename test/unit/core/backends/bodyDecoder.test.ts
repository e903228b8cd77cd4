import assert from "node:assert/strict";
import { BodyDecoder, BodyProblem, type WireEvent } from "../../../../src/core/backends/bodyDecoder.ts";

/** Short forms of events: a value, `E` with an error's value, `done`, `malformed`. */
function short(event: WireEvent): unknown {
  return event.kind === "value" ? (event.isError ? { E: event.value } : event.value) : event.kind;
}

/** What a body says, fed in the given pieces. */
function decode(...pieces: readonly string[]): unknown[] {
  const decoder = new BodyDecoder();
  return [...pieces.flatMap((piece) => decoder.push(piece)), ...decoder.end()].map(short);
}

/** The same body whole and character by character. */
function both(body: string): unknown[] {
  const whole = decode(body);
  assert.deepEqual(decode(...Array.from(body)), whole, "cut into characters it reads otherwise");
  return whole;
}

const problem = (reason: string, sample?: string) => (error: unknown) =>
  error instanceof BodyProblem &&
  error.name === "BodyProblem" &&
  error.reason === reason &&
  error.message.includes(reason) &&
  (sample === undefined || error.sample === sample);

describe("BodyDecoder: events", () => {
  const cases: readonly (readonly [string, string, unknown[]])[] = [
    ["one event", 'data: {"a":1}\n\n', [{ a: 1 }]],
    ["no space behind the colon", 'data:{"a":1}\n\n', [{ a: 1 }]],
    ["only one space is taken", "data:  [DONE]\n\n", ["done"]],
    ["carriage returns", 'data: {"a":1}\r\rdata: {"a":2}\r\r', [{ a: 1 }, { a: 2 }]],
    ["both line ends", 'data: {"a":1}\r\n\r\ndata: {"a":2}\r\n\r\n', [{ a: 1 }, { a: 2 }]],
    ["mixed line ends", 'data: {"a":1}\n\r\ndata: {"a":2}\r\n\n', [{ a: 1 }, { a: 2 }]],
    ["a last event without its blank line", 'data: {"a":1}\n', [{ a: 1 }]],
    ["a last event without any line end", 'data: {"a":1}', [{ a: 1 }]],
    ["an event over several lines", 'data: {"a":\ndata: 1}\n\n', [{ a: 1 }]],
    ["the same with both line ends", 'data: {"a":\r\ndata: 1}\r\n\r\n', [{ a: 1 }]],
    ["the same with carriage returns", 'data: {"a":\rdata: 1}\r\r', [{ a: 1 }]],
    ["several events without blank lines", 'data: {"a":1}\ndata: {"a":2}\n\n', [{ a: 1 }, { a: 2 }]],
    ["the same, up to the end mark", 'data: {"a":1}\ndata: [DONE]\ndata: {"a":2}\n\n', [{ a: 1 }, "done"]],
    ["nothing after the end mark", 'data: [DONE]\n\ndata: {"a":2}\n\n', ["done"]],
    ["comments and pings", ': hi\n\nevent: ping\n\nid: 7\nretry: 10\ndata: {"a":1}\n\n', [{ a: 1 }]],
    ["blank data", 'data:\n\ndata:   \n\ndata: {"a":1}\n\n', [{ a: 1 }]],
    ["a field without a colon", 'data: {"a":1}\ndata\n\n', [{ a: 1 }]],
    ["data alone is no field of another name", 'data: {"a":1}\nxdata: 2\n\n', [{ a: 1 }]],
    ["an error event", 'event: error\ndata: {"a":1}\n\ndata: {"a":2}\n\n', [{ E: { a: 1 } }, { a: 2 }]],
    ["an error event in words", "event: error\ndata: out of memory\n\n", [{ E: { error: "out of memory" } }]],
    ["an event's name lasts for one event", 'event: error\n\ndata: {"a":1}\n\n', [{ a: 1 }]],
    ["another event's name", 'event: message\ndata: {"a":1}\n\n', [{ a: 1 }]],
    ["broken JSON", 'data: {"a":\n\ndata: {"a":2}\n\n', ["malformed", { a: 2 }]],
    ["a bare error in the stream", ': x\ndata: {"a":1}\n{"error":"no"}\n\n', [{ a: 1 }, { error: "no" }]],
    ["a bare brace that is no JSON", ': x\n{oops\ndata: {"a":1}\n\n', [{ a: 1 }]],
    ["a bare value in the stream", ': x\n[1]\ndata: {"a":1}\n\n', [{ a: 1 }]],
    ["null is a value", "data: null\n\n", [null]],
    ["blanks ahead", '\n\n data: {"a":1}\n\n data: {"a":2}\n\n', [{ a: 1 }]],
    ["blank lines ahead of the first field", '\n\ndata: {"a":2}\n\n', [{ a: 2 }]],
  ];
  for (const [name, body, expected] of cases) {
    it(`reads ${name}`, () => assert.deepEqual(both(body), expected));
  }

  it("gives an event as soon as it is complete, and each once", () => {
    const decoder = new BodyDecoder();
    assert.deepEqual(decoder.push('data: {"a":1}'), []);
    assert.deepEqual(decoder.push("\n"), []);
    assert.deepEqual(decoder.push("\n").map(short), [{ a: 1 }]);
    assert.deepEqual(decoder.push(""), []);
    assert.deepEqual(decoder.push('data: {"a":2}\r').map(short), []);
    assert.deepEqual(decoder.push("\n\r").map(short), [{ a: 2 }]);
    assert.deepEqual(decoder.push('\ndata: {"a":3}\n\n').map(short), [{ a: 3 }]);
    assert.deepEqual(decoder.end(), []);
    assert.deepEqual(decoder.end(), []);
  });

  it("does not take a line feed of its own for the second half of a line end", () => {
    assert.deepEqual(decode('data: {"a":1}\r', '\ndata: {"b":2}\n', "\n"), [{ a: 1 }, { b: 2 }]);
    assert.deepEqual(decode('data: {"a":1}\r', 'data: {"b":2}\n', "\n"), [{ a: 1 }, { b: 2 }]);
    assert.deepEqual(decode('data: {"a":1}\r', "", '\n\ndata: {"b":2}\n\n'), [{ a: 1 }, { b: 2 }]);
  });

  it("reads nothing after the end mark, not even the rest of the piece", () => {
    const decoder = new BodyDecoder();
    assert.deepEqual(decoder.push('data: [DONE]\n\ndata: {"a":1}\n\n').map(short), ["done"]);
    assert.deepEqual(decoder.push('data: {"a":1}\n\n'), []);
    assert.deepEqual(decoder.end(), []);
  });

  it("refuses an event without an end, with its beginning as a sample", () => {
    const decoder = new BodyDecoder();
    decoder.push("data: ");
    assert.throws(
      () => {
        for (let count = 0; count < 9; count += 1) {
          decoder.push("x".repeat(1_000_000));
        }
      },
      (error) => problem("tooLarge")(error) && (error as BodyProblem).sample.length === 2_000,
    );
    const enough = new BodyDecoder();
    assert.deepEqual(enough.push(`data: "${"x".repeat(7_999_990)}`), []);
    assert.equal(enough.push('"\n\n').length, 1);
  });
});

describe("BodyDecoder: documents", () => {
  const cases: readonly (readonly [string, string, unknown[]])[] = [
    ["one object", '{"a":1}', [{ a: 1 }]],
    ["one object over lines", '{\n "a":\n1\n}\n', [{ a: 1 }]],
    ["lines of objects", '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ["a last line without its end", '{"a":1}\n{"a":2}', [{ a: 1 }, { a: 2 }]],
    ["blank lines between", '{"a":1}\r\n\r\n  \n{"a":2}\n\n', [{ a: 1 }, { a: 2 }]],
    ["an array", '[{"error":1}]', [[{ error: 1 }]]],
    ["blanks ahead", ' \n\t{"a":1}\n', [{ a: 1 }]],
    ["half a document", '{"a":1', ["malformed"]],
    ["a good line and half a one", '{"a":1}\n{"a":', [{ a: 1 }, "malformed"]],
    ["an indented document that holds whole lines", '{\n"a": [\n1\n]\n}', [{ a: [1] }]],
  ];
  for (const [name, body, expected] of cases) {
    it(`reads ${name}`, () => assert.deepEqual(both(body), expected));
  }

  it("gives a line as soon as it has ended", () => {
    const decoder = new BodyDecoder();
    assert.deepEqual(decoder.push('{"a":1}'), []);
    assert.deepEqual(decoder.push('\n{"a"').map(short), [{ a: 1 }]);
    assert.deepEqual(decoder.push(":2}\n").map(short), [{ a: 2 }]);
    assert.deepEqual(decoder.end(), []);
  });

  it("refuses a document without an end", () => {
    const decoder = new BodyDecoder();
    decoder.push("{\n");
    const line = `${"1".repeat(999_999)},\n`;
    assert.throws(() => {
      for (let count = 0; count < 9; count += 1) {
        decoder.push(line);
      }
    }, problem("tooLarge"));
  });
});

describe("BodyDecoder: what is no reply", () => {
  it("says nothing of nothing", () => {
    assert.deepEqual(both(""), []);
    assert.deepEqual(both("\n \r\n"), []);
  });

  it("knows a page, once there is enough of it to show", () => {
    const decoder = new BodyDecoder();
    assert.deepEqual(decoder.push("  <html>"), []);
    assert.throws(() => decoder.end(), problem("html", "<html>"));
    const long = new BodyDecoder();
    long.push("<");
    assert.deepEqual(long.push("x".repeat(3_999)), []);
    assert.throws(() => long.push("x"), problem("html"));
  });

  it("waits while the first characters could still be a field, and no longer", () => {
    const decoder = new BodyDecoder();
    assert.deepEqual(decoder.push("dat"), []);
    assert.deepEqual(decoder.push('a:{"a":1}\n\n').map(short), [{ a: 1 }]);
    for (const [body, sample] of [
      ["Oops!", "Oops!"],
      ["no\n", "no\n"],
      [" hello world", "hello world"],
    ] as const) {
      assert.throws(() => new BodyDecoder().push(body), problem("unreadable", sample));
    }
    const short4 = new BodyDecoder();
    assert.deepEqual(short4.push("Oops"), []);
    assert.throws(() => short4.end(), problem("unreadable", "Oops"));
  });

  it("takes every field for the start of a stream", () => {
    for (const field of ["data: ", "event: x\ndata: ", "id: 1\ndata: ", "retry: 1\ndata: ", ": c\ndata: "]) {
      assert.deepEqual(both(`${field}{"a":1}\n\n`), [{ a: 1 }]);
    }
    assert.throws(() => decode('xdata: {"a":1}\n\n'), problem("unreadable"));
  });
});
