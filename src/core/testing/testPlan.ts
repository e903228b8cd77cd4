import type { Message } from "../messages.ts";

/** How a case ends, as far as syntax shows it. */
export type CaseOutcome =
  | { readonly kind: "raises"; readonly error: string }
  | { readonly kind: "returns"; readonly value: string }
  | { readonly kind: "open" };

/**
 * One test to write: a branch, a boundary, a loop's extremes, a failure inside, the ordinary way, what the
 * doc comment promises, or what a model suggests.
 */
export interface PlannedCase {
  readonly kind: "branch" | "boundary" | "loop" | "failure" | "ordinary" | "documented" | "suggested";
  /** What a person reads; condition and value stand in it as they are in the code. */
  readonly title: Message;
  readonly outcome: CaseOutcome;
}

/** How a test gets at the code. */
export type Reach = "free" | "static" | "instance" | "constructor" | "hidden";

/** A function or method to test, and the cases it needs. */
export interface PlannedUnit {
  readonly name: string;
  /** The class it belongs to, outer classes included by `.` or `::`. */
  readonly className: string | undefined;
  readonly reach: Reach;
  readonly isAsync: boolean;
  /** Names only, in order. */
  readonly parameters: readonly string[];
  /** Parameters of the constructor; undefined where none is written. */
  readonly constructorParameters: readonly string[] | undefined;
  /** JavaScript: how the file gives the name away. */
  readonly exportKind: "named" | "default" | "none";
  /** C++: the namespaces around it, joined by `::`. */
  readonly namespaceName: string;
  readonly cases: readonly PlannedCase[];
}

/** Where a case comes from. */
export type CaseOrigin = "code" | "documentation" | "model";

export function originOf({ kind }: PlannedCase): CaseOrigin {
  return kind === "documented" ? "documentation" : kind === "suggested" ? "model" : "code";
}

/** The cases that code and doc comments show; the user or a model may add to them. */
export interface TestPlan {
  readonly units: readonly PlannedUnit[];
}

export function countCases(plan: TestPlan): number {
  return plan.units.reduce((sum, unit) => sum + unit.cases.length, 0);
}
