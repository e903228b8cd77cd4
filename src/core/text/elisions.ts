/** What a comment says when a reply leaves code out instead of repeating it. */
const elisionSentences: readonly RegExp[] = [
  /^(?:\.\s?){2,}\.?$|^…+$/u,
  /^(?:\.{3}|…)\s*\S/u,
  /^(?:keep |your |the |all )?existing (?:code|implementation|methods?|functions?|imports?|fields?|logic|content|props|markup)\b(?: (?:here|goes here|unchanged|remains.*|continues.*|as is))?[.…\s]*$/iu,
  /\b(?:rest|remainder) of (?:the |your |this |our )?(?:\w+ )?(?:code|file|function|class|method|implementation|module|component|body|logic|program|script)\b/iu,
  /^(?:the )?(?:rest|remainder|remaining(?: \w+)?|everything else|all else)(?: (?:is|are|remains?|stays?))? (?:unchanged|the same|as before|as is)/iu,
  /^(?:the )?(?:remaining|other) (?:code|methods?|functions?|members?|fields?|imports?|cases?|tests?|properties)\b.{0,24}(?:\.{3}|…|unchanged|the same|here|as before|omitted)/iu,
  /^(?:code )?(?:remains? |stays? |is |left )?unchanged(?: code)?\.?$/iu,
  /^(?:the )?same as (?:before|above|the original)/iu,
  /\b(?:omitted|elided|left out|truncated|shortened)(?: here)? for (?:brevity|clarity)\b/iu,
  /^(?:keep|leave) (?:the |your |all )?(?:existing|rest|remaining|other)\b/iu,
  /^(?:previous|original|your) (?:code|implementation)(?: goes)?(?: here| unchanged)?[.…]*$/iu,
  /^(?:此处|这里)?(?:省略|略去)|(?:代码|部分|实现|逻辑)(?:从|已|均)?(?:略|省略)[。.…]*$/u,
  /^(?:此处|这里|保留|保持)?(?:其余|其他|其它|剩余|余下|现有|原有|已有|原来|之前)的?(?:的|所有|全部)?(?:代码|方法|函数|逻辑|实现|部分|内容|字段|成员|测试)?.{0,8}(?:不变|省略|略|同上|相同|一致|\.{3}|…)[。.…]*$/u,
  /^(?:\.{3}|…)*\s*(?:现有|原有|已有|其余|剩余)的?(?:代码|方法|函数|逻辑|实现|部分)[。.…\s]*$/u,
];

/** Opening marks of a whole-line comment in any language that has line or block comments. */
const commentOpening = /^(?:\{?\/\*+|\/{2,}|#+|--+|;+|%+|'+|<!--+|\(\*+|\{-|\*+(?=\s|$)|"{3}|rem(?=\s))\s*/iu;
const commentClosing = /\s*(?:\*+\/\}?|--+>|\*+\)|-\}|"{3})\s*$/u;
const trailingComment =
  /\s(?:\/\/|\/\*|#|--)\s*(?<said>(?:\.{3}|…).*|.*(?:\.{3}|…|unchanged|brevity|不变|省略).*)$/iu;

function commentText(line: string): string | undefined {
  const trimmed = line.trim();
  const opening = commentOpening.exec(trimmed);
  if (opening !== null) {
    return trimmed.slice(opening[0].length).replace(commentClosing, "");
  }
  return trailingComment.exec(` ${trimmed}`)?.groups?.["said"]?.replace(commentClosing, "");
}

function saysElision(line: string, previousCode: string): boolean {
  const trimmed = line.trim();
  if (/^(?:\.{3}|…)$/u.test(trimmed)) {
    // A lone `...` is the body of a Python stub only directly under its header or docstring.
    return !/(?::|"""|''')$/u.test(previousCode);
  }
  if (/^(?:\.{3}|…).+(?:\.{3}|…)$/u.test(trimmed)) {
    return true;
  }
  const said = commentText(line);
  return said !== undefined && elisionSentences.some((sentence) => sentence.test(said.trim()));
}

/**
 * The first line of `code` that stands for code left out ("rest unchanged"), or undefined. A line that
 * `kept` (the text to be replaced) has too is code, not an elision.
 */
export function findElision(code: string, kept: string): string | undefined {
  const keptLines = new Set(kept.split(/\r?\n/).map((line) => line.trim()));
  let previousCode = "";
  for (const line of code.split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed !== "" && !keptLines.has(trimmed) && saysElision(line, previousCode)) {
      return trimmed;
    }
    if (trimmed !== "") {
      previousCode = trimmed;
    }
  }
  return undefined;
}
