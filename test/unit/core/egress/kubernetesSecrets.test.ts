import assert from "node:assert/strict";
import { findKubernetesSecrets } from "../../../../src/core/egress/kubernetesSecrets.ts";

const value = "c29tZXRoaW5nIG9yIG90aGVy";

function found(text: string): string[] {
  return findKubernetesSecrets(text).map(({ start, end, kind }) => `${kind} ${text.slice(start, end)}`);
}

describe("findKubernetesSecrets", () => {
  it("takes every base64 value below data, whatever its key, before the kind and behind it", () => {
    const data = `data:\n  a.yaml: ${value}\n  "b": '${value}'\n`;
    const both = [`SECRET ${value}`, `SECRET ${value}`];
    assert.deepEqual(found(`kind: Secret\n${data}`), both);
    assert.deepEqual(found(`${data}kind: "Secret"\n`), both);
    assert.deepEqual(found(`kind: Secret\n${data}`.replaceAll("\n", "\r\n")), both);
    assert.deepEqual(found(`kind: Secret\n${data}type: Opaque`), both);
  });

  it("takes nothing from other parts, other kinds and other documents", () => {
    assert.deepEqual(found(`kind: Secret\nmetadata:\n  uid: ${value}\n`), []);
    assert.deepEqual(found(`kind: Secret\ndata:\n  a: x\nmetadata:\n  uid: ${value}\n`), []);
    assert.deepEqual(found(`kind: ConfigMap\ndata:\n  a: ${value}\n`), []);
    assert.deepEqual(found(`kind: SecretStore\ndata:\n  a: ${value}\n`), []);
    assert.deepEqual(found(`  kind: Secret\ndata:\n  a: ${value}\n`), []);
    assert.deepEqual(found(`kind: Secret\n---\nkind: ConfigMap\ndata:\n  a: ${value}\n`), []);
    assert.deepEqual(found(`kind: ConfigMap\ndata:\n  a: ${value}\n---\nkind: Secret\n`), []);
    assert.deepEqual(found(`kind: Secret\ndata:\n  short: YWJj\n  text: not base64!\n`), []);
  });

  it("takes each document by itself", () => {
    const one = `kind: Secret\ndata:\n  a: ${value}\n`;
    assert.equal(found(`${one}---\n${one}---\nkind: X\ndata:\n  a: ${value}\n---\n${one}`).length, 3);
  });
});
