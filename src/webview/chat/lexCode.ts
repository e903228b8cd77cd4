/** A piece of code in an answer, as it is coloured. */
export interface CodeToken {
  readonly kind: "comment" | "string" | "number" | "keyword" | "call" | "plain";
  readonly text: string;
}

interface Lexing {
  /** Comments and texts, as alternatives of an expression with the groups `comment` and `string`. */
  readonly marks: string;
  readonly keywords: ReadonlySet<string>;
  readonly ignoresCase?: boolean;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const quoted = String.raw`"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?`;
const slashComments = String.raw`(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))`;
const slashes = `${slashComments}|(?<string>${quoted})`;

const script: Lexing = {
  marks: `${slashComments}|(?<string>${quoted}|\`(?:\\\\[\\s\\S]|[^\`\\\\])*\`?)`,
  keywords: words(
    "abstract any as async await boolean break case catch class const continue debugger default delete do else enum export extends false finally for from function get if implements import in infer instanceof interface is keyof let namespace never new null number object of override private protected public readonly return satisfies set static string super switch symbol this throw true try type typeof undefined unknown var void while with yield",
  ),
};
const java: Lexing = {
  marks: `${slashComments}|(?<string>"""[\\s\\S]*?(?:"""|$)|${quoted})`,
  keywords: words(
    "abstract assert boolean break byte case catch char class const continue data default do double else enum extends false final finally float for fun if implements import in instanceof int interface internal is long native new null object open operator override package permits private protected public record return sealed short static string super switch synchronized this throw throws transient true try val var void volatile when while yield using namespace foreach bool decimal async await get set ref out params readonly virtual",
  ),
};
const cpp: Lexing = {
  marks: slashes,
  keywords: words(
    "alignas alignof auto bool break case catch char class const constexpr const_cast continue decltype default delete do double dynamic_cast else enum explicit export extern false final float for friend goto if inline int long mutable namespace new noexcept nullptr operator override private protected public register reinterpret_cast return short signed sizeof static static_assert static_cast struct switch template this throw true try typedef typename union unsigned using virtual void volatile while concept requires co_await co_return co_yield",
  ),
};
const go: Lexing = {
  marks: `${slashComments}|(?<string>${quoted}|\`[^\`]*\`?)`,
  keywords: words(
    "break case chan const continue default defer else fallthrough false for func go goto if import interface iota map nil package range return select struct switch true type var any bool byte error float64 int int64 rune string uint",
  ),
};
const rust: Lexing = {
  // An apostrophe also begins a lifetime.
  marks: String.raw`${slashComments}|(?<string>"(?:\\[\s\S]|[^"\\])*"?|'(?:\\.[^']*|[^'\\\n])')`,
  keywords: words(
    "as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait true type unsafe use where while bool char f32 f64 i32 i64 str u8 u32 u64 usize",
  ),
};
const python: Lexing = {
  marks: String.raw`(?<comment>#[^\n]*)|(?<string>[rRbBfFuU]{0,2}(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|${quoted}))`,
  keywords: words(
    "False None True and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return self try while with yield",
  ),
};
const shell: Lexing = {
  marks: String.raw`(?<comment>(?<![\w$"'])#[^\n]*)|(?<string>"(?:\\[\s\S]|[^"\\])*"?|'[^']*'?)`,
  keywords: words(
    "case do done elif else esac exit export fi for function if in local return set then until while cd echo source sudo",
  ),
};
const settings: Lexing = {
  marks: String.raw`(?<comment>(?<![\w$"'])#[^\n]*)|(?<string>${quoted})`,
  keywords: words("true false null yes no on off"),
};
const sql: Lexing = {
  marks: String.raw`(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>'(?:''|[^'])*'?)`,
  keywords: words(
    "add all alter and as asc between by case check column constraint create default delete desc distinct drop else end exists foreign from full group having in index inner insert into is join key left like limit not null offset on or order outer primary references right select set table then union unique update values view when where with",
  ),
  ignoresCase: true,
};

const lexings: Readonly<Record<string, Lexing>> = {
  ...named("js javascript jsx mjs cjs ts typescript tsx mts json jsonc vue svelte", script),
  ...named("java kotlin kt scala groovy gradle cs csharp c# dart swift", java),
  ...named("c cc cpp c++ cxx h hpp objc cuda", cpp),
  ...named("go golang", go),
  ...named("rs rust", rust),
  ...named("py python python3 pyi", python),
  ...named("sh bash shell zsh console shellscript", shell),
  ...named("yaml yml toml ini properties dockerfile makefile make cmake", settings),
  ...named("sql mysql postgresql sqlite", sql),
};

/** More than this stays without colours (characters). */
const maxLexedChars = 60_000;

function named(names: string, lexing: Lexing): Record<string, Lexing> {
  return Object.fromEntries(names.split(" ").map((name) => [name, lexing]));
}

/**
 * Cuts code into what is coloured alike; all of it together is the code again. `info` is the text after the opening
 * fence; for a language that is not known everything is plain.
 */
export function lexCode(code: string, info: string): readonly CodeToken[] {
  const language = /^[^\s:{]+/.exec(info)?.[0].toLowerCase() ?? "";
  const lexing = Object.hasOwn(lexings, language) ? lexings[language] : undefined;
  if (lexing === undefined || code.length > maxLexedChars) {
    return code === "" ? [] : [{ kind: "plain", text: code }];
  }
  const tokens: CodeToken[] = [];
  let plain = "";
  const add = (kind: CodeToken["kind"], text: string): void => {
    if (kind === "plain") {
      plain += text;
      return;
    }
    if (plain !== "") {
      tokens.push({ kind: "plain", text: plain });
      plain = "";
    }
    tokens.push({ kind, text });
  };
  const shape = new RegExp(
    `${lexing.marks}|(?<word>[\\p{L}_$][\\p{L}\\p{N}_$]*)|(?<number>\\d[\\w.]*)|[^\\n]|\\n`,
    "gu",
  );
  for (const match of code.matchAll(shape)) {
    const { comment, string, word, number } = match.groups ?? {};
    const [text] = match;
    if (word === undefined) {
      add(
        comment !== undefined
          ? "comment"
          : string !== undefined
            ? "string"
            : number !== undefined
              ? "number"
              : "plain",
        text,
      );
    } else {
      const isKeyword = lexing.keywords.has(lexing.ignoresCase === true ? word.toLowerCase() : word);
      const isCall = code[match.index + text.length] === "(";
      add(isKeyword ? "keyword" : isCall ? "call" : "plain", text);
    }
  }
  return plain === "" ? tokens : [...tokens, { kind: "plain", text: plain }];
}
