import { isStandIn, looksRandom } from "./secretLook.ts";
import type { SecretSpan } from "./secretSpan.ts";

const login = /([^\s/?#"'`<>:@]{0,100}):([^\s/?#"'`<>\\]{1,200})@(?=[^\s"'`])/y;
const userAlone = /([\w-]{20,100})@(?=[\w.-])/y;
const commonWords = /^(?:pass|password|pwd|passwd|secret|user|token|port|host)$/i;

/** The password in `scheme://user:password@host`, or a key in the place of the user; `at` is the `:`. */
export function findUrlPassword(text: string, at: number): SecretSpan | undefined {
  const start = at + 3;
  login.lastIndex = start;
  const match = login.exec(text);
  const password = match?.[2];
  if (match !== null && password !== undefined) {
    if (isStandIn(password) || commonWords.test(password) || password.startsWith("$")) {
      return undefined;
    }
    const from = start + (match[1]?.length ?? 0) + 1;
    return { start: from, end: from + password.length, kind: "PASSWORD" };
  }
  userAlone.lastIndex = start;
  const user = userAlone.exec(text)?.[1];
  return user !== undefined && looksRandom(user, 20)
    ? { start, end: start + user.length, kind: "TOKEN" }
    : undefined;
}

/** The password in `user:password@tcp(host)`, as Go's drivers name a database; `at` is the `:`. */
export function findSourcePassword(text: string, at: number): SecretSpan | undefined {
  const source = /([^\s:"'`()<>]{3,100})@(?:tcp|udp|unix)\(/y;
  source.lastIndex = at + 1;
  const password = source.exec(text)?.[1];
  return password === undefined || isStandIn(password) || commonWords.test(password)
    ? undefined
    : { start: at + 1, end: at + 1 + password.length, kind: "PASSWORD" };
}
