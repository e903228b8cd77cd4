import assert from "node:assert/strict";
import { FilePolicy, maxFileBytes, type PolicyFacts } from "../../../../src/core/egress/filePolicy.ts";

function policy(facts: Partial<PolicyFacts> = {}): FilePolicy {
  return new FilePolicy({
    isTrusted: () => true,
    isFlywheelIgnored: () => Promise.resolve(false),
    isGitIgnored: () => Promise.resolve(false),
    realPath: () => Promise.resolve(undefined),
    sizeBytes: () => Promise.resolve(100),
    ...facts,
  });
}

async function reason(
  of: FilePolicy,
  path: string,
  more: { text?: string; isGathered?: boolean } = {},
): Promise<string> {
  const verdict = await of.judge({ path, isGathered: false, ...more });
  return verdict.isAllowed ? "allowed" : verdict.reason;
}

describe("FilePolicy", () => {
  it("allows an ordinary file", async () => {
    assert.equal(await reason(policy(), "src/app.py", { text: "x = 1" }), "allowed");
    assert.equal(await reason(policy(), "src/app.py", { isGathered: true }), "allowed");
  });

  it("withholds by the first reason that applies", async () => {
    const all = policy({
      isFlywheelIgnored: () => Promise.resolve(true),
      isGitIgnored: () => Promise.resolve(true),
      sizeBytes: () => Promise.resolve(maxFileBytes + 1),
    });
    assert.equal(await reason(policy({ isTrusted: () => false }), ".env"), "untrusted");
    assert.equal(await reason(all, ".env", { text: "\0" }), "denyList");
    assert.equal(await reason(all, "a.bin", { text: "a\0b" }), "binary");
    assert.equal(await reason(all, "a.py"), "ignoreFile");
    assert.equal(
      await reason(policy({ sizeBytes: () => Promise.resolve(maxFileBytes + 1) }), "a.py"),
      "tooLarge",
    );
    assert.equal(await reason(policy({ sizeBytes: () => Promise.resolve(maxFileBytes) }), "a.py"), "allowed");
    assert.equal(await reason(policy({ sizeBytes: () => Promise.resolve(undefined) }), "a.py"), "allowed");
    assert.equal(await reason(policy(), "a.py", { text: "x".repeat(maxFileBytes + 1) }), "tooLarge");
  });

  it("asks .gitignore only about text that nobody chose", async () => {
    const ignored = policy({ isGitIgnored: () => Promise.resolve(true) });
    assert.equal(await reason(ignored, "build/a.py"), "allowed");
    assert.equal(await reason(ignored, "build/a.py", { isGathered: true }), "gitIgnored");
  });

  it("follows links: a withheld file does not go out under another name", async () => {
    const leadsTo = (target: string, more: Partial<PolicyFacts> = {}): FilePolicy =>
      policy({ realPath: () => Promise.resolve(target), ...more });
    assert.equal(await reason(leadsTo("/home/me/.env"), "notes.txt"), "denyList");
    assert.equal(await reason(leadsTo("src/other.py"), "notes.txt"), "allowed");
    const ignores = { isFlywheelIgnored: (path: string) => Promise.resolve(path === "private/a.py") };
    assert.equal(await reason(leadsTo("private/a.py", ignores), "notes.py"), "ignoreFile");
    const gitIgnores = { isGitIgnored: (path: string) => Promise.resolve(path === "made/a.py") };
    assert.equal(await reason(leadsTo("made/a.py", gitIgnores), "notes.py"), "allowed");
    assert.equal(
      await reason(leadsTo("made/a.py", gitIgnores), "notes.py", { isGathered: true }),
      "gitIgnored",
    );
    assert.deepEqual(await leadsTo("/home/me/.ssh/id_rsa").judge({ path: "notes.txt", isGathered: false }), {
      isAllowed: false,
      reason: "denyList",
      rule: ".ssh/",
      realPath: "/home/me/.ssh/id_rsa",
    });
    assert.equal(
      await reason(policy({ realPath: () => Promise.reject(new Error("loop")) }), "notes.txt"),
      "unreadableRules",
    );
  });

  it("names the rule", async () => {
    assert.deepEqual(await policy().judge({ path: "x/id_rsa", isGathered: false }), {
      isAllowed: false,
      reason: "denyList",
      rule: "id_rsa*",
    });
  });

  it("withholds when it cannot know", async () => {
    const fail = (): Promise<never> => Promise.reject(new Error("no"));
    const fails = (): never => {
      throw new Error("no");
    };
    for (const facts of [{ isFlywheelIgnored: fail }, { sizeBytes: fail }, { isTrusted: fails }]) {
      assert.equal(await reason(policy(facts), "a.py"), "unreadableRules");
    }
    assert.equal(
      await reason(policy({ isGitIgnored: fail }), "a.py", { isGathered: true }),
      "unreadableRules",
    );
    assert.equal(policy({ isTrusted: fails }).isTrusted, false);
    assert.equal(policy().isTrusted, true);
  });
});
