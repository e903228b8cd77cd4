import * as vscode from "vscode";
import { type Finding, followChange } from "./trackedFinding.ts";

/** Findings that are kept at most, over all files; the oldest files go first. */
const maxFindings = 1000;

interface FileFindings {
  readonly uri: vscode.Uri;
  findings: readonly Finding[];
  /** Text of each finding's lines, to tell whether a file was changed while it was closed. */
  lineTexts: readonly string[];
}

/** Shows findings as diagnostics, moves them with the text, and drops those whose lines change. */
export class FindingsCollection implements vscode.Disposable {
  readonly #diagnostics = vscode.languages.createDiagnosticCollection("flywheel");
  readonly #findingsByUri = new Map<string, FileFindings>();
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor() {
    this.#subscriptions = [
      this.#diagnostics,
      vscode.workspace.onDidChangeTextDocument((event) => this.#follow(event)),
      vscode.workspace.onDidOpenTextDocument((document) => this.#verify(document)),
      vscode.workspace.onDidDeleteFiles(({ files }) => files.forEach((uri) => this.#forgetBelow(uri))),
      vscode.workspace.onDidRenameFiles(({ files }) =>
        files.forEach(({ oldUri }) => this.#forgetBelow(oldUri)),
      ),
    ];
  }

  /** Puts `findings` in the place of those that lie inside `range`. */
  replace(document: vscode.TextDocument, range: vscode.Range, findings: readonly Finding[]): void {
    const key = document.uri.toString();
    const others = (this.#findingsByUri.get(key)?.findings ?? []).filter(
      (finding) => finding.range.intersection(range) === undefined,
    );
    // Set anew, so that the file counts as the newest.
    this.#findingsByUri.delete(key);
    this.#store(document, [...others, ...findings]);
    this.#shrink();
  }

  of(uri: vscode.Uri): readonly Finding[] {
    return this.#findingsByUri.get(uri.toString())?.findings ?? [];
  }

  /** The finding that a diagnostic shows, if it is one of ours. */
  findFor(uri: vscode.Uri, diagnostic: vscode.Diagnostic): Finding | undefined {
    return this.of(uri).find(
      (finding) => finding.message === diagnostic.message && finding.range.isEqual(diagnostic.range),
    );
  }

  /** Number of findings by request. */
  countsByRequest(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { findings } of this.#findingsByUri.values()) {
      for (const { rid } of findings) {
        counts.set(rid, (counts.get(rid) ?? 0) + 1);
      }
    }
    return counts;
  }

  clear(): void {
    this.#findingsByUri.clear();
    this.#diagnostics.clear();
  }

  dispose(): void {
    this.#findingsByUri.clear();
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const entry = this.#findingsByUri.get(document.uri.toString());
    if (entry === undefined || contentChanges.length === 0) {
      return;
    }
    // From the bottom up, so that no change moves the place of the next.
    const changes = [...contentChanges].sort((a, b) => b.rangeOffset - a.rangeOffset);
    const findings = entry.findings.flatMap((finding) => {
      let followed: Finding | undefined = finding;
      for (const change of changes) {
        followed = followed === undefined ? undefined : followChange(followed, change);
      }
      return followed ?? [];
    });
    this.#store(document, findings);
  }

  #verify(document: vscode.TextDocument): void {
    const entry = this.#findingsByUri.get(document.uri.toString());
    if (entry !== undefined) {
      this.#store(
        document,
        entry.findings.filter((finding, index) => linesOf(document, finding) === entry.lineTexts[index]),
      );
    }
  }

  #store(document: vscode.TextDocument, findings: readonly Finding[]): void {
    const { uri } = document;
    if (findings.length === 0) {
      this.#forget(uri);
      return;
    }
    const lineTexts = findings.map((finding) => linesOf(document, finding));
    const entry = this.#findingsByUri.get(uri.toString());
    if (entry === undefined) {
      this.#findingsByUri.set(uri.toString(), { uri, findings, lineTexts });
    } else {
      entry.findings = findings;
      entry.lineTexts = lineTexts;
    }
    this.#diagnostics.set(uri, findings.map(toDiagnostic));
  }

  /** The file's, or those of every file of the folder. */
  #forgetBelow(gone: vscode.Uri): void {
    const key = gone.toString();
    for (const [known, { uri }] of [...this.#findingsByUri]) {
      if (known === key || known.startsWith(`${key}/`)) {
        this.#forget(uri);
      }
    }
  }

  #forget(uri: vscode.Uri): void {
    this.#findingsByUri.delete(uri.toString());
    this.#diagnostics.delete(uri);
  }

  #shrink(): void {
    let total = 0;
    for (const { uri, findings } of [...this.#findingsByUri.values()].reverse()) {
      total += findings.length;
      if (total > maxFindings && total > findings.length) {
        this.#forget(uri);
      }
    }
  }
}

function linesOf(document: vscode.TextDocument, { range }: Finding): string {
  const last = Math.min(range.end.line, document.lineCount - 1);
  return document.getText(new vscode.Range(range.start.line, 0, last, document.lineAt(last).text.length));
}

function toDiagnostic(finding: Finding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(finding.range, finding.message, vscode.DiagnosticSeverity.Warning);
  diagnostic.source = finding.origin === "model" ? "Flywheel (model)" : "Flywheel (rule)";
  if (finding.rule !== undefined) {
    diagnostic.code = finding.rule;
  }
  return diagnostic;
}
