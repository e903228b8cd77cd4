import type { OutboundChat, OutboundPart } from "../../egress/outbound.ts";
import { fenceCode } from "../../text/codeFences.ts";
import { formatMessage } from "../../messages.ts";
import { titleOfCase } from "../run/runResults.ts";
import { refusalMessages } from "../testingMessages.ts";
import type { TestProject } from "../testProject.ts";
import type { CaseVerdict } from "./verdicts.ts";

/** What went wrong with a test file for its own fault. */
export interface RepairAsk {
  readonly code: string;
  /** What the compiler or loader said; undefined where single tests failed. */
  readonly failure: string | undefined;
  readonly verdicts: readonly CaseVerdict[];
  /** 1 for the first repair. */
  readonly attempt: number;
}

const maxDetailsChars = 1500;

/**
 * The first request again, its answer, and the exact failure. The output of a run is text that the
 * project produced: it goes out as gathered text of the test file, under the gate's rules.
 */
export function buildRepairPrompt(first: OutboundChat, ask: RepairAsk, project: TestProject): OutboundChat {
  const source = { path: project.testPath, startLine: 1, endLine: ask.code.split("\n").length };
  const request: OutboundPart[] = [{ text: "The tests were put into the project and run. " }];
  if (ask.failure !== undefined) {
    request.push(
      { text: "They do not compile or cannot be loaded:\n" },
      { text: `${fenceCode(ask.failure, "text")}\n`, source },
    );
  }
  for (const verdict of ask.verdicts) {
    request.push(
      { text: `\nThe test \`${titleOfCase(verdict)}\` ${complaintAbout(verdict)}\n` },
      ...(verdict.details === ""
        ? []
        : [{ text: `${fenceCode(verdict.details.slice(0, maxDetailsChars), "text")}\n`, source }]),
    );
  }
  request.push({
    text: [
      "",
      "Correct the tests, not the code under test. Answer with the one complete test file again, in a single fenced code block and nothing else.",
      "Leave the other tests as they are. What a test expects of the code stays what the documentation promises: do not change an expected value to what the code happens to return.",
    ].join("\n"),
  });
  return {
    ...first,
    messages: [
      ...first.messages,
      { role: "assistant", parts: [{ text: fenceCode(ask.code, project.languageId), source }] },
      { role: "user", parts: request },
    ],
  };
}

function complaintAbout(verdict: CaseVerdict): string {
  switch (verdict.state) {
    case "refused":
      return `cannot be taken: ${formatMessage(refusalMessages[`testing.refused.${verdict.refusal ?? "noAssertion"}`], [])}`;
    case "notRun":
      return "was not run: the framework did not find it.";
    case "passed":
    case "contradicts":
    case "faulty":
    case "overLimit":
      return "fails for its own fault:";
  }
}
