/** What the last line of a repository's `logs/HEAD` says happened. */
export type HeadMove = "commit" | "switch" | "other";

/**
 * `commit` for a commit on the same branch; `switch` for everything that may replace the text of files without
 * the user having edited it: checkout, reset, rebase, merge, pull, cherry-pick, revert, amend.
 */
export function lastHeadMove(headLog: string): HeadMove {
  const line = headLog.trimEnd().split("\n").at(-1) ?? "";
  const message = line.slice(line.indexOf("\t") + 1);
  if (/^commit(?: \((?:initial|merge)\))?:/.test(message)) {
    return message.startsWith("commit (merge)") ? "switch" : "commit";
  }
  return /^(?:checkout|reset|rebase|merge|pull|cherry-pick|revert|commit \(amend\)|am|clone|branch)/.test(
    message,
  )
    ? "switch"
    : "other";
}
