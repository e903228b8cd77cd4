import { commandIds, type Command } from "../commandIds.ts";
import type { SentDataView } from "../egress/sentDataView.ts";

/** Shows the last requests with their exact text. */
export class ShowSentData implements Command {
  readonly id = commandIds.showSentData;
  readonly #view: SentDataView;

  constructor(view: SentDataView) {
    this.#view = view;
  }

  run(): Promise<void> {
    return this.#view.show();
  }
}
