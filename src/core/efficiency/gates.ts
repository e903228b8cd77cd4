export type Grade = "B" | "C" | "D";

/** One row of the validation on simulated developers. */
export interface GateVerdict {
  readonly id: string;
  /** Grades that may show a percentage only when this row passed. */
  readonly grades: readonly Grade[];
  readonly target: string;
  readonly figure: string;
  readonly isPassed: boolean;
}

/** What `npm run simulate` found, and for which formulas. */
export interface GateVerdicts {
  /** `formulaVersion` of the code that was simulated. */
  readonly formulaVersion: string;
  /** SHA-256 of the files that hold the formulas; a test compares it. */
  readonly sourceHash: string;
  readonly runsPerCell: number;
  readonly rows: readonly GateVerdict[];
}

/** True when every row of the grade passed with these very formulas. Without rows nothing has passed. */
export function mayShowPercentages(verdicts: GateVerdicts, grade: Grade, version: string): boolean {
  const rows = verdicts.rows.filter(({ grades }) => grades.includes(grade));
  return (
    grade !== "D" &&
    verdicts.formulaVersion === version &&
    rows.length > 0 &&
    rows.every(({ isPassed }) => isPassed)
  );
}
