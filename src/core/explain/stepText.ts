import type { Message } from "../messages.ts";
import { codeSpan } from "./codeSpan.ts";
import type { Step } from "./readSteps.ts";
import type { structureMessages } from "./structureMessages.ts";

type Id = keyof typeof structureMessages;

/** Steps that are spelled out; the rest is counted. */
const maxSteps = 40;

/** The message of a step with a text, and of one without where there is such a thing. */
const idsByKind: Readonly<Record<Step["kind"], readonly [withText: Id, bare?: Id]>> = {
  if: ["explain.step.if"],
  elseIf: ["explain.step.elseIf"],
  else: ["explain.step.else", "explain.step.else"],
  loop: ["explain.step.loop"],
  switch: ["explain.step.switch"],
  case: ["explain.step.case"],
  try: ["explain.step.tryWith", "explain.step.try"],
  catch: ["explain.step.catch", "explain.step.catchAll"],
  finally: ["explain.step.finally", "explain.step.finally"],
  within: ["explain.step.within"],
  return: ["explain.step.return", "explain.step.returnBare"],
  throw: ["explain.step.throw", "explain.step.throwAgain"],
  break: ["explain.step.break", "explain.step.break"],
  continue: ["explain.step.continue", "explain.step.continue"],
  inner: ["explain.step.inner"],
  do: ["explain.step.do"],
};

/** The statements in order, as a nested list. */
export function writeSteps(steps: readonly Step[]): Message[] {
  const shown = steps.slice(0, maxSteps);
  const left = steps.length - shown.length;
  return [
    { id: "explain.steps", args: [] },
    ...shown.map(writeStep),
    ...(left > 0 ? [{ id: "explain.more", args: [left] }] : []),
  ];
}

function writeStep({ kind, text, line, level }: Step): Message {
  const [withText, bare] = idsByKind[kind];
  const indent = "  ".repeat(level);
  return text === "" && bare !== undefined
    ? { id: bare, args: [indent, line] }
    : { id: withText, args: [indent, codeSpan(text), line] };
}
