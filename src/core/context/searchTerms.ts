/** Longer words are data, such as encoded images (characters). */
const maxTermChars = 48;

/** Words whose terms are kept; bounds memory to a few megabytes. */
const maxRememberedWords = 20_000;

const wordShape = /[\p{L}\p{N}_$]+/gu;
const hanShape = /\p{Script=Han}+/gu;
const partShape = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{Lo}+|\d+/gu;

/** Words of a question that say nothing about what is looked for. */
const questionWords = new Set(
  (
    "a an the is are was were be been do does did how what where which who why when in on of for to and or not with " +
    "this that these those it its i we you my our can could should would will me please show find tell explain " +
    "used use using code file files work works there from by as at if so have has had about into"
  ).split(" "),
);
const hanQuestionWords =
  /为什么|什么|怎么|怎样|如何|为何|哪里|哪个|哪些|哪儿|是否|请问|请|一下|一个|上一|下一|这个|那个|这些|那些|这里|里面|我们|代码|文件|函数里|时候|逻辑|实现|处理|进行|应该|可以|能够|吗|呢|的|是|在|了|和|与|有|把|被|从|到|里|会|做|用|要|给|让|将|为|对/gu;

/** Whether an English term says nothing about what is looked for. */
export function isQuestionWord(term: string): boolean {
  return questionWords.has(term);
}

/** Chinese text with a blank for each word that says nothing about what is looked for. */
export function withoutHanQuestionWords(text: string): string {
  return text.replace(hanQuestionWords, " ");
}

function addHanBigrams(run: string, add: (term: string) => void): void {
  const chars = Array.from(run);
  if (chars.length === 1) {
    add(run);
  }
  for (let i = 0; i + 1 < chars.length; i += 1) {
    add(`${chars[i]}${chars[i + 1]}`);
  }
}

function termsOf(word: string): readonly string[] {
  const terms: string[] = [];
  const add = (term: string): void => void terms.push(term);
  const hasHan = /\p{Script=Han}/u.test(word);
  if (hasHan) {
    for (const [run] of word.matchAll(hanShape)) {
      addHanBigrams(run, add);
    }
  }
  const latin = hasHan ? word.replace(hanShape, " ").trim() : word;
  for (const identifier of latin === "" ? [] : latin.split(/\s+/)) {
    if (identifier.length <= maxTermChars) {
      addIdentifier(identifier, add);
    }
  }
  return terms;
}

function addIdentifier(identifier: string, add: (term: string) => void): void {
  add(identifier.toLowerCase());
  const parts = identifier.match(partShape) ?? [];
  for (const part of parts.length > 1 ? parts : []) {
    if (part.length > 1) {
      add(part.toLowerCase());
    }
  }
}

/** Remembers the terms of words it has split, since code repeats its words. */
export class TermSplitter {
  readonly #termsByWord = new Map<string, readonly string[]>();

  /**
   * Calls `add` for each term of `text`, repeats included: identifiers in lower case, their parts
   * (`camelCase`, `snake_case`, `HTTPServer`), and each pair of neighbouring Chinese characters.
   */
  forEachTerm(text: string, add: (term: string) => void): void {
    for (const [word] of text.matchAll(wordShape)) {
      let terms = this.#termsByWord.get(word);
      if (terms === undefined) {
        if (this.#termsByWord.size >= maxRememberedWords) {
          this.#termsByWord.clear();
        }
        terms = termsOf(word);
        this.#termsByWord.set(word, terms);
      }
      for (const term of terms) {
        add(term);
      }
    }
  }
}

/** The different terms of a question, without question words unless there is nothing else. */
export function queryTerms(query: string): readonly string[] {
  const splitter = new TermSplitter();
  const all = new Set<string>();
  splitter.forEachTerm(query, (term) => all.add(term));
  const telling = new Set<string>();
  splitter.forEachTerm(query.replace(hanQuestionWords, " "), (term) => {
    if (!questionWords.has(term)) {
      telling.add(term);
    }
  });
  return [...(telling.size > 0 ? telling : all)];
}
