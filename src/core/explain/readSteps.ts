import type { CodeFamily } from "../code/codeFamily.ts";
import { asCodeUnit, classTypes, functionTypes } from "../code/codeUnits.ts";
import {
  caseTypes,
  caughtText,
  conditionText,
  loopHead,
  loopTypes,
  switchTypes,
} from "../code/controlFlow.ts";
import { isComment, withoutParentheses } from "../code/walkTree.ts";
import type { SyntaxNode } from "../ports.ts";

/** A statement of a function in the order in which it stands; what it encloses has a higher level. */
export interface Step {
  readonly kind:
    | "if"
    | "elseIf"
    | "else"
    | "loop"
    | "switch"
    | "case"
    | "try"
    | "catch"
    | "finally"
    | "within"
    | "return"
    | "throw"
    | "break"
    | "continue"
    | "inner"
    | "do";
  /** The condition, head, value or statement as written; empty where there is none. */
  readonly text: string;
  readonly line: number;
  readonly level: number;
}

/** Deeper statements are taken whole. */
const maxLevel = 6;

const blockTypes = new Set([
  "block",
  "statement_block",
  "compound_statement",
  "switch_body",
  "switch_block",
  "class_body",
  "else_clause",
  "module",
  "program",
  "translation_unit",
  "constructor_body",
]);
const tryTypes = new Set(["try_statement", "try_with_resources_statement"]);
const catchTypes = new Set(["catch_clause", "except_clause", "except_group_clause"]);
const withinTypes = new Set(["with_statement", "synchronized_statement"]);
/** What stands before a case's statements. */
const caseHeadTypes = new Set(["switch_label", "case_pattern", "if_clause"]);
const leavingKinds: Readonly<Record<string, Step["kind"]>> = {
  return_statement: "return",
  co_return_statement: "return",
  throw_statement: "throw",
  raise_statement: "throw",
  continue_statement: "continue",
};
/** Statements without an effect of their own. */
const silentTypes = new Set(["empty_statement", "import_statement", "import_from_statement"]);

/** The statements under `nodes`, in order; inner functions and classes are named and not entered. */
export function readSteps(nodes: readonly SyntaxNode[], family: CodeFamily): readonly Step[] {
  const steps: Step[] = [];
  const reader = new StepReader(family, steps);
  nodes.forEach((node, index) => {
    reader.read(node, 0, { isFirst: index === 0, isInSwitch: false });
  });
  return steps;
}

interface Surroundings {
  /** A text that stands first is a docstring. */
  readonly isFirst: boolean;
  /** A `break` leaves the switch, which goes without saying. */
  readonly isInSwitch: boolean;
}

class StepReader {
  readonly #family: CodeFamily;
  readonly #steps: Step[];

  constructor(family: CodeFamily, steps: Step[]) {
    this.#family = family;
    this.#steps = steps;
  }

  read(node: SyntaxNode, level: number, around: Surroundings): void {
    const { type } = node;
    if (isComment(node) || silentTypes.has(type) || (around.isFirst && isText(node))) {
      return;
    }
    if (type === "labeled_statement") {
      this.#readPart(node.namedChildren.at(-1) ?? null, level, around.isInSwitch);
    } else if (blockTypes.has(type)) {
      this.#readAll(node.namedChildren, level, around.isInSwitch);
    } else if (level >= maxLevel) {
      this.#add("do", node.text, node, level);
    } else if (type === "if_statement") {
      this.#readIf(node, level, around.isInSwitch);
    } else if (loopTypes.has(type)) {
      this.#add("loop", loopHead(node), node, level);
      this.#readPart(node.childForFieldName("body"), level + 1, false);
      // Python's `else` of a loop.
      const after = node.namedChildren.find((child) => child.type === "else_clause");
      if (after !== undefined) {
        this.#add("else", "", after, level);
        this.#readPart(after, level + 1, around.isInSwitch);
      }
    } else if (switchTypes.has(type)) {
      this.#readSwitch(node, level);
    } else if (tryTypes.has(type)) {
      this.#readTry(node, level, around.isInSwitch);
    } else if (withinTypes.has(type)) {
      const body = node.childForFieldName("body") ?? node.namedChildren.at(-1) ?? null;
      const head = body === null ? node.text : node.text.slice(0, body.startIndex - node.startIndex);
      this.#add("within", head.replace(/[:{\s]+$/, ""), node, level);
      this.#readPart(body, level + 1, around.isInSwitch);
    } else {
      this.#readPlain(node, level, around.isInSwitch);
    }
  }

