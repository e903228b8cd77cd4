import { cutDuplicatesOfBelow } from "../../../../../src/core/completion/filters/cutDuplicatesOfBelow.ts";
import { edges } from "./filterRows.ts";

const html = { languageId: "html" } as const;

describe("tags in cutDuplicatesOfBelow", () => {
  edges(cutDuplicatesOfBelow, [
    [
      "keeps the closer of a tag of its own",
      "<div>\n  ‸\n</div>",
      "<div>\n    a\n  </div>",
      "<div>\n    a\n  </div>",
      html,
    ],
    [
      "and cuts the one that is there",
      "<div>\n  ‸\n</div>",
      "<div>\n    a\n  </div>\n</div>",
      "<div>\n    a\n  </div>",
      html,
    ],
    [
      "of a tag with attributes, too",
      "<div>\n  ‸\n</div>",
      '<div class="a">\n    a\n  </div>\n</div>',
      '<div class="a">\n    a\n  </div>',
      html,
    ],
    ["of another tag's name no more", "<b>\n  ‸\n</b>", "<body>\n</b>", "<body>", html],
    [
      "nor of one that closes itself",
      "<Box>\n  ‸\n</Box>",
      "<Box a />\n</Box>",
      "<Box a />",
      { languageId: "typescriptreact" },
    ],
    ["nor of one that is closed again", "<b>\n  ‸\n</b>", "<b>a</b>\n</b>", "<b>a</b>", html],
    [
      "of one that holds another that closes itself",
      "<div>\n  ‸\n</div>",
      "<div>\n    <a/>\n  </div>\n</div>",
      "<div>\n    <a/>\n  </div>",
      html,
    ],
    ["of names with dots", "<a.b>\n  ‸\n</a.b>", "<a.b>\n  </a.b>\n</a.b>", "<a.b>\n  </a.b>", html],
    ["of fragments", "<>\n  ‸\n</>", "<>\n  </>\n</>", "<>\n  </>", { languageId: "typescriptreact" }],
    [
      "cuts a line that only begins with a closer",
      "<p>\n  ‸\n</p> and more of it",
      "<p>\n</p> and more of it",
      "<p>",
      html,
    ],
  ]);
});

describe("edges of cutDuplicatesOfBelow", () => {
  edges(cutDuplicatesOfBelow, [
    ["keeps all where nothing follows", "‸\n\n", "a();\n}", "a();\n}"],
    ["takes white space before the cursor for none", "  ‸\na();", "a();\nb();", ""],
    ["looks at the whole of the cursor's line", "a.‸\na.b();", "b();", ""],
    ["but keeps its end that is like the line below", "a = ‸\nb();", "b();", "b();"],
    ["keeps a break at the start", "a();‸\n}", "\n  b();\n}", "\n  b();"],
    ["one closer among others is no proof", "f(‸\n}\nb();", "\n  }\n  a();", "\n  }\n  a();"],
    ["a closer that ends the reply is", "f();\n‸\n}\nb();", "a();\n}", "a();"],
    ["keeps the closer behind the cursor for a head", "if (a) {‸}\n}", "\n  b();\n}", "\n  b();\n}"],
    ["of a call as well", "f(‸)\n)", "\n  b\n)", "\n  b\n)"],
    ["of a list as well", "f = [‸]\n]", "\n  b\n]", "\n  b\n]"],
    ["but not another one", "if (a) {‸)\n}", "\n  b();\n}", "\n  b();"],
    [
      "a head whose block goes on below is closed there",
      "if (a) {‸\n  c();\n}",
      "\n  b();\n}",
      "\n  b();\n}",
    ],
  ]);
});
