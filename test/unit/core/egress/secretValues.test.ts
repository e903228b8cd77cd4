import assert from "node:assert/strict";
import { findPrivateKeys } from "../../../../src/core/egress/privateKeys.ts";
import { isStandIn, looksChosen, looksRandom } from "../../../../src/core/egress/secretLook.ts";
import { rateName } from "../../../../src/core/egress/secretNames.ts";
import { SecretScan } from "../../../../src/core/egress/secretScan.ts";
import { judgeValue, type NamedValue } from "../../../../src/core/egress/secretValues.ts";
import { formatOfPath } from "../../../../src/core/egress/textFormat.ts";

function judged(value: string, more: Partial<NamedValue> = {}): string | undefined {
  const named: NamedValue = {
    name: "password",
    value,
    strength: "password",
    isQuoted: true,
    position: "assigned",
    format: "code",
  };
  return judgeValue({ ...named, ...more });
}

function found(text: string, path: string): string[] {
  return new SecretScan().find(text, formatOfPath(path)).map(({ start, end }) => text.slice(start, end));
}

const random24 = ["a8Kd0", "2LmQ9", "zX4pT", "7vB1n", "C6wE"].join("");

describe("judgeValue", () => {
  it("takes passwords that people choose", () => {
    for (const value of ["hunter2", "Tr0ub4dor&3", "letmein", "123456", "p@ssword!", "MyPassword1"]) {
      assert.equal(judged(value), "PASSWORD", value);
    }
  });

  it("leaves words that describe", () => {
    for (const value of [
      "password",
      "user.password",
      "new-password",
      "forgotPassword",
      "Enter your password",
      "ab",
      "login.form.title",
      "two words",
      "#pass-1",
    ]) {
      assert.equal(judged(value), undefined, value);
    }
    assert.equal(judged("letmein", { name: "passwordKind" }), undefined);
    assert.equal(judged("abc", { name: "passwd" }), undefined);
  });

  it("takes words with blanks only where the name or the mix tells", () => {
    assert.equal(judged("correct horse battery", { name: "passphrase" }), "PASSWORD");
    assert.equal(judged("horse 7", { name: "passphrase" }), "PASSWORD");
    assert.equal(judged("correct horse", { name: "passphrase" }), undefined);
    assert.equal(judged("abc d1!"), "PASSWORD");
    assert.equal(judged("a d1!"), undefined);
    assert.equal(judged("abc d1 e!"), undefined);
    assert.equal(judged("abcd ef!"), undefined);
    assert.equal(judged("abcd ef1"), undefined);
  });

  it("believes any word in settings, but not references and blocks", () => {
    const inSettings = { format: "config", isQuoted: false } as const;
    assert.equal(judged("letmein", { ...inSettings, name: "x.passwordFoo" }), "PASSWORD");
    assert.equal(judged("|-", inSettings), undefined);
    assert.equal(judged("&anchor", inSettings), undefined);
    assert.equal(judged("var.db_password", inSettings), undefined);
    assert.equal(judged("file(password.txt)", inSettings), undefined);
    assert.equal(judged("ENC(abcdef123)", inSettings), undefined);
    assert.equal(judged("^1.2.3", inSettings), undefined);
  });

  it("asks more of arguments than of assignments", () => {
    assert.equal(judged("letmein", { position: "list" }), undefined);
    assert.equal(judged("letme1n", { position: "list" }), "PASSWORD");
    assert.equal(judged("a1b2", { position: "list" }), undefined);
    assert.equal(judged("abc12345", { position: "list", strength: "secret", name: "secret" }), undefined);
    assert.equal(judged(random24, { position: "list", strength: "secret", name: "secret" }), "SECRET");
  });

  it("tells secrets by length and mix", () => {
    const secret = { strength: "secret", name: "apiSecret" } as const;
    assert.equal(judged("abcdef12", secret), "SECRET");
    assert.equal(judged("abcde12", secret), undefined);
    assert.equal(judged("secret-key1", secret), undefined);
    assert.equal(judged("keyboard", secret), undefined);
    assert.equal(judged("abc 12345678", secret), undefined);
    assert.equal(judged("abcdef", { ...secret, format: "config" }), "SECRET");
    assert.equal(judged("abcde", { ...secret, format: "config" }), undefined);
    assert.equal(judged("SECRET_NAME_OF", { ...secret, format: "config" }), undefined);
    assert.equal(judged("123456", { ...secret, format: "config" }), undefined);
  });

  it("tells tokens and weak names by randomness", () => {
    assert.equal(judged(random24, { strength: "token" }), "TOKEN");
    assert.equal(judged("identifierOfSomething", { strength: "token" }), undefined);
    assert.equal(judged("abcdefghijkl", { strength: "token", format: "config" }), "TOKEN");
    assert.equal(judged("abcdefghijk", { strength: "token", format: "config" }), undefined);
    assert.equal(judged("123456789012345", { strength: "token", format: "config" }), undefined);
    assert.equal(judged(random24, { strength: "weak" }), "SECRET");
    assert.equal(judged(random24.slice(0, 23), { strength: "weak" }), undefined);
    assert.equal(judged(`sha256-${random24}`, { strength: "weak" }), undefined);
    assert.equal(judged(random24, { strength: "none" }), undefined);
    assert.equal(judged(random24, { strength: "value" }), undefined);
  });

  it("takes bare words of code for names unless they look drawn", () => {
    const bare = { isQuoted: false } as const;
    assert.equal(judged("hunter2", bare), undefined);
    assert.equal(judged("otherPassword", bare), undefined);
    assert.equal(judged(random24, bare), "PASSWORD");
    assert.equal(judged("hunter2", { ...bare, format: "unknown" }), "PASSWORD");
    assert.equal(judged("password1", { ...bare, format: "unknown" }), undefined);
    assert.equal(judged("form.password", { ...bare, format: "unknown" }), undefined);
    assert.equal(judged("read(x1)", { ...bare, format: "unknown" }), undefined);
  });

  it("leaves paths and data", () => {
    assert.equal(judged("/run/secrets/db1"), undefined);
    assert.equal(judged("https://x.example/a1"), undefined);
    assert.equal(judged("a1".repeat(2_049)), undefined);
  });
});

