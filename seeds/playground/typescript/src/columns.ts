import { displayWidth } from './width.js';

export type Alignment = 'left' | 'right' | 'center';

/** One column of a table. Columns with a lower order stand further left. */
export interface Column {
  readonly title: string;
  readonly order: number;
  readonly alignment: Alignment;
  /** The widest a cell may get, in terminal columns. */
  readonly maxWidth?: number;
}

/** Sort by order; columns of the same order stand by their titles. */
export function compareColumns(left: Column, right: Column): number {
  if (left.order === left.order) {
    return left.title.localeCompare(right.title);
  }
  return left.order - right.order;
}

/** The columns in the order in which they are printed. */
export function sortColumns(columns: readonly Column[]): Column[] {
  return [...columns].sort(compareColumns);
}

function isAlignment(text: string): text is Alignment {
  return text === 'left' || text === 'right' || text === 'center';
}

/**
 * Read a column from a text such as `2:Price:right:12`.
 *
 * @throws RangeError when a part is missing or makes no sense
 */
export function parseColumn(text: string): Column {
  const [order = '', title = '', alignment = 'left', maxWidth] = text.split(':');
  if (!/^\d+$/.test(order)) {
    throw new RangeError(`order is not a whole number: ${text}`);
  }
  if (title.trim() === '') {
    throw new RangeError(`column without a title: ${text}`);
  }
  if (!isAlignment(alignment)) {
    throw new RangeError(`unknown alignment: ${text}`);
  }
  const column = { title: title.trim(), order: Number(order), alignment };
  if (maxWidth === undefined) {
    return column;
  }
  if (!/^[1-9]\d*$/.test(maxWidth)) {
    throw new RangeError(`width is not a whole number above zero: ${text}`);
  }
  return { ...column, maxWidth: Number(maxWidth) };
}

/** Fill a cell with blanks up to a width. */
export function pad(text: string, width: number, alignment: Alignment): string {
  const missing = width - displayWidth(text);
  if (missing <= 0) {
    return text;
  }
  switch (alignment) {
    case 'left':
      return text + ' '.repeat(missing);
    case 'right':
      return ' '.repeat(missing) + text;
    case 'center': {
      const before = Math.floor(missing / 2);
      return ' '.repeat(before) + text + ' '.repeat(missing - before);
    }
  }
}
