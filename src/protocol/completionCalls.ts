import type { StatementQuestion, StatementVerdict } from "../core/completion/syntax/findStatementEnd.ts";

/** The local predictor, and the ends of statements for the cut of replies. */
export interface CompletionCalls {
  "completion.predict": {
    params: {
      path: string;
      languageId: string;
      /** Text before the cursor, at most the last 4,000 characters. */
      prefix: string;
      /** Text after the cursor, at most the next 1,000 characters. */
      suffix: string;
      /** 0 to 1: text that is right with less probability is not returned. */
      minConfidence: number;
      /** 0 to 1: of all texts that are at least so sure as a returned one, so many are right. */
      minShare: number;
    };
    result: { text: string; confidence: number; share: number } | null;
  };
  /** Null where the syntax tree says nothing. */
  "completion.statementEnd": { params: StatementQuestion; result: StatementVerdict | null };
}