  #readPlain(node: SyntaxNode, level: number, isInSwitch: boolean): void {
    const leaving = leavingKinds[node.type];
    const declared = this.#declaredUnit(node);
    if (leaving !== undefined) {
      const value = node.namedChildren.find((child) => !isComment(child));
      this.#add(leaving, leaving === "continue" ? "" : (value?.text ?? ""), node, level);
    } else if (node.type === "break_statement") {
      if (!isInSwitch || node.namedChildren.length > 0) {
        this.#add("break", "", node, level);
      }
    } else if (declared !== undefined) {
      this.#add("inner", declared, node, level);
    } else if (switchOf(node) !== undefined) {
      this.#readSwitch(switchOf(node) ?? node, level);
    } else {
      this.#add("do", node.text.replace(/;$/, ""), node, level);
    }
  }

  #readIf(first: SyntaxNode, level: number, isInSwitch: boolean): void {
    let isFirst = true;
    for (let node: SyntaxNode | undefined = first; node !== undefined; isFirst = false) {
      this.#add(isFirst ? "if" : "elseIf", conditionText(node), node, level);
      this.#readPart(node.childForFieldName("consequence"), level + 1, isInSwitch);
      let next: SyntaxNode | undefined;
      const holder: SyntaxNode = node;
      const consequence = holder.childForFieldName("consequence");
      for (const child of alternativesOf(holder, consequence)) {
        const inner = child.type === "else_clause" ? soleStatement(child) : child;
        if (child.type === "elif_clause") {
          this.#add("elseIf", conditionText(child), child, level);
          this.#readPart(child.childForFieldName("consequence"), level + 1, isInSwitch);
        } else if (inner?.type === "if_statement") {
          next = inner;
        } else {
          this.#add("else", "", child, level);
          this.#readPart(child, level + 1, isInSwitch);
        }
      }
      node = next;
    }
  }

  #readSwitch(node: SyntaxNode, level: number): void {
    const subject =
      node.childForFieldName("condition") ??
      node.childForFieldName("value") ??
      node.childForFieldName("subject");
    this.#add("switch", subject === null ? "" : withoutParentheses(subject).text, node, level);
    for (const part of node.childForFieldName("body")?.namedChildren ?? []) {
      if (!caseTypes.has(part.type)) {
        continue;
      }
      const own = part.childForFieldName("value") ?? part.childForFieldName("pattern");
      const content = part.namedChildren.filter(
        (child) => !caseHeadTypes.has(child.type) && child.startIndex !== own?.startIndex,
      );
      const end = content.find((child) => !isComment(child))?.startIndex ?? part.endIndex;
      const head = part.text.slice(0, end - part.startIndex).replace(/(?:\s|:|->|\{)+$/, "");
      this.#add("case", head, part, level + 1);
      this.#readAll(content, level + 2, true);
    }
  }

  #readTry(node: SyntaxNode, level: number, isInSwitch: boolean): void {
    const resources = node.childForFieldName("resources");
    this.#add("try", resources?.text ?? "", node, level);
    this.#readPart(node.childForFieldName("body"), level + 1, isInSwitch);
    for (const child of node.namedChildren) {
      if (catchTypes.has(child.type)) {
        this.#add("catch", caughtText(child).replace(/^\.\.\.$/, ""), child, level);
        const body = child.childForFieldName("body") ?? child.namedChildren.at(-1) ?? null;
        this.#readPart(body, level + 1, isInSwitch);
      } else if (child.type === "finally_clause") {
        this.#add("finally", "", child, level);
        this.#readPart(
          child.childForFieldName("body") ?? child.namedChildren.at(-1) ?? null,
          level + 1,
          isInSwitch,
        );
      } else if (child.type === "else_clause") {
        this.#add("else", "", child, level);
        this.#readPart(child, level + 1, isInSwitch);
      }
    }
  }

  #readPart(part: SyntaxNode | null, level: number, isInSwitch: boolean): void {
    if (part !== null) {
      this.read(part, level, { isFirst: false, isInSwitch });
    }
  }

  #readAll(nodes: readonly SyntaxNode[], level: number, isInSwitch: boolean): void {
    nodes.forEach((node, index) => {
      this.read(node, level, { isFirst: index === 0, isInSwitch });
    });
  }

  /** The name of a function or class that a statement declares. */
  #declaredUnit(node: SyntaxNode): string | undefined {
    const { namedChildren } = node;
    for (const child of [node, ...namedChildren, ...namedChildren.flatMap((inner) => inner.namedChildren)]) {
      const isUnit = functionTypes[this.#family].has(child.type) || classTypes[this.#family].has(child.type);
      const unit = isUnit ? asCodeUnit(child, this.#family) : undefined;
      if (unit !== undefined && unit.outer.startIndex === node.startIndex) {
        return unit.name;
      }
    }
    return undefined;
  }

  #add(kind: Step["kind"], text: string, { startPosition }: SyntaxNode, level: number): void {
    this.#steps.push({ kind, text: text.replace(/\s+/g, " ").trim(), line: startPosition.row + 1, level });
  }
}

/** What runs where the condition does not hold: `elif` and `else` clauses, or the statement itself in Java. */
function alternativesOf(node: SyntaxNode, consequence: SyntaxNode | null): readonly SyntaxNode[] {
  const clauses = node.namedChildren.filter(({ type }) => type === "elif_clause" || type === "else_clause");
  const plain = node.childForFieldName("alternative");
  const isPlain = plain !== null && clauses.length === 0 && plain.startIndex !== consequence?.startIndex;
  return isPlain ? [plain] : clauses;
}

function soleStatement(clause: SyntaxNode): SyntaxNode | undefined {
  const content = clause.namedChildren.filter((child) => !isComment(child));
  return content.length === 1 ? content[0] : undefined;
}

function isText(node: SyntaxNode): boolean {
  return node.type === "expression_statement" && node.namedChildren[0]?.type === "string";
}

/** Java's switch is an expression, also where it stands alone. */
function switchOf(node: SyntaxNode): SyntaxNode | undefined {
  const [only] = node.namedChildren;
  const isSwitch = node.type === "expression_statement" && only !== undefined && switchTypes.has(only.type);
  return isSwitch ? only : undefined;
}
