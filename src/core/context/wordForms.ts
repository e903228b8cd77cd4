/** Shorter words are left alone: their endings are mostly part of the word (characters). */
const minWordChars = 4;
const minBaseChars = 3;
const keywords = new Set(["let", "for", "var", "new", "int", "def", "try", "del", "use", "not", "and"]);
const plainWord = /^[a-z]+$/;

/** Endings of English words, and what stands in their place in the word they were made from. */
const endings: readonly (readonly [ending: string, ...bases: readonly string[]])[] = [
  ["ications", "y"],
  ["ication", "y"],
  ["ations", "ate", "e", ""],
  ["ation", "ate", "e", ""],
  ["ions", "e", ""],
  ["ion", "e", ""],
  ["ies", "y"],
  ["ied", "y"],
  ["ing", "", "e"],
  ["ers", "", "e"],
  ["er", "", "e"],
  ["ed", "", "e"],
  ["es", "", "e"],
  ["s", ""],
];

function basesOf(word: string): readonly string[] {
  const bases = new Set([word]);
  for (const [ending, ...replacements] of endings) {
    if (!word.endsWith(ending) || (ending === "s" && word.endsWith("ss"))) {
      continue;
    }
    const stem = word.slice(0, -ending.length);
    for (const replacement of replacements) {
      bases.add(stem + replacement);
    }
    // "stopped" and "running" double the last letter of their word.
    if (/([bdgmnprt])\1$/.test(stem)) {
      bases.add(stem.slice(0, -1));
    }
  }
  return [...bases].filter((base) => base === word || isWordLike(base));
}

/** "str" is no word that "string" was made from, and a keyword is in every text. */
function isWordLike(base: string): boolean {
  return base.length >= minBaseChars && /[aeiouy]/.test(base) && !keywords.has(base);
}

function formsOf(base: string): readonly string[] {
  if (base.endsWith("e")) {
    const stem = base.slice(0, -1);
    return [base, `${base}s`, `${base}d`, `${base}r`, `${stem}ing`, `${stem}ion`, `${stem}ation`];
  }
  if (/[^aeiou]y$/.test(base)) {
    const stem = base.slice(0, -1);
    return [base, `${stem}ies`, `${stem}ied`, `${stem}ier`, `${base}ing`, `${stem}ication`];
  }
  return [
    base,
    `${base}s`,
    `${base}es`,
    `${base}ed`,
    `${base}er`,
    `${base}ing`,
    `${base}ion`,
    `${base}ation`,
  ];
}

/**
 * The word itself first, then other forms of it as English makes them ("reserved": "reserve", "reserves",
 * "reservation" ...). Some of them are no words; they are looked up in an index, where those are not found.
 */
export function wordForms(word: string): readonly string[] {
  if (word.length < minWordChars || !plainWord.test(word)) {
    return [word];
  }
  return [...new Set([word, ...basesOf(word).flatMap(formsOf)])];
}