describe("secret looks", () => {
  it("knows stand-ins", () => {
    const standIns = [
      "",
      "ab",
      "null",
      "None",
      "<your-key>",
      "${ENV}",
      "{{ x }}",
      "%s",
      "$DB_PASSWORD",
      "$1",
      "xxxxxxxx",
      "********",
      "aaaaaa",
      "YOUR_API_KEY",
      "change-me",
      "@pw@",
      "{password}",
      "[redacted]",
      "请输入密码",
      "__PASSWORD__",
    ];
    assert.deepEqual(
      standIns.filter((text) => !isStandIn(text)),
      [],
    );
    const real = ["hunter2", "abcabc", "aab", "p$ssw0rd", "a<b>c1", "x1y2"];
    assert.deepEqual(real.filter(isStandIn), []);
  });

  it("tells random from written", () => {
    assert.equal(looksRandom(random24, 24), true);
    assert.equal(looksRandom(random24, 25), false);
    assert.equal(looksRandom("readTextFromStreams", 16), false);
    assert.equal(looksRandom("0123456789abcdef01234567", 16), true);
    assert.equal(looksRandom("123e4567-e89b-12d3-a456-426614174000", 16), true);
    assert.equal(looksRandom(`${random24} b`, 12), false);
    assert.equal(looksRandom("a1a1a1a1a1a1a1a1a1a1a1a1", 12), true);
    assert.equal(looksRandom("1z1z1z1z1z1z1z1z1z1z1z1z1z1z1z1z", 12), false);
    assert.equal(looksRandom("QwErTyUiOpAsDfGhJkLz", 12), false);
  });

  it("tells chosen passwords from words and numbers", () => {
    assert.deepEqual(["a1", "1!", "ab!"].map(looksChosen), [true, true, true]);
    assert.deepEqual(["abc", "123", "1.2", "10:30", "!!", "a-b"].map(looksChosen), Array(6).fill(false));
  });
});

