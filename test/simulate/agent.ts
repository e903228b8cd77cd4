/**
 * A simulated developer: what work there is, how long each piece takes without the assistant, and what the
 * assistant offers for it. Everything is drawn from one stream before anything is done, so the life without the
 * assistant is the same life. All times in seconds. Simulated; nothing here was measured.
 */
import type { Phase } from "../../src/core/efficiency/events.ts";
import { RandomStream } from "./randomStream.ts";

export interface Cell {
  readonly name: string;
  /** True time reduction per phase; a phase that is missing has none. */
  readonly effect: Partial<Record<Phase, number>>;
  /** AI text is this much longer than the user's own for the same. */
  readonly verbosity: number;
  /** Every suggestion is wrong, and looked at. */
  readonly isWorthless: boolean;
  /** Share of tasks whose files the rules put into another phase. */
  readonly mislabelShare: number;
  /** The same developer in every run, to learn how often an interval covers. */
  readonly isSameAgent: boolean;
}

export interface Offer {
  /** Accepted; the others are wrong for the user. */
  readonly isTaken: boolean;
  readonly isWithheld: boolean;
  readonly chars: number;
  readonly reviewSeconds: number;
  readonly isRejectedByKey: boolean;
  /** Characters of an accepted text that the user then replaces. */
  readonly reworkChars: number;
}

export interface Snippet {
  readonly phase: Phase;
  readonly lang: string;
  readonly path: string;
  readonly chars: number;
  readonly errorChars: number;
  readonly thinkSeconds: number;
  readonly typeSeconds: number;
  readonly offer: Offer | undefined;
}

export interface ChatTurn {
  readonly promptSeconds: number;
  readonly waitSeconds: number;
  readonly readSeconds: number;
}

export interface Task {
  readonly isOff: boolean;
  readonly snippets: readonly Snippet[];
  readonly chat: ChatTurn | undefined;
  /** Seconds away after the task; some breaks end before the idle cut-off. */
  readonly breakSeconds: number;
}

export interface Day {
  readonly tasks: readonly Task[];
}

export interface Life {
  readonly days: readonly Day[];
}

interface Traits {
  readonly charsPerSecond: Readonly<Record<string, number>>;
  readonly thinkMedian: number;
  readonly lookUpShare: number;
  readonly errorShare: number;
  readonly offerShare: number;
  readonly rightShare: number;
  readonly reviewBase: number;
  readonly reviewPerChar: number;
  readonly reworkShare: number;
  readonly trend: number;
  readonly withheldShare: number;
}

const daysALife = 26;
const secondsADay = 2700;

const filesOf: Readonly<Record<Phase, { readonly lang: string; readonly path: string }>> = {
  design: { lang: "markdown", path: "docs/plan.md" },
  development: { lang: "python", path: "src/shop/basket.py" },
  testing: { lang: "python", path: "tests/test_basket.py" },
  other: { lang: "json", path: ".vscode/settings.json" },
};

const phaseMix: readonly (readonly [Phase, number])[] = [
  ["development", 0.48],
  ["testing", 0.2],
  ["design", 0.17],
  ["other", 0.15],
];

function drawTraits(random: RandomStream, cell: Cell): Traits {
  const target = Math.max(0, ...Object.values(cell.effect));
  // A large true effect needs an assistant that is often there and often right.
  const isStrong = target >= 0.35;
  return {
    charsPerSecond: {
      python: random.logNormal(3.8, 0.2),
      markdown: random.logNormal(4.3, 0.2),
      json: random.logNormal(3.4, 0.2),
    },
    thinkMedian: random.uniform(4, 8),
    lookUpShare: random.uniform(0.05, 0.12),
    errorShare: random.uniform(0.04, 0.15),
    offerShare: isStrong ? random.uniform(0.95, 0.99) : random.uniform(0.75, 0.9),
    rightShare: isStrong ? random.uniform(0.9, 0.97) : random.uniform(0.45, 0.65),
    // More than the 10 to 20 % of a real hold-out, so that a life of 26 days has 300 pairs.
    withheldShare: isStrong ? 0.15 : 0.3,
    reviewBase: random.uniform(0.5, 1.2),
    reviewPerChar: random.uniform(0.008, 0.025),
    reworkShare: random.uniform(0.05, 0.2),
    trend: random.uniform(-0.004, 0.002),
  };
}

