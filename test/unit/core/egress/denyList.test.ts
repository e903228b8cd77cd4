import assert from "node:assert/strict";
import { win32 } from "node:path";
import { DenyList } from "../../../../src/core/egress/denyList.ts";
import { isAbsolutePath, normalisePath, pathForPrompt } from "../../../../src/core/egress/normalisePath.ts";

// A new list each time: what its construction does is tested with everything else.
const ruleFor = (path: string): string | undefined => new DenyList().ruleFor(path);

const denied = [
  ".env",
  ".env.local",
  ".env.production",
  "prod.env",
  "a/.envrc",
  "a/b/server.pem",
  "tls.key",
  "app.p12",
  "app.pfx",
  "keys/app.jks",
  "release.keystore",
  "id_rsa",
  ".ssh/config",
  "home/.ssh/known_hosts",
  "id_ed25519",
  ".npmrc",
  "web/.npmrc",
  ".pypirc",
  ".netrc",
  "credentials",
  ".aws/credentials",
  ".aws/config",
  "credentials.json",
  "kubeconfig",
  ".kube/config",
  "application.yml",
  "src/main/resources/application-prod.yaml",
  "application.properties",
  "bootstrap.yml",
  "bootstrap-dev.properties",
  "settings.xml",
  ".m2/settings.xml",
  "terraform.tfstate",
  "terraform.tfstate.backup",
  "prod.tfvars",
  ".git/config",
  "sub/.git/HEAD",
  "secrets.yaml",
  "config/secrets.yml",
  "secrets.json",
  "krb5.keytab",
  "wallet.dat",
  "oracle/cwallet.sso",
  "ewallet.p12",
  "appsettings.Production.json",
  "client_secret_12.json",
  "x-firebase-adminsdk-1.json",
  ".git-credentials",
  ".htpasswd",
  "vault.kdbx",
  "server.crt",
  ".docker/config.json",
  "k8s/db-secret.yaml",
  ".bash_history",
  "UTC--2024-01-01T00-00-00Z--ab",
];

const allowed = [
  ".env.example",
  "web/.env.sample",
  ".env.template",
  "id_rsa.pub",
  "src/environment.ts",
  "env/setup.py",
  "src/app.py",
  "keyboard.ts",
  "monkey.py",
  "application.py",
  "src/Application.java",
  "bootstrap.js",
  "bootstrap.min.css",
  "settings.py",
  "settings.json",
  "package.json",
  ".gitignore",
  ".github/workflows/ci.yml",
  "src/git/config.ts",
  "docs/credentials.md",
  "src/credentialsForm.tsx",
  "pem.ts",
  "README.md",
  "config.json",
  "",
];

describe("DenyList", () => {
  for (const path of denied) {
    it(`withholds ${path}`, () => {
      assert.ok(ruleFor(path));
      assert.ok(ruleFor(path.toUpperCase()), "in capitals");
      assert.ok(ruleFor(win32.join("deep", "er", ...path.split("/"))), "below a folder, Windows' separators");
      assert.ok(ruleFor(win32.resolve("C:\\work", ...path.split("/"))), "absolute on Windows");
      assert.ok(ruleFor(`/home/me/${path}`), "absolute");
    });
  }

  for (const path of allowed) {
    it(`lets ${path === "" ? "no path" : path} pass`, () => {
      assert.equal(ruleFor(path), undefined);
      assert.equal(
        path === "" ? undefined : ruleFor(win32.resolve("C:\\work", ...path.split("/"))),
        undefined,
      );
    });
  }

  it("is not deceived by other spellings of a name", () => {
    for (const path of [
      "a/../.env",
      "./.env",
      "src/.//.env",
      ".env.",
      ".env ",
      ".env::$DATA",
      "x\\..\\.env",
      ".git./config",
      "a/./b/../../.env",
    ]) {
      assert.ok(ruleFor(path), path);
    }
  });
});

describe("normalisePath", () => {
  it("gives one spelling", () => {
    assert.equal(normalisePath("C:\\Work\\App\\a.ts"), "C:/Work/App/a.ts");
    assert.equal(normalisePath("/a//b/./c/../d"), "a/b/d");
    assert.equal(normalisePath("../../a"), "a");
    assert.equal(normalisePath("\\\\server\\share\\a"), "server/share/a");
    assert.equal(normalisePath("a/ b/..."), "a/ b/...");
    assert.equal(normalisePath(""), "");
  });

  it("knows absolute paths of both systems", () => {
    assert.deepEqual(["/a", "C:\\a", "c:/a", "\\\\s\\a", "a/b", "a:b", "", "C:"].map(isAbsolutePath), [
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it("shows no folder outside the workspace", () => {
    assert.equal(pathForPrompt("/home/someone/x/a.py"), "a.py");
    assert.equal(pathForPrompt("C:\\Users\\someone\\a.py"), "a.py");
    assert.equal(pathForPrompt("src/a.py"), "src/a.py");
    assert.equal(pathForPrompt(""), "");
  });
});
