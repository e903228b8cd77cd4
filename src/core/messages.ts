/**
 * Text for people leaves core as an id with arguments. A feature keeps its ids and their English
 * beside its code (`<feature>/…Messages.ts`); the editor translates the English by `vscode.l10n`.
 */
export interface Message {
  readonly id: string;
  readonly args: readonly (string | number)[];
}

/** Id to English text with `{0}`-style holes. */
export type MessageTable = Readonly<Record<string, string>>;

/** Fills `{0}`, `{1}` … of `text`. A hole without an argument stays as it is. */
export function formatMessage(text: string, args: readonly (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (hole, index: string) => {
    const value = args[Number(index)];
    return value === undefined ? hole : String(value);
  });
}
