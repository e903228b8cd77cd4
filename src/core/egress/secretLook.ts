import { placeholderPattern } from "./placeholder.ts";

/** Words that stand where a secret would, in documents, templates and type declarations. */
const standIns = new Set(
  (
    "null none nil undefined true false yes no on off empty void unknown never any auto default optional " +
    "required string str text varchar char bytes byte number int integer bool boolean object array list map " +
    "password passwd pwd pass passphrase passcode secret token key apikey api_key credential credentials auth " +
    "username user email login type name value field input hidden label title example sample test dummy fake " +
    "foo bar baz qux todo tbd xxx n/a na password_here secret_here token_here not_set unset missing " +
    "self this super new return await async function lambda private public static final const let var"
  ).split(" "),
);

const templateMark =
  /\$\{|\$\(|#\{|\{\{|<%|%\(|\{\d*\}|%[sdv]\b|^\$[\w@*#?!-]{1,60}$|^\$[A-Za-z_]\w*[./:]|^%\w+%$|^<[^>]*>?$|^@[\w.-]+@$|^\[[^\]]*\]$|^\{[^}]*\}$|^__\w+__$|^&lt;|^\\$/;
const standInPart =
  /\byour|your[-_ ]|change[-_ ]?(?:me|it|this)|place[-_ ]?holder|redacted|replace[-_ ]?(?:me|with|this)|insert[-_ ]|dummy|example|\bexemple|x{4,}|\*{3,}|\.{3}|…|#{4,}|_{4,}|-{4,}|0{8,}|1234567890abcdef|在此|请输入|请填写|你的|您的|填写/i;

/** True for text that stands for a secret without being one: `<your-key>`, `${ENV}`, `xxxx`, `None`. */
export function isStandIn(value: string): boolean {
  if (value.length < 3 || standIns.has(value.toLowerCase()) || standInPart.test(value)) {
    return true;
  }
  if (templateMark.test(value) || placeholderPattern.test(value)) {
    return true;
  }
  return isOneCharacter(value);
}

function isOneCharacter(value: string): boolean {
  for (let i = 1; i < value.length; i += 1) {
    if (value.charCodeAt(i) !== value.charCodeAt(0)) {
      return false;
    }
  }
  return true;
}

const hex = /^(?:0x)?(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]+$/i;
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** 0 lower, 1 upper, 2 digit, 3 anything else. */
function classOf(code: number): number {
  if (code >= 97 && code <= 122) {
    return 0;
  }
  if (code >= 65 && code <= 90) {
    return 1;
  }
  return code >= 48 && code <= 57 ? 2 : 3;
}

/**
 * True for text that looks drawn at random. Random letters and digits change class at 40 % (base 36) to
 * 62 % (base 62) of their steps, identifiers and words at 5 to 25 %; the bound lies between.
 */
export function looksRandom(value: string, minLength: number): boolean {
  if (value.length < minLength || !/\d/.test(value) || /[\s(){}[\]<>;,]/.test(value)) {
    return false;
  }
  if (uuid.test(value) || (value.length >= 24 && hex.test(value))) {
    return true;
  }
  const seen = new Set<number>();
  let changes = 0;
  let digits = 0;
  let previous = -1;
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    const now = classOf(code);
    seen.add(code);
    digits += now === 2 ? 1 : 0;
    // Capitals after a separator or before lower case are how words are joined; they tell nothing.
    if (previous !== -1 && now !== previous && now !== 3 && previous !== 3) {
      changes += 1;
    }
    previous = now;
  }
  const distinct = seen.size / Math.min(value.length, 32);
  return digits >= 2 && changes / (value.length - 1) >= 0.22 && distinct >= 0.35;
}

/** Letters and digits, or a sign, together: what people choose as a password. */
export function looksChosen(value: string): boolean {
  return /\d/.test(value) ? /[^\d\s.:/-]/.test(value) : /[!@#%^&*?~+]/.test(value) && /[A-Za-z]/.test(value);
}

/** True for one word that somebody chose or drew as a secret, and that stands for nothing else. */
export function isSecretWord(value: string): boolean {
  return (
    value.length >= 5 &&
    (looksChosen(value) || looksRandom(value, 16)) &&
    !isStandIn(value) &&
    !/[\s(){}]/.test(value)
  );
}
