import assert from "node:assert/strict";
import { AssignmentScan } from "../../../../src/core/egress/assignmentScan.ts";
import type { TextFormat } from "../../../../src/core/egress/secretValues.ts";

/** 24 characters drawn at random, and one short password that a person might choose. */
const random = "k3JfQ8zLw2Xn7VbT5mPc9RdY";
const chosen = "hunter2x!";
const longest = "aB3!".repeat(1_023);
const tooLong = "aB3!".repeat(1_025);
const blanks = (count: number): string => " ".repeat(count);

/** What is found at the sign behind `¦`; undefined where nothing is. */
function at(marked: string, format: TextFormat): string | undefined {
  const offset = marked.indexOf("¦");
  const text = marked.replace("¦", "");
  const scan = new AssignmentScan();
  scan.begin();
  const span = scan.at(text, offset, format);
  return span === undefined ? undefined : `${span.kind} ${text.slice(span.start, span.end)}`;
}

type Case = readonly [text: string, expected: string | undefined, format?: TextFormat];

function table(title: string, cases: readonly Case[], otherwise: TextFormat): void {
  describe(`AssignmentScan: ${title}`, () => {
    for (const [text, expected, format = otherwise] of cases) {
      const name = text.length > 90 ? `${text.slice(0, 50)}…${text.slice(-30)}` : text;
      it(`${JSON.stringify(name)} in ${format}`, () => assert.equal(at(text, format), expected));
    }
  });
}

const password = `PASSWORD ${chosen}`;

table(
  "arguments",
  [
    [`put("password"¦, "${chosen}")`, password],
    [`put('password'¦,\t'${chosen}')`, password],
    [`put("apiKey"¦, "${random}")`, `SECRET ${random}`],
    [`put("token"¦, "${random}")`, `TOKEN ${random}`],
    [`put("salt"¦, "${random}")`, undefined],
    [`put("name"¦, "${random}")`, undefined],
    [`put("password"¦, "letmein")`, undefined],
    [`put(password¦, "${chosen}")`, undefined],
    [`put("password"¦, ${chosen})`, undefined],
    [`put("user", "password"¦, "${chosen}")`, undefined],
    [`setPassword¦("${chosen}")`, password],
    [`targetPassword¦("${chosen}")`, password],
    [`tPassword¦("${chosen}")`, password],
    [`password¦{"${chosen}"}`, password],
    [`token¦("${random}")`, `TOKEN ${random}`],
    [`getPassword¦("${chosen}")`, undefined],
    [`isPassword¦("${chosen}")`, undefined],
    [`checkPassword¦("${chosen}")`, undefined],
    [`salt¦("${random}")`, undefined],
    [`t¦("${chosen}")`, undefined],
    [`¦("${chosen}")`, undefined],
    [`password¦( "${chosen}")`, undefined],
    [`setPassword¦(${chosen})`, undefined],
  ],
  "code",
);

table(
  "signs",
  [
    [`password ¦= "${chosen}"`, password],
    [`password:¦= "${chosen}"`, password],
    [`password ?¦= "${chosen}"`, password],
    [`password ¦=> "${chosen}"`, password],
    [`"password" ¦=> "${chosen}"`, password],
    [`password¦: "${chosen}"`, password],
    [`password ¦== "${chosen}"`, password],
    [`password !¦= "${chosen}"`, password],
    [`password =¦== "${chosen}"`, undefined],
    [`password ¦=== '${chosen}'`, password],
    [`password ¦== other1x`, undefined],
    [`token ¦== "${random}"`, undefined],
    [`env.DB_PASSWORD ¦|| "${chosen}"`, password],
    [`env.DB_PASSWORD ¦?? "${chosen}"`, password],
    [`apiKey ¦|| "${random}"`, `SECRET ${random}`],
    [`password ¦| "${chosen}"`, undefined],
    [`password ¦? "${chosen}" : x`, undefined],
    [`password ¦|| "db.password1"`, undefined],
    [`password ¦|| "old-pass1"`, undefined],
    ...["=", "<", ">", "+", "*", "/", "%", "|", "&", "^", "~"].map((sign): Case => [
      `password ${sign}¦= "${chosen}"`,
      undefined,
    ]),
    [`password ¦=/ "${chosen}"`, undefined],
    [`password¦:: "${chosen}"`, undefined],
    [`password:¦: "${chosen}"`, undefined],
    [`password¦:/ "${chosen}"`, undefined],
    [`¦= "${chosen}"`, undefined],
    [`user¦= "${chosen}"`, undefined],
  ],
  "code",
);

table(
  "values that stand beside their name",
  [
    [`name: "password", value¦: "${chosen}"`, password],
    [`name="password" value¦="${chosen}"`, password],
    [`{ "key": "password", "value"¦: "${chosen}" }`, password],
    [`- name: DB_PASSWORD\n  value¦: ${chosen}`, password, "config"],
    [`- name: DB_USER\n  value¦: ${chosen}`, undefined, "config"],
    [`value¦: "${chosen}"`, undefined],
    [`name: value, value¦: "${chosen}"`, undefined],
    [`name: "user", value¦: "${chosen}"`, undefined],
  ],
  "code",
);

