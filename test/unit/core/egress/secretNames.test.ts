import assert from "node:assert/strict";
import { rateName } from "../../../../src/core/egress/secretNames.ts";

/** Why each name is here stands beside it: the same words in another form are rated otherwise. */
const cases: readonly (readonly [name: string, rating: string, why: string])[] = [
  ["RSAKey", "secret", "an acronym is a word of its own"],
  ["mySSHKey", "secret", "an acronym amid words, too"],
  ["rsakey", "weak", "without a border it is one word"],
  ["api_2_key", "secret", "numbers are no words"],
  ["api_key_", "secret", "nor is nothing"],
  ["__api__key", "secret", "before the first word or between two"],
  ["api_key_22", "secret", "a number at the end says nothing"],
  ["apiKey3", "secret", "nor do digits at a word's end"],
  ["password_2nd", "none", "a word may begin with a digit"],
  ["pass1word", "none", "digits within a word belong to it"],
  ["token_value", "token", "value says nothing after another word"],
  ["cookie_value", "weak", "value says nothing after a weak word"],
  ["page_content", "none", "content is meant only alone"],
  ["defaultvalue", "value", "the real name stands before"],
  ["contents", "none", "another word"],
  ["base", "none", "a word for tails alone"],
  ["prod_base_default", "none", "nothing but tails"],
  ["password_prod_old_2", "password", "many tails"],
  ["auth_code", "secret", "two words that are one"],
  ["code", "none", "the second of them alone"],
  ["access_key_secret", "secret", "three words that are one"],
  ["privatekey", "secret", "one word of the list"],
  ["storagekey", "secret", "one word of the list"],
  ["bot_key", "secret", "a key that belongs to something secret"],
  ["merchant-key", "secret", "the same with a dash"],
  ["bot_lock", "none", "no key"],
  ["map_key", "weak", "a key of something ordinary"],
  ["mapkey", "weak", "the same in one word"],
  ["keymap", "none", "a word that begins so"],
  ["mysecret", "secret", "a word that ends so"],
  ["secretary", "none", "a word that begins so"],
  ["mapsapikey", "secret", "a word that ends so"],
  ["apikeyring", "none", "a word that begins so"],
  ["rootpasswd", "password", "a word that ends so"],
  ["passwdfile", "none", "a word that begins so"],
  ["mailpassword", "password", "a word that ends so"],
  ["csrftoken", "token", "a word that ends so"],
  ["tokenise", "none", "a word that begins so"],
  ["secret_key_id", "none", "an identifier, not a secret"],
  ["password_id", "none", "the same of a password"],
  ["x-auth-token", "header", "the name of a header"],
  ["auth-token", "token", "a header that is not on the list"],
  ["用户口令", "password", "a Chinese name"],
  ["___", "none", "no word at all"],
  ["42", "none", "nothing but a number"],
];

describe("rateName: words", () => {
  for (const [name, rating, why] of cases) {
    it(`${name} is ${rating}: ${why}`, () => assert.equal(rateName(name), rating));
  }
});
