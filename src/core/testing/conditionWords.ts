/** Operators as words, so that a condition can be read in an identifier. Longer ones come first. */
const operatorWords: readonly (readonly [RegExp, string])[] = [
  [/===|==/g, " is "],
  [/!==|!=|<>/g, " is not "],
  [/<=/g, " at most "],
  [/>=/g, " at least "],
  [/&&/g, " and "],
  [/\|\|/g, " or "],
  [/->|::/g, " "],
  [/</g, " below "],
  [/>/g, " above "],
  [/!/g, " not "],
  [/''|""|``/g, " empty text "],
  [/-(?=\d)/g, " minus "],
  [/\+/g, " plus "],
  [/%/g, " mod "],
  [/[\p{L}\p{N}]\s*-\s*(?=[\p{L}])/gu, "$& minus "],
];
const maxWords = 14;
const maxChars = 80;

/** The words of a title or condition, camel case and underscores taken apart. */
export function wordsOf(text: string): string[] {
  let spoken = text;
  for (const [pattern, word] of operatorWords) {
    spoken = spoken.replace(pattern, word);
  }
  const words = spoken
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  const kept: string[] = [];
  let chars = 0;
  for (const word of words) {
    chars += word.length + 1;
    if (kept.length >= maxWords || chars > maxChars) {
      break;
    }
    kept.push(word);
  }
  return kept;
}

export function toSnakeCase(text: string): string {
  return wordsOf(text)
    .map((word) => word.toLowerCase())
    .join("_");
}

export function toPascalCase(text: string): string {
  return wordsOf(text)
    .map((word) => {
      const isShouted = word.length > 1 && word === word.toUpperCase();
      return word.charAt(0).toUpperCase() + (isShouted ? word.slice(1).toLowerCase() : word.slice(1));
    })
    .join("");
}

export function toCamelCase(text: string): string {
  const pascal = toPascalCase(text);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** Gives each name once: a taken one gets the next free number. */
export class UniqueNames {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  take(name: string, separator = "_"): string {
    let unique = name;
    for (let number = 2; this.#taken.has(unique); number += 1) {
      unique = `${name}${separator}${number}`;
    }
    this.#taken.add(unique);
    return unique;
  }
}
