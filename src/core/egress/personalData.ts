import type { SecretSpan } from "./secretSpan.ts";

/** 18 digits of a Chinese identity number: region, birthday, sequence, check character. */
const identityNumber =
  /(?<![\w.])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\w.])/g;
/** Mobile numbers of mainland China, with or without the country's code and dividers. */
const mobileNumber = /(?<![\w.+-])(?:(?:\+|00)86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?![\w.]\d|\w)/g;
const eMail = /(?<![\w.+%-])[\w.+%-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}(?![\w@-])/g;

/** Domains that the standards keep for examples; nobody receives mail there. */
const exampleDomain = /@(?:[\w-]+\.)*(?:example(?:\.(?:com|org|net))?|invalid|test|localhost)$/i;
/** Addresses of programs: `git@host`, as in clone URLs. */
const programUser = /^(?:git|hg|svn|noreply|no-reply)@/i;

const checkWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = "10X98765432";

/** The check character of GB 11643-1999 (ISO 7064, MOD 11-2). */
function hasRightCheck(number: string): boolean {
  const sum = checkWeights.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return checkCharacters[sum % 11] === number[17]?.toUpperCase();
}

/** Chinese identity and mobile numbers and e-mail addresses, for users who want them redacted, too. */
export function findPersonalData(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  const add = (pattern: RegExp, kind: SecretSpan["kind"], isMeant: (found: string) => boolean): void => {
    for (const match of text.matchAll(pattern)) {
      if (isMeant(match[0])) {
        spans.push({ start: match.index, end: match.index + match[0].length, kind });
      }
    }
  };
  add(identityNumber, "ID", hasRightCheck);
  add(mobileNumber, "PHONE", () => true);
  add(eMail, "EMAIL", (found) => !exampleDomain.test(found) && !programUser.test(found));
  return spans;
}
