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
      /** 0 to 1: less sure text is not returned. */
      minConfidence: number;
    };
    result: { text: string; confidence: number } | null;
  };
  /** Null where the syntax tree says nothing. */
  "completion.statementEnd": { params: StatementQuestion; result: StatementVerdict | null };
}
