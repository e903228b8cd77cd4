import type { PageTextId, PageTexts } from "../../protocol/statisticsMessages.ts";

/** Numbers, times and texts in the language of the editor. */
export class Format {
  readonly #texts: PageTexts;
  readonly #whole: Intl.NumberFormat;
  readonly #compact: Intl.NumberFormat;
  readonly #tenth: Intl.NumberFormat;
  readonly #factor: Intl.NumberFormat;
  readonly #share: Intl.NumberFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #money: Intl.NumberFormat;
  readonly #moment: Intl.DateTimeFormat;
  readonly #longDay: Intl.DateTimeFormat;

  constructor(texts: PageTexts, locale: string) {
    this.#texts = texts;
    this.#whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
    this.#compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
    this.#tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    this.#factor = new Intl.NumberFormat(locale, {
      minimumSignificantDigits: 4,
      maximumSignificantDigits: 4,
    });
    this.#share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
    this.#day = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", timeZone: "UTC" });
    this.#money = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    this.#moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
    this.#longDay = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  }

  text(id: PageTextId, ...values: readonly (string | number)[]): string {
    return this.#texts[id].replace(/\{(\d+)\}/g, (hole, index: string) =>
      String(values[Number(index)] ?? hole),
    );
  }

  /** The title of a chart over time, with what a bar stands for. */
  byDays(id: PageTextId, isWeekly: boolean): string {
    return this.text(isWeekly ? "sumsOfWeeks" : "sumsOfDays", this.text(id));
  }

  /** The text of `<group>.<name>`, or the name itself where there is none, as for languages. */
  name(
    group: "phase" | "feature" | "state" | "origin" | "cost" | "ribbon" | "horizon",
    name: string,
  ): string {
    return this.#texts[`${group}.${name}` as PageTextId] ?? name;
  }

  whole(value: number): string {
    return this.#whole.format(value);
  }

  compact(value: number): string {
    return value < 10_000 ? this.whole(value) : this.#compact.format(value);
  }

  tenth(value: number): string {
    return this.#tenth.format(value);
  }

  /** A factor of an arithmetic, so exact that a reader who reckons it over comes to the same seconds. */
  factor(value: number): string {
    return this.#factor.format(value);
  }

  /** A share as percent with a true minus sign; a plus where `isSigned`. */
  share(value: number, isSigned = false): string {
    const size = this.#share.format(Math.abs(value));
    const isZero = Math.abs(value) < 0.0005;
    return (isZero ? "" : value < 0 ? "\u2212" : isSigned ? "+" : "") + size;
  }

  signedTenth(value: number): string {
    const isZero = Math.abs(value) < 0.05;
    return (isZero ? "" : value < 0 ? "\u2212" : "+") + this.tenth(Math.abs(value));
  }

  money(value: number): string {
    return this.#money.format(value);
  }

  moment(utcMs: number): string {
    return this.#moment.format(new Date(utcMs));
  }

  day(day: string): string {
    return this.#day.format(new Date(`${day}T00:00:00Z`));
  }

  longDay(day: string): string {
    return this.#longDay.format(new Date(`${day}T00:00:00Z`));
  }

  /** Seconds with a true minus sign; a plus where `isSigned`. Small amounts get one decimal. */
  seconds(value: number, isSigned = false): string {
    const size = Math.abs(value);
    const digits = size < 10 && size > 0 ? this.tenth(size) : this.whole(size);
    const isZero = size < 0.05;
    const sign = isZero ? "" : value < 0 ? "\u2212" : isSigned ? "+" : "";
    return sign + this.text("unit.seconds", isZero ? this.whole(0) : digits);
  }

  /** A duration with its sign, such as `+5 h 18 min`. */
  signedDuration(ms: number): string {
    return (ms < 0 ? "\u2212" : "+") + this.duration(Math.abs(ms));
  }

  /** `148 s`, `12 min`, `3 h 5 min`; seconds up to five minutes. */
  duration(ms: number): string {
    const seconds = ms / 1000;
    if (seconds < 300 && (seconds < 60 || seconds % 60 !== 0)) {
      return this.seconds(seconds);
    }
    const minutes = Math.round(seconds / 60);
    if (minutes < 60) {
      return this.text("unit.minutes", this.whole(minutes));
    }
    const rest = minutes % 60;
    const hours = this.whole(Math.floor(minutes / 60));
    return rest === 0 ? this.text("unit.hours", hours) : this.text("unit.hoursMinutes", hours, rest);
  }
}