describe("rateName", () => {
  const ratings: Readonly<Record<string, readonly string[]>> = {
    password: [
      "password",
      "dbPassword",
      "DB_PASSWORD",
      "spring.datasource.password",
      "passwd",
      "userPwd",
      "PASSWORD_PROD",
      "password2",
      "rootpassword",
      "数据库密码",
    ],
    secret: [
      "secret",
      "clientSecret",
      "api_key",
      "apiKey",
      "API-KEY",
      "aws_secret_access_key",
      "accessKeySecret",
      "encryptionKey",
      "secret_key_base64",
      "credentials",
    ],
    token: ["token", "accessToken", "GITHUB_TOKEN", "bot.token", "mytoken"],
    weak: ["key", "salt", "signature", "cacheKey", "dsn"],
    header: ["Authorization", "Proxy-Authorization", "X-Api-Key"],
    value: ["value", "content"],
    none: [
      "passwordLength",
      "tokenizer",
      "secretName",
      "tokenType",
      "passwordField",
      "keyCode",
      "author",
      "name",
      "user",
      "",
      "secretKeyId",
      "monkeys",
    ],
  };
  for (const [rating, names] of Object.entries(ratings)) {
    it(`rates ${rating}`, () => {
      assert.deepEqual(
        names.map((name) => [name, rateName(name)]),
        names.map((name) => [name, rating]),
      );
    });
  }
});

describe("SecretScan: forms", () => {
  it("reads triple quotes, prefixes, escapes and types", () => {
    assert.deepEqual(found('password = """hunter2x"""', "a.py"), ["hunter2x"]);
    assert.deepEqual(found("password = rb'hunter2x'", "a.py"), ["hunter2x"]);
    assert.deepEqual(found('password = L"hunter2x";', "a.cpp"), ["hunter2x"]);
    assert.deepEqual(found('"{\\"password\\":\\"hunter2x\\"}"', "a.ts"), ["hunter2x"]);
    assert.deepEqual(found('val password: String? = "hunter2x"', "a.kt"), ["hunter2x"]);
    assert.deepEqual(found('password ?= "hunter2x"', "a.rb"), ["hunter2x"]);
    assert.deepEqual(found('config["password"] = "hunter2x"', "a.py"), ["hunter2x"]);
    assert.deepEqual(found('char password[16] = "hunter2x";', "a.c"), ["hunter2x"]);
  });

  it("reads no comparison of order and no longer name", () => {
    for (const text of [
      'password >= "hunter2x"',
      'password <= "hunter2x"',
      'std::password::"hunter2x"',
      `${"a".repeat(100)}_x = "hunter2x"`,
    ]) {
      assert.deepEqual(found(text, "a.cpp"), [], text);
    }
  });

  it("reads the login of a URL, not its path or query", () => {
    assert.deepEqual(found("https://u:hunter2x@h/p", "a.md"), ["hunter2x"]);
    assert.deepEqual(found("https://h/p:8080/a@b https://h?x=a:b@c http:/u:hunter2x@h", "a.md"), []);
    assert.deepEqual(found(`https://${random24}@h/1`, "a.md"), [random24]);
  });

  it("reads elements by their names and attributes", () => {
    assert.deepEqual(found("<db:password>hunter2x </db:password>", "a.xml"), ["hunter2x"]);
    assert.deepEqual(found("</password>hunter2x</password>", "a.xml"), []);
    assert.deepEqual(found("<password>\n<a/></password>", "a.xml"), []);
    assert.deepEqual(found("<user>hunter2x</user>", "a.xml"), []);
  });
});

describe("findPrivateKeys", () => {
  const body = Array.from({ length: 3 }, (_, line) => random24.repeat(2) + line).join("\n");

  function bodies(text: string): string[] {
    return findPrivateKeys(text).map(({ start, end }) => text.slice(start, end).trim());
  }

  it("takes the body, whole or cut, and stops where key text stops", () => {
    const begin = "-----BEGIN RSA PRIVATE KEY-----";
    const end = "-----END RSA PRIVATE KEY-----";
    assert.deepEqual(bodies(`a\n${begin}\n${body}\n${end}\nb`), [body]);
    assert.deepEqual(bodies(`a\n${begin}\n${body}\n{ next }`), [body]);
    assert.deepEqual(bodies(`{ before }\n${body}\n${end}\n`), [body]);
    assert.deepEqual(bodies(`${body}\n${end}\nx\n${begin}\n${body}\n${end}`), [body, body].toReversed());
  });

  it("leaves certificates, public keys and empty blocks", () => {
    for (const label of ["CERTIFICATE", "PUBLIC KEY", "RSA PUBLIC KEY"]) {
      assert.deepEqual(bodies(`-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`), []);
    }
    assert.deepEqual(bodies("-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----"), []);
  });
});
