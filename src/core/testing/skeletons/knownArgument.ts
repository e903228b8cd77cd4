import type { Message } from "../../messages.ts";

/** A condition of a case: as it stands in the code, and whether the case is the one in which it does not hold. */
interface CaseCondition {
  readonly text: string;
  readonly holds: boolean;
}

const comparison =
  /^(?<left>[^\s<>=!]+)\s*(?<operator>===|!==|==|!=|<=|>=|<|>)\s*(?<right>[^\s<>=!]+|"[^"]*"|'[^']*')$/;
const number = /^-?\d[\d_]*$/;
const literal = /^(?:-?\d[\d_]*(?:\.\d+)?|"[^"\\]*"|'[^'\\]*')$/;
const flipped: Readonly<Record<string, string>> = { "<": ">", ">": "<", "<=": ">=", ">=": "<=" };
const opposite: Readonly<Record<string, string>> = {
  "<": ">=",
  ">": "<=",
  "<=": ">",
  ">=": "<",
  "==": "!=",
  "===": "!==",
  "!=": "==",
  "!==": "===",
};

/**
 * What to pass for a parameter so that a case comes about, where its condition compares just that parameter with a
 * literal; undefined elsewhere. A parameter that was changed before the condition is not noticed.
 */
export function knownArgument(title: Message, parameter: string): string | undefined {
  const { id, args } = title;
  if (id.startsWith("testing.case.switchValue")) {
    const [subject, value] = args.map(String);
    return subject === parameter && value !== undefined && literal.test(value) ? value : undefined;
  }
  const condition = conditionOf(title);
  const groups = condition === undefined ? undefined : comparison.exec(condition.text)?.groups;
  const { left = "", operator = "", right = "" } = groups ?? {};
  const [name, value, seen] =
    left === parameter ? [left, right, operator] : [right, left, flipped[operator] ?? operator];
  if (condition === undefined || name !== parameter || !literal.test(value)) {
    return undefined;
  }
  return valueWhere(condition.holds ? seen : (opposite[seen] ?? ""), value);
}

function conditionOf({ id, args }: Message): CaseCondition | undefined {
  switch (id) {
    case "testing.case.when":
    case "testing.case.boundary":
      return { text: String(args[0] ?? ""), holds: true };
    case "testing.case.raises":
    case "testing.case.returns":
      return { text: String(args[1] ?? ""), holds: true };
    case "testing.case.otherwise":
      return { text: String(args[0] ?? ""), holds: false };
    case "testing.case.otherwiseRaises":
    case "testing.case.otherwiseReturns":
      return { text: String(args[1] ?? ""), holds: false };
    default:
      return undefined;
  }
}

/** The value itself, or the whole number beside it; nothing certain is unequal. */
function valueWhere(operator: string, value: string): string | undefined {
  if (/^(?:===?|<=|>=)$/.test(operator)) {
    return value;
  }
  if (!number.test(value) || !/^[<>]$/.test(operator)) {
    return undefined;
  }
  return String(Number(value.replaceAll("_", "")) + (operator === "<" ? -1 : 1));
}
