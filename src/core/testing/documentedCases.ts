import type { PlannedCase } from "./testPlan.ts";

const maxCases = 8;
const maxSentenceChars = 160;

/** Words by which a sentence promises something about a condition, and not only what the function is for. */
const promise =
  /\b(?:when|whenever|if|unless|except|only (?:if|when|where)|never|always|must|at (?:least|most)|empty|blank|negative|zero|null|none|undefined|nullptr|missing|unknown|invalid|raises?|throws?)\b|[当若]|如果|除非|必须|不得|不能|至少|至多|最多|为空|为零|抛出|返回空/iu;

const raiseTag = /^(?::raises?|[@\\](?:throws?|exception))\s+\{?([\w.]+(?:::\w+)*)\}?:?\s*(.*)$/;
const otherTag = /^(?::\w+[^:]*:|[@\\](?:returns?|retval)\s*(?:\{[^}]*\})?)\s*(.*)$/;
const section =
  /^(?:raises|throws|returns|yields|args|arguments|parameters|examples?|notes?|see also)\s*:?$/i;

/**
 * What a doc comment promises, one case a sentence: errors that it names and sentences with a condition.
 * An error that a branch of the code is known to raise is a case already and does not come twice.
 */
export function documentedCases(
  docLines: readonly string[],
  known: readonly PlannedCase[],
): readonly PlannedCase[] {
  const raised = new Set(
    known.flatMap(({ outcome }) => (outcome.kind === "raises" ? [lastName(outcome.error)] : [])),
  );
  const cases: PlannedCase[] = [];
  for (const { text, error } of sentencesOf(docLines)) {
    const isKnown = [...raised].some((name) => new RegExp(`\\b${name}\\b`).test(`${error ?? ""} ${text}`));
    if (isKnown || text.length > maxSentenceChars || cases.length >= maxCases) {
      continue;
    }
    const said = error === undefined ? text : `${error}${text === "" ? "" : `: ${text}`}`;
    cases.push({
      kind: "documented",
      title: { id: "testing.case.documented", args: [said] },
      outcome: error === undefined ? { kind: "open" } : { kind: "raises", error },
    });
  }
  return cases;
}

interface Sentence {
  readonly text: string;
  /** The error that a tag names. */
  readonly error?: string | undefined;
}

function sentencesOf(lines: readonly string[]): Sentence[] {
  const sentences: Sentence[] = [];
  let prose: string[] = [];
  // Google's sections: errors are read, arguments and examples are passed over.
  let heading = "";
  const flush = (): void => {
    for (const text of prose.join(" ").match(/[^.!?。！？；]+(?:[.!?](?!\s|$)[^.!?。！？；]*)*/g) ?? []) {
      const plain = text.replace(/\s+/g, " ").trim();
      if (promise.test(plain)) {
        sentences.push({ text: plain });
      }
    }
    prose = [];
  };
  for (const line of lines.map((each) => each.trim())) {
    const tag = raiseTag.exec(line) ?? (isRaising(heading) ? /^([A-Z]\w*)\s*:\s*(.*)$/.exec(line) : null);
    if (tag !== null) {
      flush();
      sentences.push({ text: (tag[2] ?? "").replace(/[.。]$/, ""), error: tag[1] ?? "" });
    } else if (line === "" || section.test(line)) {
      flush();
      heading = line === "" && !isRaising(heading) ? "" : line === "" ? heading : line;
    } else if (
      isSkipped(heading) ||
      /^(?::param|[@\\]t?param\b)/.test(line) ||
      /^(?:```|>>>|@example)/.test(line)
    ) {
      flush();
    } else {
      const other = otherTag.exec(line);
      if (other !== null) {
        flush();
      }
      prose.push(other?.[1] ?? line);
    }
  }
  flush();
  return sentences;
}

function isRaising(heading: string): boolean {
  return /^(?:raises|throws)/i.test(heading);
}

function isSkipped(heading: string): boolean {
  return heading !== "" && !/^(?:raises|throws|returns|yields|notes?)/i.test(heading);
}

function lastName(error: string): string {
  return (error.split(/\.|::/).at(-1) ?? error).replace(/[^\w]/g, "");
}
