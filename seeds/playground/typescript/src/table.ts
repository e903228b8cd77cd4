import { type Column, pad, sortColumns } from './columns.js';
import { displayWidth, truncate } from './width.js';

/** One row: a cell for each column title; a missing cell stays empty. */
export type Row = Readonly<Record<string, string>>;

/** The text of one cell, cut to what its column allows. */
function cellText(row: Row, column: Column): string {
  const text = row[column.title] ?? '';
  if (column.maxWidth === undefined) {
    return text;
  }
  return truncate(text, column.maxWidth);
}

/** The width of a column: that of its widest cell, or of its title. */
export function columnWidth(column: Column, rows: readonly Row[]): number {
  let width = displayWidth(column.title);
  for (const row of rows) {
    width = Math.max(width, displayWidth(cellText(row, column)));
  }
  return width;
}

/**
 * Draw a table as lines of text: titles, a rule, and a line for each row.
 *
 * @throws RangeError when there are no columns
 */
export function formatTable(columns: readonly Column[], rows: readonly Row[]): string {
  if (columns.length === 0) {
    throw new RangeError('a table needs at least one column');
  }
  const sorted = sortColumns(columns);
  const widths = sorted.map((column) => columnWidth(column, rows));
  const lines: string[] = [];
  lines.push(joinCells(sorted.map((column, i) => pad(column.title, widths[i] ?? 0, column.alignment))));
  lines.push(widths.map((width) => '-'.repeat(width)).join('-+-'));
  for (const row of rows) {
    const cells = sorted.map((column, i) => pad(cellText(row, column), widths[i] ?? 0, column.alignment));
    lines.push(joinCells(cells));
  }
  return lines.join('\n');
}

function joinCells(cells: readonly string[]): string {
  return cells.join(' | ').trimEnd();
}
