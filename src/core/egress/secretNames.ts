/**
 * How much a name says about the value beside it:
 * `password` any literal is a secret; `secret` most are; `token` the word also names parser tokens, so the
 * value must look like a key; `weak` only a value drawn at random; `header` a scheme may stand before the
 * value; `value` the real name stands before (`name: X, value: Y`).
 */
export type NameStrength = "password" | "secret" | "token" | "weak" | "header" | "value" | "none";

const passwordWords = new Set(
  "password passwd passwort pwd passphrase passcode pass pswd psw userpwd userpass requirepass masterauth".split(
    " ",
  ),
);
const secretWords = new Set(
  (
    "secret secrets secretkey apikey apisecret apipassword accesskey accesskeysecret accesssecret appsecret " +
    "clientsecret consumersecret privatekey signingkey encryptionkey masterkey accountkey sharedaccesskey " +
    "sharedkey authkey secretaccesskey storagekey subscriptionkey appkey servicekey deploykey jwtkey hmackey " +
    "aeskey deskey encodingaeskey cryptkey sessionsecret webhooksecret credential credentials authcode licensekey"
  ).split(" "),
);
const tokenWords = new Set(
  "token tokens accesstoken authtoken refreshtoken bearertoken idtoken apitoken sessiontoken bottoken pat jwt bearer".split(
    " ",
  ),
);
const weakWords = new Set(
  "key auth salt signature sig sign cookie session sessionid ak sk iv seed cert dsn webhook hook nonce pin login".split(
    " ",
  ),
);
const valueWords = new Set("value content default defaultvalue".split(" "));
const headerWords = new Set("authorization proxyauthorization xapikey xauthtoken".split(" "));

/** What may stand before `key` to make it a secret. */
const keyOwners = new Set(
  (
    "api app access secret private auth encryption encrypt encoding crypt cipher signing sign aes des hmac " +
    "master account shared client service subscription consumer storage deploy jwt rsa ssh license webhook admin " +
    "bot partner merchant mch pay"
  ).split(" "),
);

/** Words after the secret word that do not change what the value is. */
const tailWords = new Set(
  (
    "prod production dev development test testing staging stage uat local default old new current root admin " +
    "master slave primary secondary main base b64 raw plain plaintext str string text val value const env " +
    "cn en us eu id key"
  ).split(" "),
);

const chineseNames = /密码|口令|密钥|私钥|令牌|秘钥/;

/** `springDatasource.DB_passWord2` to lower-case words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "" && !/^\d+$/.test(word))
    .map((word) => word.replace(/\d+$/, ""));
}

/** Rates the name of a variable, setting, attribute or header. */
export function rateName(name: string): NameStrength {
  if (chineseNames.test(name)) {
    return "password";
  }
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last === undefined) {
    return "none";
  }
  if (headerWords.has(words.join(""))) {
    return "header";
  }
  if (words.length === 1 && valueWords.has(last)) {
    return "value";
  }
  return rateWords(words);
}

function rateWords(words: readonly string[]): NameStrength {
  for (let end = words.length; end > 0; end -= 1) {
    const rating = rateEnd(words, end);
    if (rating !== "none") {
      // "key" and "id" may follow "secret" (secret_key_id is an identifier, not a secret).
      return words[end] === "id" ? "none" : rating;
    }
    if (!tailWords.has(words[end - 1] ?? "")) {
      return "none";
    }
  }
  return "none";
}

/** Rates by the word before `end`, and by it joined with up to two words before it. */
function rateEnd(words: readonly string[], end: number): NameStrength {
  const last = words[end - 1] ?? "";
  const before = words[end - 2] ?? "";
  const joined = before + last;
  const longest = (words[end - 3] ?? "") + joined;
  if (passwordWords.has(last) || last.endsWith("password") || last.endsWith("passwd")) {
    return "password";
  }
  if (secretWords.has(last) || secretWords.has(joined) || secretWords.has(longest)) {
    return "secret";
  }
  if ((last === "key" && keyOwners.has(before)) || last.endsWith("secret") || last.endsWith("apikey")) {
    return "secret";
  }
  if (tokenWords.has(last) || last.endsWith("token")) {
    return "token";
  }
  return weakWords.has(last) || last.endsWith("key") ? "weak" : "none";
}

/** True for a name whose value is a password, a key or a token. */
export function namesSecret(name: string): boolean {
  return /^(?:password|secret|token)$/.test(rateName(name));
}
