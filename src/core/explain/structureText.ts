import type { CodeSpot, ControlFlow } from "../code/controlFlow.ts";
import type { Parameter } from "../code/parameters.ts";
import type { Message } from "../messages.ts";
import { lineTarget, linkLabel } from "../text/lineLink.ts";
import type { ClassMember } from "./classMembers.ts";
import { codeSpan } from "./codeSpan.ts";
import type { Step } from "./readSteps.ts";
import { lastName, type NamedLine, noReferences, type References } from "./references.ts";
import type {
  ClassFacts,
  FileFacts,
  FunctionFacts,
  StatementsFacts,
  StructureFacts,
} from "./structureFacts.ts";
import type { structureMessages } from "./structureMessages.ts";
import { writeSteps } from "./stepText.ts";

type Id = keyof typeof structureMessages;

/** Entries of one list that are spelled out; the rest is counted. */
const maxEntries = 12;
/** The same for the outline of a file. */
const maxOutlineEntries = 80;

/** The facts as Markdown lines, one message a line. */
export function writeStructure(facts: StructureFacts, references: References = noReferences): Message[] {
  if (facts.kind === "function") {
    return [...writeFunction(facts, references), ...writeCallers(references)];
  }
  if (facts.kind === "class") {
    return writeClass(facts);
  }
  return facts.kind === "file" ? writeFile(facts) : writeStatements(facts, references);
}

function line(id: Id, ...args: (string | number)[]): Message {
  return { id, args };
}

function section<T>(title: Id, entries: readonly T[], write: (entry: T) => Message): Message[] {
  if (entries.length === 0) {
    return [];
  }
  const lines = [line(title), ...entries.slice(0, maxEntries).map(write)];
  return entries.length > maxEntries ? [...lines, line("explain.more", entries.length - maxEntries)] : lines;
}

function counted(count: number, one: Id, many: Id): Message[] {
  return count === 0 ? [] : [count === 1 ? line(one) : line(many, count)];
}

/** A tag such as `@param` begins a line of its own, which Markdown would run together. */
function docLines(doc: readonly string[]): Message[] {
  return section("explain.doc", doc, (text) =>
    line("explain.quote", /^(?:[@\\]|:(?=\w+[ :]))\w/.test(text) ? `- ${text}` : text),
  );
}

function writeFunction(facts: FunctionFacts, references: References): Message[] {
  const head = [codeSpan(facts.name), facts.startLine, facts.endLine] as const;
  const opening = facts.isMethod
    ? facts.owner === undefined
      ? line("explain.method", ...head)
      : line("explain.methodOf", ...head, codeSpan(facts.owner))
    : line("explain.function", ...head);
  return [
    opening,
    ...(facts.isAsync ? [line("explain.async")] : []),
    ...(facts.isGenerator ? [line("explain.generator")] : []),
    ...counted(facts.flow.awaits, "explain.awaits.one", "explain.awaits"),
    ...(facts.decorators.length > 0
      ? [line("explain.decorators", facts.decorators.map(codeSpan).join(", "))]
      : []),
    ...docLines(facts.doc),
    ...(facts.parameters.length === 0
      ? [line("explain.parameters.none")]
      : section("explain.parameters", facts.parameters, writeParameter)),
    ...writeReturns(facts),
    ...writeFlow(facts, references, facts.declaredThrows),
    ...counted(facts.flow.innerFunctions, "explain.inner.one", "explain.inner"),
  ];
}

function writeParameter({ name, type, defaultText, kind, isOptional }: Parameter): Message {
  const named = codeSpan(name);
  if (kind === "rest" || kind === "keywords") {
    const [plain, typed]: [Id, Id] =
      kind === "rest"
        ? ["explain.parameter.rest", "explain.parameter.typeRest"]
        : ["explain.parameter.keywords", "explain.parameter.typeKeywords"];
    return type === undefined ? line(plain, named) : line(typed, named, codeSpan(type));
  }
  if (defaultText !== undefined) {
    return type === undefined
      ? line("explain.parameter.default", named, codeSpan(defaultText))
      : line("explain.parameter.typeDefault", named, codeSpan(type), codeSpan(defaultText));
  }
  if (isOptional) {
    return type === undefined
      ? line("explain.parameter.optional", named)
      : line("explain.parameter.typeOptional", named, codeSpan(type));
  }
  return type === undefined
    ? line("explain.parameter", named)
    : line("explain.parameter.type", named, codeSpan(type));
}

function writeReturns({ returnType, flow }: FunctionFacts): Message[] {
  const spots = section("explain.returns", flow.returns, (spot) =>
    spot.text === ""
      ? line("explain.returns.bare", spot.line)
      : line("explain.returns.value", codeSpan(spot.text), spot.line),
  ).slice(1);
  const declared = returnType === undefined ? [] : [line("explain.returns.type", codeSpan(returnType))];
  const none = flow.returns.length === 0 ? [line("explain.returns.none")] : [];
  return [line("explain.returns"), ...declared, ...spots, ...none];
}

interface FlowFacts {
  readonly flow: ControlFlow;
  readonly steps: readonly Step[];
}

function writeFlow({ flow, steps }: FlowFacts, references: References, declaredThrows?: string): Message[] {
  const isStraight = flow.branches.length === 0 && flow.loops.length === 0;
  return [
    ...section("explain.yields", flow.yields, writeSpot),
    ...(isStraight ? [line("explain.straight")] : writeSteps(steps)),
    ...(flow.depth > 1 ? [line("explain.depth", flow.depth)] : []),
    ...section("explain.calls", distinct(flow.calls), (spot) => writeCall(spot, references)),
    ...writeAssignments(flow),
    ...writeErrors(flow, declaredThrows),
  ];
}

