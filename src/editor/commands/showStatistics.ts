import { commandIds, type Command } from "../commandIds.ts";
import type { StatisticsPage } from "../statistics/statisticsPage.ts";

/** Opens the statistics page, or brings it to the front. */
export class ShowStatistics implements Command {
  readonly id = commandIds.showStatistics;
  readonly #page: StatisticsPage;

  constructor(page: StatisticsPage) {
    this.#page = page;
  }

  async run(): Promise<void> {
    this.#page.show();
  }
}