table(
  "schemes",
  [
    [`Authorization¦: Bearer ${random}`, `TOKEN ${random}`],
    [`Authorization¦: Bearer    ${random}, x`, `TOKEN ${random}`],
    [`Authorization¦: Basic dXNlcjpodW50ZXIyeA==`, "TOKEN dXNlcjpodW50ZXIyeA=="],
    [`"Authorization"¦: "Bearer ${random}"`, `TOKEN ${random}`, "code"],
    [`token¦= "Bearer ${random}"`, `TOKEN ${random}`, "code"],
    [`token¦= "${random}"`, `TOKEN ${random}`, "code"],
    [`Authorization¦: "Bearer short"`, undefined, "code"],
    [`Authorization¦: none`, undefined],
  ],
  "config",
);

table(
  "lines of settings and words amid them",
  [
    ["password¦: swordfish", "PASSWORD swordfish"],
    ["  password¦: swordfish # note", "PASSWORD swordfish"],
    ["- password¦: swordfish", "PASSWORD swordfish"],
    ["export password¦=swordfish", "PASSWORD swordfish"],
    ["set password¦=swordfish two", "PASSWORD swordfish"],
    ["x\n  password¦: swordfish", "PASSWORD swordfish"],
    [`y${"z".repeat(200)}\n  password¦: swordfish`, "PASSWORD swordfish"],
    [`${blanks(150)}password¦: swordfish`, "PASSWORD swordfish"],
    [`${blanks(170)}password¦: swordfish`, undefined],
    ["x { password¦: swordfish }", "PASSWORD swordfish"],
    ["x } password¦: swordfish", undefined],
    ["{ a: b, password¦: swordfish }", "PASSWORD swordfish"],
    ["{ the password¦: swordfish }", undefined],
    ['x { "password"¦: swordfish }', "PASSWORD swordfish"],
    ["x { password¦=swordfish }", "PASSWORD swordfish"],
    ["the password¦: swordfish1 is wrong", "PASSWORD swordfish1"],
    ["the password¦: swordfish", undefined, "unknown"],
    ["password¦: swordfish1", "PASSWORD swordfish1", "unknown"],
    ["password¦= abc9;", "PASSWORD abc9", "unknown"],
    ["password¦= abc9,", "PASSWORD abc9", "unknown"],
    ["password¦= a;bc9", "PASSWORD a;bc9", "unknown"],
    ["password¦=abc9,", "PASSWORD abc9,"],
    ["password¦= swordfish", undefined, "code"],
    [`password¦= ${chosen} # c`, password],
    [`password¦= ${chosen}  ; c`, password],
    [`password¦= ${chosen} // c`, password],
    [`password¦= ${chosen}   // c`, password],
    [`password¦= ${chosen}\t#c`, password],
    [`password¦= ${chosen}#c`, `PASSWORD ${chosen}#c`],
    ["password¦= a//b9!", "PASSWORD a//b9!"],
    [`password¦=\t ${chosen}\r\nx=1`, password],
    ["password¦=", undefined],
    [`password¦=\nx=${chosen}`, undefined],
    [`password¦=${longest}`, `PASSWORD ${longest}`],
  ],
  "config",
);

table(
  "blocks of YAML",
  [
    ["password¦: |\n  hunter2x\n", "PASSWORD hunter2x"],
    ["password¦: |\n  two words\n  hunter2x\n  hunter3x\nx: 1", "PASSWORD hunter2x\n  hunter3x"],
    ["password¦: |\n  ***\n  hunter2x\n", "PASSWORD hunter2x"],
    ["password¦: |\n  two words\n", undefined],
    ["password¦= |\n  hunter2x\n", undefined],
    ["password¦: |\n  hunter2x\n", undefined, "code"],
    ["x: { password¦: |\n  hunter2x\n", undefined],
  ],
  "config",
);

table(
  "strings of connections and queries",
  [
    [`"Server=x;Password¦=${chosen};"`, password],
    ['"Server=x;Password¦=letmein;"', "PASSWORD letmein"],
    ['"user=x password¦=letmein host=h"', "PASSWORD letmein"],
    ['"x=y;Password¦=letmein;"', undefined],
    ['"Server=x"; password¦=letmein;', undefined],
    ['"?user=a&password¦=letmein&x"', "PASSWORD letmein"],
    ['"?password¦=letmein"', "PASSWORD letmein"],
    ['"password¦=letmein"', undefined],
    ["x password¦=letmein", undefined],
    [";password ¦=letmein", undefined],
    ["';password'¦=letmein", undefined],
    [";password¦: letmein", undefined],
    ["&password¦: letmein", undefined],
    ['"x"password¦="letmein9"', "PASSWORD letmein9"],
    ["(password¦=letmein9!)", undefined],
    [`f(password¦=${random})`, `PASSWORD ${random}`],
    [`f(password¦=${random}`, `PASSWORD ${random}`],
    ["f(password¦=)", undefined],
  ],
  "code",
);

