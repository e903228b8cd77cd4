import * as vscode from "vscode";

/** A replacement that was worked out for a finding. */
export interface FindingFix {
  readonly title: string;
  readonly edits: readonly { readonly range: vscode.Range; readonly newText: string }[];
}

/** A finding as the editor shows it. */
export interface Finding {
  readonly origin: "model" | "rule";
  /** Id of the rule; undefined for a model. */
  readonly rule: string | undefined;
  readonly range: vscode.Range;
  readonly message: string;
  readonly fix: FindingFix | undefined;
  /** The request that found it. */
  readonly rid: string;
}

/**
 * The finding after an edit of its document: moved when whole lines above it came or went, undefined when
 * its own lines changed. A fix that reaches beyond the finding is lost when its lines change.
 */
export function followChange(
  finding: Finding,
  change: Pick<vscode.TextDocumentContentChangeEvent, "range" | "text">,
): Finding | undefined {
  const range = followRange(finding.range, change);
  if (range === undefined) {
    return undefined;
  }
  const edits = finding.fix?.edits.map((edit) => ({ ...edit, range: followRange(edit.range, change) }));
  const kept = edits?.flatMap(({ range: place, newText }) =>
    place === undefined ? [] : [{ range: place, newText }],
  );
  const isFixWhole =
    finding.fix !== undefined && kept !== undefined && kept.length === finding.fix.edits.length;
  return {
    ...finding,
    range,
    fix: isFixWhole && finding.fix !== undefined ? { ...finding.fix, edits: kept } : undefined,
  };
}

function followRange(
  range: vscode.Range,
  { range: changed, text }: Pick<vscode.TextDocumentContentChangeEvent, "range" | "text">,
): vscode.Range | undefined {
  if (changed.start.line > range.end.line) {
    return range;
  }
  const added = text.split("\n").length - 1;
  const removed = changed.end.line - changed.start.line;
  const isAbove = changed.end.line < range.start.line;
  // Whole lines put in or taken out directly above leave the finding's own lines as they are.
  const endsAtItsStart = changed.end.line === range.start.line && changed.end.character === 0;
  const keepsLines = endsAtItsStart && (text === "" ? changed.start.character === 0 : text.endsWith("\n"));
  if (!isAbove && !keepsLines) {
    return undefined;
  }
  const delta = added - removed;
  return new vscode.Range(range.start.translate(delta), range.end.translate(delta));
}
