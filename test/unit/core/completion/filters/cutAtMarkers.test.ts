import { cutAtMarkers } from "../../../../../src/core/completion/filters/cutAtMarkers.ts";
import { edges, streaming } from "./filterRows.ts";

describe("tags around an answer", () => {
  edges(cutAtMarkers, [
    ["go with what stands behind them", "‸", "<code>\na();\n</code>\nmore", "a();\n"],
    ["go on one line", "‸", "<answer>a();</answer>", "a();"],
    ["go before the closing one has come", "‸", "<output>\na();\nb", "a();\nb", streaming],
    ["stay in a language of tags", "‸", "<code>a</code>", "<code>a</code>", { languageId: "html" }],
    ["stay in a fill-in model's text", "‸", "<code>a</code>", "<code>a</code>", { isChat: false }],
    ["stay behind other text", "‸", "a<code>b</code>", "a<code>b</code>"],
    ["another tag closes nothing", "‸", "<code>a</b></code>", "a</b>"],
  ]);
});
