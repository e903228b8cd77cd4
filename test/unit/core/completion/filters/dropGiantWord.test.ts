import { dropGiantWord } from "../../../../../src/core/completion/filters/dropGiantWord.ts";
import { edges } from "./filterRows.ts";

const sentence = "先检查编码是否已知，再检查预留的数量是否足够；".repeat(30);
const kept = `${"x".repeat(500)} ${"y".repeat(500)}`;

describe("one endless word", () => {
  edges(dropGiantWord, [
    ["is dropped with all around it", "‸", `a + ${"x".repeat(501)}\nb`, ""],
    ["is longer than anyone would take unread", "‸", kept, kept],
    ["is no Chinese sentence, which has no blanks", "‸", sentence, sentence],
    ["is one behind a Chinese sentence, too", "‸", `${sentence}${"x".repeat(501)}`, ""],
  ]);
});
