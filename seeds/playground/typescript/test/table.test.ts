import { describe, expect, it } from 'vitest';

import { compareColumns, parseColumn } from '../src/columns.js';
import { formatTable } from '../src/table.js';
import { displayWidth, truncate } from '../src/width.js';

describe('displayWidth', () => {
  it('counts a Chinese character as two columns', () => {
    expect(displayWidth('飞轮 ok')).toBe(7);
  });
});

describe('truncate', () => {
  it('leaves room for the ellipsis', () => {
    expect(truncate('数量很多', 6)).toBe('数量…');
  });
});

describe('compareColumns', () => {
  it('puts columns of the same order by their titles', () => {
    const apples = parseColumn('1:Apples');
    const pears = parseColumn('1:Pears');
    expect(compareColumns(apples, pears)).toBeLessThan(0);
  });
});

describe('formatTable', () => {
  it('lines up the cells', () => {
    const columns = [parseColumn('1:Item'), parseColumn('2:Price:right')];
    const rows = [
      { Item: 'Bolt', Price: '15' },
      { Item: '螺母', Price: '9' },
    ];
    expect(formatTable(columns, rows).split('\n')).toEqual([
      'Item | Price',
      '-----+------',
      'Bolt |    15',
      '螺母 |     9',
    ]);
  });
});
