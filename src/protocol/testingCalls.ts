import type { EndReason } from "../core/ports.ts";
import type { Message } from "../core/messages.ts";
import type { CalleeRequest, ImportedNames } from "../core/testing/callees/readImports.ts";
import type { Signature } from "../core/testing/callees/readSignatures.ts";
import type { VettedCase } from "../core/testing/loop/vetTests.ts";
import type { TestCaseId } from "../core/testing/run/runResults.ts";
import type { TestPlan } from "../core/testing/testPlan.ts";
import type { TestProject } from "../core/testing/testProject.ts";

/** A range of a file's text; offsets are UTF-16 code units. */
export interface TestTargetParams {
  readonly languageId: string;
  readonly text: string;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** Test files: what to test, skeletons, reading a model's answer, adding to what is there. */
export interface TestingCalls {
  /** Empty for a language without a grammar. */
  "testing.plan": { params: TestTargetParams; result: TestPlan };
  /** What a range of code uses of other files; empty for a language without a grammar. */
  "testing.callees": { params: TestTargetParams; result: CalleeRequest };
  /** The wanted declarations of a file without their bodies, and imports that the missing ones come from. */
  "testing.signatures": {
    params: { languageId: string; text: string; wanted: readonly string[]; used: readonly string[] };
    result: { signatures: readonly Signature[]; passedOn: readonly ImportedNames[] };
  };
  /**
   * The offline backend's test file. `words` holds the text of the skeleton's messages by id, in the
   * language of answers. Rejects with `offlineCannot` where there is no grammar or no framework.
   */
  "testing.skeleton": {
    params: TestTargetParams & {
      project: TestProject;
      words: Readonly<Record<string, string>>;
      /** The cases that were chosen; null for all that the code and its documentation show. */
      plan: TestPlan | null;
    };
    result: { code: string; caseCount: number };
  };
  /** Rejects with `badReply`; its detail is the JSON of a message. */
  "testing.readReply": {
    params: { reply: string; endReason: EndReason; project: TestProject };
    result: { code: string; caseCount: number | null; notes: readonly Message[] };
  };
  /** Rejects with `badReply`; its detail is the JSON of a message. `cases` are the ones that are new. */
  "testing.merge": {
    params: { languageId: string; existing: string; added: string; path: string };
    result: {
      text: string;
      addedCases: number;
      renamed: readonly string[];
      cases: readonly TestCaseId[];
    };
  };
  /** The tests of a file and what speaks against each; `source` is the code under test. */
  "testing.vet": {
    params: { code: string; source: string; project: TestProject };
    result: readonly VettedCase[];
  };
  /** The file without the given tests; "" when none is left. */
  "testing.drop": {
    params: { code: string; languageId: string; ids: readonly TestCaseId[] };
    result: string;
  };
}
