import type { CodeGlossary } from "./codeGlossary.ts";
import { isQuestionWord, TermSplitter, withoutHanQuestionWords } from "./searchTerms.ts";
import { wordForms } from "./wordForms.ts";

/** One thing that is asked for: the terms it may have in code, each with its weight, 1 for the word itself. */
export interface SearchNotion {
  readonly weightByTerm: ReadonlyMap<string, number>;
}

export interface ReadQuestion {
  readonly notions: readonly SearchNotion[];
  /** Chinese words of the question with the English ones that were looked for in their place. */
  readonly translated: readonly { readonly chinese: string; readonly english: readonly string[] }[];
  /** Whether tests are asked for, or else stand back behind the code they test. */
  readonly asksForTests: boolean;
  /** Whether it names nothing to look for but the code that is there: "what does this do?". */
  readonly isAboutGiven: boolean;
  /** Whether it speaks of a function, so that a whole file is not what it is about. */
  readonly namesFunction: boolean;
  /** The same for text about the project: how it is run, what it is. */
  readonly asksForProse: boolean;
}

const inflectedWeight = 0.9;
/** The usual English word for a Chinese one, and the others that are known. */
const translatedWeight = 0.9;
const lessUsualWeight = 0.75;
const synonymWeight = 0.5;
/** Two neighbouring characters of a Chinese word that is not known; rare in code, and so easily taken for telling. */
const pairWeight = 0.5;

const hanRun = /\p{Script=Han}+/gu;
const asksForTestsShape = /\b(?:unit|spec|specs|tests?|tested|testing)\b|测试|用例/i;
/** Words that point at code or ask for its meaning, beside the ones that every question holds. */
const pointingWords = new Set(
  "explain explanation mean means meaning happen happens happening function method class selection selected block lines line snippet here do does go going summary summarize summarise describe understand".split(
    " ",
  ),
);
const pointingHan =
  /解释|说明|讲解|介绍|总结|看看|看懂|理解|含义|意思|作用|用途|功能|干嘛|干什么|干啥|做啥|选中|当前|下面|上面|这段|这块|这个|那个|这|那|段|函数|方法|类|文件|代码|行/gu;

const namesFunctionShape = /\b(?:function|method)s?\b|函数|方法/i;

const asksForProseShape =
  /\b(?:readme|docs?|documentation|install(?:ed|ation)?|set ?up|run|start(?:ed)?|build|use|project|overview|licen[cs]e)\b|文档|说明|安装|运行|启动|使用|项目|介绍/i;

/**
 * What a question in English or Chinese asks for, as terms of a code index. English words are looked for in their
 * other forms and under other names; Chinese ones in the English of identifiers, too.
 */
export function readQuestion(question: string, glossary: CodeGlossary): ReadQuestion {
  const notions: SearchNotion[] = [];
  const translated: { chinese: string; english: readonly string[] }[] = [];
  const addHan = (chinese: string, english: readonly string[]): void => {
    const weights = new Map<string, number>();
    const terms = termsOf(chinese);
    // Two words of two characters each would find every text with the one in the middle.
    put(weights, terms.length > 0 ? terms : [chinese], 1);
    for (const [place, word] of english.entries()) {
      putForms(weights, word, place === 0 ? translatedWeight : lessUsualWeight);
    }
    notions.push({ weightByTerm: weights });
    if (english.length > 0) {
      translated.push({ chinese, english });
    }
  };
  for (const [run] of question.matchAll(hanRun)) {
    for (const piece of glossary.cut(run)) {
      const isTelling = withoutHanQuestionWords(piece.text).trim() !== "";
      if (piece.isKnown && isTelling) {
        addHan(piece.text, glossary.englishFor(piece.text));
      } else if (!piece.isKnown) {
        for (const part of withoutHanQuestionWords(piece.text).split(/\s+/).filter(Boolean)) {
          const english = glossary.englishFor(part);
          if (english.length > 0) {
            addHan(part, english);
          } else {
            notions.push(...termsOf(part).map((term) => plainNotion(term, pairWeight)));
          }
        }
      }
    }
  }
  for (const term of termsOf(question.replace(hanRun, " "))) {
    if (!isQuestionWord(term)) {
      notions.push(englishNotion(term, glossary));
    }
  }
  return {
    notions:
      notions.length > 0 ? withoutRepeats(notions) : termsOf(question).map((term) => plainNotion(term, 1)),
    translated,
    asksForTests: asksForTestsShape.test(question),
    asksForProse: asksForProseShape.test(question),
    isAboutGiven: isAboutGiven(question),
    namesFunction: namesFunctionShape.test(question),
  };
}

function isAboutGiven(question: string): boolean {
  const rest = withoutHanQuestionWords(question.replace(pointingHan, " ")).replace(pointingHan, " ");
  return termsOf(rest).every((term) => isQuestionWord(term) || pointingWords.has(term));
}

function englishNotion(term: string, glossary: CodeGlossary): SearchNotion {
  const weights = new Map<string, number>();
  putForms(weights, term, 1);
  for (const form of wordForms(term)) {
    for (const synonym of glossary.synonymsOf(form)) {
      putForms(weights, synonym, synonymWeight);
    }
  }
  return { weightByTerm: weights };
}

function plainNotion(term: string, weight: number): SearchNotion {
  return { weightByTerm: new Map([[term, weight]]) };
}

function putForms(weights: Map<string, number>, word: string, weight: number): void {
  const [itself = word, ...others] = wordForms(word);
  put(weights, [itself], weight);
  put(weights, others, weight * inflectedWeight);
}

function put(weights: Map<string, number>, terms: readonly string[], weight: number): void {
  for (const term of terms) {
    weights.set(term, Math.max(weight, weights.get(term) ?? 0));
  }
}

function termsOf(text: string): readonly string[] {
  const terms = new Set<string>();
  new TermSplitter().forEachTerm(text, (term) => terms.add(term));
  return [...terms];
}

/** A word that is asked for twice, or in two forms, counts once. */
function withoutRepeats(notions: readonly SearchNotion[]): readonly SearchNotion[] {
  const seen = new Set<string>();
  return notions.filter(({ weightByTerm }) => {
    const highest = Math.max(...weightByTerm.values());
    const own = [...weightByTerm].filter(([, weight]) => weight === highest).map(([term]) => term);
    const isNew = !own.every((term) => seen.has(term));
    for (const [term, weight] of weightByTerm) {
      if (weight > synonymWeight) {
        seen.add(term);
      }
    }
    return isNew;
  });
}
