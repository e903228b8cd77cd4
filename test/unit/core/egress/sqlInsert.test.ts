import assert from "node:assert/strict";
import { findInsertedSecrets } from "../../../../src/core/egress/sqlInsert.ts";

function found(text: string): string[] {
  return findInsertedSecrets(text).map(({ start, end, kind }) => `${kind} ${text.slice(start, end)}`);
}

describe("findInsertedSecrets", () => {
  const cases: readonly (readonly [sql: string, ...values: string[]])[] = [
    ["INSERT INTO users (name, password) VALUES ('bob', 'abcd')", "abcd"],
    ["insert into `a`.`b`(`password`,`x`) values('wxyz',1)", "wxyz"],
    ['INSERT INTO "u" ("id", "api_key", n) VALUES (1, N\'qwer\', NULL)', "qwer"],
    ["insert into u (a, token) values (now(), 'wxyz'), (f(1, 2), 'asdf');", "wxyz", "asdf"],
    ["insert into u (password) values\n  ('one1')\n , ('two2')", "one1", "two2"],
    ["insert into u (password) value ('it''s')", "it''s"],
    ["insert into u (name, email) values ('abcd', 'efgh')"],
    ["insert into u (password, name) values (?, 'abcd')"],
    ["insert into u (password) values ('abc')"],
    ["insert into u (password) values ('a sentence of words')"],
    ["insert into u (password) values ('<password>')"],
    ["insert into u (password) select 'abcd' from v"],
    ["insert into u (password) values ('abcd"],
    ["insert into u values ('abcd')"],
  ];
  for (const [sql, ...values] of cases) {
    it(sql.slice(0, 90), () =>
      assert.deepEqual(
        found(sql),
        values.map((value) => `PASSWORD ${value}`),
      ),
    );
  }
});
