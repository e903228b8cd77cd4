import assert from "node:assert/strict";
import { findPersonalData } from "../../../../src/core/egress/personalData.ts";
import { RedactionSession } from "../../../../src/core/egress/redactionSession.ts";
import { SecretScan } from "../../../../src/core/egress/secretScan.ts";
import { seeded } from "./secretSamples.ts";

/** A number with its right check character, made from parts so that none is stored whole. */
function identityNumber(start: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = Array.from(start).reduce(
    (total, digit, index) => total + Number(digit) * (weights[index] ?? 0),
    0,
  );
  return start + "10X98765432"[sum % 11];
}

function found(text: string): string[] {
  return findPersonalData(text).map(({ start, end, kind }) => `${kind} ${text.slice(start, end)}`);
}

describe("findPersonalData", () => {
  const id = identityNumber("11010519491231002");
  const wrong = id.slice(0, 17) + (id.endsWith("1") ? "2" : "1");
  const phone = ["138", "0013", "8000"];
  const mail = ["li.lei", "corp.cn"].join("@");

  it("finds identity numbers with the right check character only", () => {
    assert.deepEqual(found(`身份证：${id}。`), [`ID ${id}`]);
    assert.deepEqual(found(`${id.slice(0, 17).toLowerCase()}${id.slice(17).toLowerCase()}`), [
      `ID ${id.toLowerCase()}`,
    ]);
    assert.deepEqual(found(`x = ${wrong}; y = 9${id}; z = "a${id}"`), []);
  });

  it("finds mobile numbers, divided or not", () => {
    for (const number of [
      phone.join(""),
      phone.join("-"),
      phone.join(" "),
      `+86${phone.join("")}`,
      `+86 ${phone.join("")}`,
    ]) {
      assert.deepEqual(found(`call(${number})`), [`PHONE ${number}`]);
    }
    assert.deepEqual(found(`${phone.join("")}7 0.${phone.join("")} id_${phone.join("")} 12800138000`), []);
  });

  it("finds e-mail addresses, but none that stand for one", () => {
    assert.deepEqual(found(`mailto:${mail}, <${mail}>`), [`EMAIL ${mail}`, `EMAIL ${mail}`]);
    assert.deepEqual(
      found("git@host.corp.cn:a.git a@example.com b@x.example noreply@host.cn @decorator x@y"),
      [],
    );
  });

  it("is asked for by each request, and comes back into its file", () => {
    let isWanted = false;
    const session = new RedactionSession(new SecretScan(), seeded(1), () => isWanted);
    const text = `contact = "${mail}"`;
    assert.equal(session.redact(text, "a.py").text, text);
    isWanted = true;
    const redacted = session.redact(text, "a.py");
    assert.deepEqual(redacted.kinds, ["EMAIL"]);
    assert.ok(!redacted.text.includes(mail));
    assert.equal(session.restore(redacted.text, "a.py").text, text);
  });
});
