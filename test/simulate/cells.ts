import type { Cell } from "./agent.ts";

function cell(name: string, more: Partial<Cell>): Cell {
  return {
    name,
    effect: {},
    verbosity: 0,
    isWorthless: false,
    mislabelShare: 0,
    isSameAgent: false,
    ...more,
  };
}

function everywhere(tr: number): Cell["effect"] {
  return { design: tr, development: tr, testing: tr };
}

/** The published figures as true effects; a test of the mixing of phases, no goal. */
const mixed = { design: 0.5, development: 0.37, testing: 0.44 };

export const effects = [-0.2, 0, 0.1, 0.2, 0.4, 0.5] as const;

export const cells: readonly Cell[] = [
  ...effects.map((tr) => cell(`effect ${Math.round(100 * tr)}`, { effect: everywhere(tr) })),
  cell("worthless", { isWorthless: true }),
  cell("verbose", { verbosity: 0.3 }),
  cell("mixed", { effect: mixed }),
  cell("mislabelled", { effect: mixed, mislabelShare: 0.1 }),
  cell("same agent", { effect: everywhere(0.2), isSameAgent: true }),
];