function drawOffer(
  random: RandomStream,
  cell: Cell,
  traits: Traits,
  chars: number,
  hasAssistant: boolean,
): Offer | undefined {
  const isThere = random.chance(traits.offerShare) && hasAssistant;
  const isRight = random.chance(traits.rightShare);
  const isWithheld = random.chance(traits.withheldShare);
  const isRejectedByKey = random.chance(0.4);
  const spread = random.logNormal(1, 0.35);
  const isReworked = random.chance(traits.reworkShare);
  const reworkPart = random.uniform(0.1, 0.5);
  if (!isThere) {
    return undefined;
  }
  const length = Math.max(2, Math.round(chars * (1 + cell.verbosity)));
  const isTaken = isRight && !cell.isWorthless;
  return {
    isTaken,
    isWithheld,
    chars: length,
    reviewSeconds: (traits.reviewBase + traits.reviewPerChar * length) * spread * (isTaken ? 1 : 0.7),
    isRejectedByKey,
    reworkChars: isTaken && isReworked ? Math.round(length * reworkPart) : 0,
  };
}

function drawSnippet(
  random: RandomStream,
  cell: Cell,
  traits: Traits,
  place: { phase: Phase; lang: string; path: string },
  pace: number,
): Snippet {
  const chars = Math.max(4, Math.round(random.logNormal(32, 0.5)));
  const speed = (traits.charsPerSecond[place.lang] ?? 4) * random.logNormal(1, 0.15);
  const errorChars = Math.round(chars * traits.errorShare * random.uniform(0, 2));
  const lookUp = random.chance(traits.lookUpShare) ? random.exponential(20) : 0;
  const think = random.logNormal(traits.thinkMedian, 0.6) * pace + lookUp;
  return {
    ...place,
    chars,
    errorChars,
    thinkSeconds: Math.max(2.2, think),
    typeSeconds: (chars + errorChars) / speed,
    // Settings and version control: the assistant offers nothing there.
    offer: drawOffer(random, cell, traits, chars, place.phase !== "other"),
  };
}

function drawTask(random: RandomStream, cell: Cell, traits: Traits, pace: number, isOff: boolean): Task {
  const phase = random.pick(phaseMix);
  const isMislabelled = random.chance(cell.mislabelShare);
  const wrong = random.pick(phaseMix.filter(([other]) => other !== phase));
  const { lang } = filesOf[phase];
  const place = { phase, lang, path: filesOf[isMislabelled ? wrong : phase].path };
  const count = Math.max(4, Math.round(random.logNormal(36, 0.4)));
  const snippets = Array.from({ length: count }, () => drawSnippet(random, cell, traits, place, pace));
  const chat = {
    promptSeconds: random.uniform(6, 20),
    waitSeconds: random.uniform(2, 9),
    readSeconds: random.uniform(8, 40),
  };
  const breakSeconds = random.chance(0.4) ? random.logNormal(150, 1) : random.uniform(5, 50);
  return { isOff, snippets, chat: random.chance(0.3) ? chat : undefined, breakSeconds };
}

function secondsOf(task: Task): number {
  return task.snippets.reduce((sum, { thinkSeconds, typeSeconds }) => sum + thinkSeconds + typeSeconds, 0);
}

/** Draws the work of one developer. */
export function drawLife(seed: number, cell: Cell): Life {
  const traits = drawTraits(new RandomStream(cell.isSameAgent ? 77 : seed), cell);
  const random = new RandomStream(seed * 7919 + 13);
  const days: Day[] = [];
  let mood = 0;
  for (let day = 0; day < daysALife; day += 1) {
    mood = 0.4 * mood + 0.12 * random.normal();
    const pace = Math.exp(mood + traits.trend * day);
    const tasks: Task[] = [];
    for (let seconds = 0; seconds < secondsADay;) {
      // One task every other day without the assistant, by the draw.
      const task = drawTask(random, cell, traits, pace, tasks.length === 0 && day % 2 === 0);
      tasks.push(task);
      seconds += secondsOf(task);
    }
    days.push({ tasks });
  }
  return { days };
}
