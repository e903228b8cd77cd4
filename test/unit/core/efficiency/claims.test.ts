import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { statisticsPageMessages } from "../../../../src/core/efficiency/pageMessages.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");
const part = JSON.parse(readFileSync(join(root, "l10n/parts/statistics.json"), "utf8")) as Record<
  string,
  string
>;
const english = Object.values(statisticsPageMessages) as readonly string[];
const chinese = english.map((text) => part[text] ?? "");

/** What is denied may name the word it denies. */
const denialsEnglish = /\b(?:no|not|nothing|nobody|never|without|cannot|is no|are no)\b/i;
const denialsChinese = /不|没有|无|并非|未/;

/** What must never be claimed, as words that claim it. */
const neverEnglish: readonly (readonly [RegExp, string])[] = [
  [/\bproductiv/i, "productivity"],
  [/\b(?:value|quality|headcount|performance)\b/i, "value, quality, headcount"],
  [/\b(?:acceptance rate|AI share|lines of code|LoC)\b/i, "activity sold as efficiency"],
  [
    /\b(?:causes?|caused|because of the assistant|thanks to|due to the assistant|made you faster)\b/i,
    "cause",
  ],
  [/\b(?:rank|leaderboard|colleague|other people|team member|better than)\b/i, "comparison of people"],
  [/\b(?:per year|a year|yearly|annual)\b/i, "projection"],
  [/\bbefore and after\b/i, "before and after"],
  [
    /\b(?:same as|equal to|matches|beats|better than) (?:the )?published\b/i,
    "equality with the published figures",
  ],
];
const neverChinese: readonly (readonly [RegExp, string])[] = [
  [/生产力|生产率|效能/, "productivity"],
  [/质量|价值|人头/, "value, quality, headcount"],
  [/采纳率|采用率|接受率|代码占比|代码行数/, "activity sold as efficiency"],
  [/导致|使你更快|归功于|得益于|因果/, "cause"],
  [/排名|排行榜|同事|优于他人/, "comparison of people"],
  [/每年|一年|年度/, "projection"],
  [/前后对比/, "before and after"],
  [/达到公布|超过公布|与公布值相同/, "equality with the published figures"],
];

describe("texts of the statistics page", () => {
  it("claim nothing that must not be claimed, in English", () => {
    for (const text of english) {
      for (const [pattern, claim] of neverEnglish) {
        assert.ok(!pattern.test(text) || denialsEnglish.test(text), `${claim}: ${text}`);
      }
    }
  });

  it("claim nothing that must not be claimed, in Chinese", () => {
    for (const [index, text] of chinese.entries()) {
      assert.notEqual(text, "", `no Chinese for: ${english[index] ?? ""}`);
      for (const [pattern, claim] of neverChinese) {
        assert.ok(!pattern.test(text) || denialsChinese.test(text), `${claim}: ${text}`);
      }
    }
  });

  it("say that a model is a model, and that nobody is to be judged by it", () => {
    const all = english.join("\n");
    assert.match(all, /not for evaluating anyone/);
    assert.match(statisticsPageMessages.effectNote, /model of your own log.*nothing about cause/);
    assert.match(statisticsPageMessages.effectReferences, /no goal.*cannot be compared/);
    assert.match(chinese.join("\n"), /不用于评价任何人/);
    assert.match(part[statisticsPageMessages.effectNote] ?? "", /不说明因果/);
  });

  it("would catch each claim", () => {
    const claims = [
      "You are 12% more productive",
      "High acceptance rate",
      "The gain was caused by it",
      "Better than published figures",
    ];
    for (const claim of claims) {
      assert.ok(neverEnglish.some(([pattern]) => pattern.test(claim)) && !denialsEnglish.test(claim), claim);
    }
    for (const claim of ["你的生产力提高了 12%", "采纳率很高", "助手导致了提升", "超过公布值"]) {
      assert.ok(neverChinese.some(([pattern]) => pattern.test(claim)) && !denialsChinese.test(claim), claim);
    }
  });
});
