import type { SyntaxNode } from "../ports.ts";
import type { CodeFamily } from "./codeFamily.ts";
import { functionDeclaratorOf } from "./codeUnits.ts";
import { isComment } from "./walkTree.ts";

export interface Parameter {
  readonly name: string;
  readonly type?: string | undefined;
  /** Source text of the default value. */
  readonly defaultText?: string | undefined;
  /** `rest` takes all further arguments, `keywords` all further named ones. */
  readonly kind: "plain" | "rest" | "keywords";
  readonly isOptional: boolean;
}

const separatorTypes = new Set(["positional_separator", "keyword_separator", "attribute_item"]);

/** The parameters of a function node, in order; `self` and `cls` of Python methods are left out. */
export function readParameters(node: SyntaxNode, family: CodeFamily): Parameter[] {
  const list = parameterListOf(node, family);
  if (list === undefined) {
    return [];
  }
  // `x => x` and `x -> x` have a bare name instead of a list.
  const entries = list.type === "identifier" ? [list] : list.namedChildren;
  const parameters = entries
    .filter((entry) => !isComment(entry) && !separatorTypes.has(entry.type))
    .map(readerByFamily[family])
    .filter((parameter) => parameter.name !== "" && !(family === "cpp" && parameter.name === "void"));
  const isReceiver = family === "python" && /^(self|cls)$/.test(parameters[0]?.name ?? "");
  return isReceiver ? parameters.slice(1) : parameters;
}

function parameterListOf(node: SyntaxNode, family: CodeFamily): SyntaxNode | undefined {
  const direct = node.childForFieldName("parameters") ?? node.childForFieldName("parameter");
  if (direct !== null) {
    return direct;
  }
  if (family !== "cpp") {
    return undefined;
  }
  const declarator = functionDeclaratorOf(node) ?? node.childForFieldName("declarator");
  return declarator?.childForFieldName("parameters") ?? undefined;
}

/** The declared type of what a function returns, as written. */
export function returnTypeOf(node: SyntaxNode, family: CodeFamily): string | undefined {
  if (family === "python" || family === "javascript") {
    const type = node.childForFieldName("return_type")?.text;
    return type?.replace(/^:\s*/, "");
  }
  const trailing = functionDeclaratorOf(node)?.namedChildren.find(
    (child) => child.type === "trailing_return_type",
  );
  if (trailing !== undefined) {
    return trailing.text.replace(/^->\s*/, "");
  }
  const type = node.childForFieldName("type")?.text;
  const marks =
    family === "cpp" ? (node.childForFieldName("declarator")?.text.match(/^[*&]+/)?.[0] ?? "") : "";
  return type === undefined ? undefined : `${type}${marks}`;
}

const readerByFamily: Readonly<Record<CodeFamily, (entry: SyntaxNode) => Parameter>> = {
  python: readPython,
  java: readJava,
  javascript: readJavaScript,
  cpp: readCpp,
};

function readPython(entry: SyntaxNode): Parameter {
  const named =
    entry.childForFieldName("name") ?? (entry.type === "typed_parameter" ? entry.namedChildren[0] : entry);
  const name = named?.text ?? entry.text;
  const kind = name.startsWith("**") ? "keywords" : name.startsWith("*") ? "rest" : "plain";
  const defaultText = entry.childForFieldName("value")?.text;
  return {
    name,
    type: entry.childForFieldName("type")?.text,
    defaultText,
    kind,
    isOptional: defaultText !== undefined,
  };
}

function readJava(entry: SyntaxNode): Parameter {
  if (entry.type === "spread_parameter") {
    const name =
      entry.namedChildren.find((child) => child.type === "variable_declarator")?.text ?? entry.text;
    const type = entry.namedChildren.find(
      (child) => child.type !== "modifiers" && child.type !== "variable_declarator",
    );
    return { name, type: type === undefined ? undefined : `${type.text}...`, kind: "rest", isOptional: true };
  }
  const name =
    entry.childForFieldName("name")?.text ?? (entry.type === "receiver_parameter" ? "" : entry.text);
  return { name, type: entry.childForFieldName("type")?.text, kind: "plain", isOptional: false };
}

function readJavaScript(entry: SyntaxNode): Parameter {
  if (entry.type === "assignment_pattern") {
    const name = entry.childForFieldName("left")?.text ?? entry.text;
    return { name, defaultText: entry.childForFieldName("right")?.text, kind: "plain", isOptional: true };
  }
  const name = (entry.childForFieldName("pattern") ?? entry).text;
  const defaultText = entry.childForFieldName("value")?.text;
  return {
    name,
    type: entry.childForFieldName("type")?.text.replace(/^:\s*/, ""),
    defaultText,
    kind: name.startsWith("...") ? "rest" : "plain",
    isOptional: entry.type === "optional_parameter" || defaultText !== undefined,
  };
}

function readCpp(entry: SyntaxNode): Parameter {
  const declarator = entry.childForFieldName("declarator");
  let at = declarator;
  while (at !== null && !/^(identifier|abstract_.*)$/.test(at.type)) {
    at =
      at.childForFieldName("declarator") ??
      at.namedChildren.find((child) => /identifier|declarator/.test(child.type)) ??
      null;
  }
  const defaultText = entry.childForFieldName("default_value")?.text;
  const isVariadic = entry.type === "variadic_parameter_declaration" || entry.type === "variadic_parameter";
  const name = at?.type === "identifier" ? at.text : (entry.childForFieldName("type")?.text ?? entry.text);
  const end = at?.type === "identifier" ? at.startIndex : (defaultEnd(entry) ?? entry.endIndex);
  const type = entry.text
    .slice(0, end - entry.startIndex)
    .replace(/\s+/g, " ")
    .trim();
  return {
    name,
    type: type === "" || type === name ? undefined : type,
    defaultText,
    kind: isVariadic ? "rest" : "plain",
    isOptional: defaultText !== undefined,
  };
}

function defaultEnd(entry: SyntaxNode): number | undefined {
  return entry.children.find((child) => child.type === "=")?.startIndex;
}
