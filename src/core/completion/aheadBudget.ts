/** Shown suggestions for each request ahead, on a backend that costs money. */
const shownPerPaidRequest = 1 / 0.3;
const spare = 2;
/** After so many requests ahead, at least this share must have been of use. */
const minMade = 10;
const minUsedShare = 0.2;
/** Older experience fades: both counts are halved at this many requests. */
const remembered = 40;

/** How many requests "as if accepted" may be made for the suggestions that were shown. */
export class AheadBudget {
  #shown = 0;
  #made = 0;
  #used = 0;

  noteShown(): void {
    this.#shown += 1;
  }

  noteMade(): void {
    this.#made += 1;
    if (this.#made >= remembered) {
      this.#made /= 2;
      this.#used /= 2;
      this.#shown /= 2;
    }
  }

  noteUsed(): void {
    this.#used += 1;
  }

  isOpen(isFree: boolean): boolean {
    const isWorthIt = this.#made < minMade || this.#used >= this.#made * minUsedShare;
    const allowed = isFree ? this.#shown + spare : this.#shown / shownPerPaidRequest + 1;
    return isWorthIt && this.#made < allowed;
  }
}
