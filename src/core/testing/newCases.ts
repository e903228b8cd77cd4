import type { CodeParser } from "../ports.ts";
import { sameCase, type TestCaseId } from "./run/runResults.ts";
import { withTestFile } from "./testFile.ts";

/** The tests of `text` that `existing` does not have, by suite and name. */
export async function newCases(
  languageId: string,
  existing: string,
  text: string,
  parser: CodeParser,
): Promise<TestCaseId[]> {
  const before = await casesOf(languageId, existing, parser);
  const after = await casesOf(languageId, text, parser);
  return after.filter((test) => !before.some((known) => sameCase(known, test)));
}

async function casesOf(languageId: string, text: string, parser: CodeParser): Promise<TestCaseId[]> {
  const found = await withTestFile(languageId, text, parser, ({ cases }) =>
    cases.map(({ container, name }) => ({ container, name })),
  );
  return found ?? [];
}