function writeSpot(spot: CodeSpot): Message {
  return line("explain.spot", codeSpan(spot.text), spot.line);
}

function writeCall(spot: CodeSpot, { declarationByName }: References): Message {
  const declared = declarationByName.get(lastName(spot.text));
  return declared === undefined
    ? writeSpot(spot)
    : line("explain.call.declared", codeSpan(spot.text), spot.line, linkTo(declared));
}

function writeCallers({ callers }: References): Message[] {
  if (callers === undefined) {
    return [];
  }
  const { total, shown } = callers;
  if (total === 0) {
    return [line("explain.callers.none")];
  }
  const more = total - shown.length;
  return [
    total === 1 ? line("explain.callers.one") : line("explain.callers", total),
    ...shown.map((caller) => line("explain.caller", linkTo(caller), codeSpan(caller.text))),
    ...(more > 0 ? [line("explain.more", more)] : []),
  ];
}

function linkTo({ path, line: at }: NamedLine): string {
  return `[${linkLabel(path)}:${at}](${lineTarget(path, at)})`;
}

function writeAssignments(flow: ControlFlow): Message[] {
  const names = distinct(flow.assignedNames);
  const places = distinct(flow.assignedPlaces);
  if (names.length + places.length === 0) {
    return [];
  }
  const list = (spots: readonly CodeSpot[]): string => spots.map((spot) => codeSpan(spot.text)).join(", ");
  return [
    line("explain.assigned"),
    ...(names.length > 0 ? [line("explain.assigned.names", list(names))] : []),
    ...(places.length > 0 ? [line("explain.assigned.places", list(places))] : []),
  ];
}

function writeErrors({ throws, catches }: ControlFlow, declared: string | undefined): Message[] {
  const lines = [
    ...throws.map((spot) =>
      spot.text === ""
        ? line("explain.throws.again", spot.line)
        : line("explain.throws", codeSpan(spot.text), spot.line),
    ),
    ...catches.map((spot) =>
      /^(\.\.\.)?$/.test(spot.text)
        ? line("explain.catches.all", spot.line)
        : line("explain.catches", codeSpan(spot.text), spot.line),
    ),
    ...(declared === undefined ? [] : [line("explain.throws.declared", codeSpan(declared))]),
  ];
  return section("explain.errors", lines, (message) => message);
}

function writeClass(facts: ClassFacts): Message[] {
  const ofKind = (kind: ClassMember["kind"]): ClassMember[] =>
    facts.members.filter((member) => member.kind === kind);
  return [
    line("explain.class", codeSpan(facts.name), facts.startLine, facts.endLine),
    ...(facts.bases.length > 0 ? [line("explain.bases", facts.bases.map(codeSpan).join(", "))] : []),
    ...(facts.decorators.length > 0
      ? [line("explain.decorators", facts.decorators.map(codeSpan).join(", "))]
      : []),
    ...docLines(facts.doc),
    ...section("explain.fields", ofKind("field"), ({ name, line: at, more }) =>
      more === ""
        ? line("explain.field", codeSpan(name), at)
        : line("explain.field.type", codeSpan(name), at, codeSpan(more)),
    ),
    ...section("explain.methods", ofKind("method"), ({ name, line: at, more, summary }) =>
      summary === ""
        ? line("explain.methodEntry", codeSpan(`${name}(${more})`), at)
        : line("explain.methodEntry.doc", codeSpan(`${name}(${more})`), at, summary),
    ),
    ...section("explain.types", ofKind("class"), ({ name, line: at }) =>
      line("explain.spot", codeSpan(name), at),
    ),
    ...(facts.members.length === 0 ? [line("explain.members.none")] : []),
  ];
}

function writeFile(facts: FileFacts): Message[] {
  return [
    facts.lines === 1 ? line("explain.file.one") : line("explain.file", facts.lines),
    ...docLines(facts.doc),
    ...section("explain.imports", facts.imports, writeSpot),
    ...(facts.outline.length === 0 ? [line("explain.outline.none")] : [line("explain.outline")]),
    ...facts.outline.slice(0, maxOutlineEntries).map(({ name, kind, line: at, more, level, summary }) => {
      const shown = codeSpan(kind === "class" ? name : `${name}(${more})`);
      const indent = "  ".repeat(level);
      return summary === ""
        ? line("explain.outline.entry", indent, shown, at)
        : line("explain.outline.entry.doc", indent, shown, at, summary);
    }),
    ...(facts.outline.length > maxOutlineEntries
      ? [line("explain.more", facts.outline.length - maxOutlineEntries)]
      : []),
  ];
}

function writeStatements(facts: StatementsFacts, references: References): Message[] {
  return [
    line(
      facts.count > 1
        ? "explain.statements"
        : facts.startLine === facts.endLine
          ? "explain.statements.line"
          : "explain.statements.one",
      facts.count,
      facts.startLine,
      facts.endLine,
    ),
    ...(facts.owner === undefined
      ? []
      : [
          line(
            facts.count === 1 ? "explain.statements.owner.one" : "explain.statements.owner",
            codeSpan(facts.owner),
          ),
        ]),
    ...section("explain.returns", facts.flow.returns, (spot) =>
      spot.text === ""
        ? line("explain.returns.bare", spot.line)
        : line("explain.returns.value", codeSpan(spot.text), spot.line),
    ),
    ...writeFlow(facts, references),
    ...counted(facts.flow.innerFunctions, "explain.inner.one", "explain.inner"),
  ];
}

function distinct(spots: readonly CodeSpot[]): CodeSpot[] {
  const firstByText = new Map<string, CodeSpot>();
  for (const spot of spots) {
    if (spot.text !== "" && !firstByText.has(spot.text)) {
      firstByText.set(spot.text, spot);
    }
  }
  return [...firstByText.values()];
}