table(
  "names",
  [
    [`password   \t¦= "${chosen}"`, password],
    [`password${blanks(150)}¦= "${chosen}"`, password],
    [`password${blanks(170)}¦= "${chosen}"`, undefined],
    [`password[90]¦= "${chosen}"`, password],
    [`password[]¦= "${chosen}"`, password],
    [`x["password"]¦= "${chosen}"`, password],
    [`\\"password\\"¦: \\"${chosen}\\"`, password],
    [`"password"¦: "${chosen}"`, password],
    [`${"a".repeat(70)}_password¦= "${chosen}"`, password],
    [`password¦: string = "${chosen}"`, password],
    [`password¦: &'static str = "${chosen}"`, password],
    [`password¦: Map<string> = "${chosen}"`, password],
    ["password¦: string = other", undefined],
    [`password¦: string == "${chosen}"`, undefined],
    [`password¦= string = "${chosen}"`, undefined],
  ],
  "code",
);

table(
  "literals",
  [
    [`password¦= """${chosen}"""`, password],
    [`password¦= r"${chosen}"`, password],
    [`password¦= u8"${chosen}"`, password],
    [`password¦= xr"${chosen}"`, undefined],
    ['password¦= ""', undefined],
    [`password¦= "" + "${chosen}"`, undefined],
    ['password¦= "ab\\"c9!"', 'PASSWORD ab\\"c9!'],
    ["password¦= 'it\"s9!'", 'PASSWORD it"s9!'],
    ['\\"password\\"¦: \\"a\\\\b9!\\"', "PASSWORD a\\\\b9!"],
    [`password¦= "${chosen}\n"`, password],
    [`password¦= "${chosen}\r\nx"`, password],
    [`password¦= "${chosen}`, password],
    [`password¦= "${chosen}\\\nx"`, `PASSWORD ${chosen}\\`],
    [`password¦= "${longest}"`, `PASSWORD ${longest}`],
    [`password¦= "${tooLong}"`, undefined],
  ],
  "code",
);

table(
  "elements",
  [
    [`<password¦>${chosen}</password>`, password],
    [`<password¦>  ${chosen}\t</password>`, password],
    [`<password¦>\n    ${chosen}\n</password>`, password],
    [`<password¦>${blanks(130)}${chosen}</password>`, password],
    [`<db:password¦>${chosen}</db:password>`, password],
    [`<entry key="password"¦>${chosen}</entry>`, password],
    [`<p:value name="password"¦>${chosen}</p:value>`, password],
    [`<name>password</name><value¦>${chosen}</value>`, password],
    [`<name>password</name>\n  <value¦>${chosen}</value>`, password],
    [`<entry key="user"¦>${chosen}</entry>`, undefined],
    [`<name>user</name><value¦>${chosen}</value>`, undefined],
    [`<name>password</name>${blanks(200)}<value¦>${chosen}</value>`, undefined],
    [`<value¦>${chosen}</value>`, undefined],
    [`<user¦>${chosen}</user>`, undefined],
    ["<password¦> </password>", undefined],
    ["<password¦>two words1! of</password>", undefined],
    [`<password¦><b>${chosen}</b></password>`, undefined],
    [`<password¦>\n  <b>${chosen}</b></password>`, undefined],
    [`<password¦>${chosen}<b/></password>`, undefined],
    [`<password¦>=${chosen}</password>`, undefined],
    [`<password¦>${chosen}`, undefined],
    ["<password¦>", undefined],
    [`</password¦>${chosen}</password>`, undefined],
    [`password¦>${chosen}</password>`, undefined],
    [`>password¦>${chosen}</password>`, undefined],
    [`<!password¦>${chosen}</password>`, undefined],
    [`<password x="${"y".repeat(200)}"¦>${chosen}</password>`, undefined],
  ],
  "config",
);

describe("AssignmentScan: runs of assignments", () => {
  /** How long the values found at each `=` are, in order. */
  function lengths(text: string, scan = new AssignmentScan()): number[] {
    scan.begin();
    return [...text.matchAll(/=/g)].map(({ index }) => {
      const span = scan.at(text, index, "config");
      return span === undefined ? 0 : span.end - span.start;
    });
  }

  it("reads sixteen values of one run and no more", () => {
    const run = `${Array.from({ length: 20 }, () => "pwd=").join("")}${chosen}`;
    const found = lengths(run);
    assert.equal(found.length, 20);
    assert.deepEqual(
      found.map((length) => length > 0),
      found.map((_, index) => index < 16),
    );
  });

  it("counts anew behind a run, and in another text", () => {
    const run = `${Array.from({ length: 20 }, () => "pwd=").join("")}x1!`;
    const scan = new AssignmentScan();
    assert.deepEqual(lengths(`${run}\npwd=${chosen}`, scan).slice(-2), [0, chosen.length]);
    assert.deepEqual(lengths(`pwd=${chosen}`, scan), [chosen.length]);
  });
});
