/** Text that a person took, for whoever measures how long it stays. */
export interface AcceptedRange {
  readonly rid: string;
  readonly uri: string;
  /** Where the text begins in the document, UTF-16 code units, after the acceptance. */
  readonly offset: number;
  readonly text: string;
  readonly languageId: string;
  readonly path: string;
}

/** Never throws, never blocks. */
export interface AcceptedText {
  didAccept(accepted: AcceptedRange): void;
}
