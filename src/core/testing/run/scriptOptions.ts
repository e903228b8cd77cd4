/** What a project's own test script tells Node and its runner besides which files to run. */
export interface ScriptOptions {
  readonly node: readonly string[];
  readonly runner: readonly string[];
}

type ScriptRunner = "vitest" | "jest" | "mocha" | "node-test";

/** Options that change how files are loaded, with or without a value of their own. */
const nodeOptions: Readonly<Record<string, boolean>> = {
  ...{ "--import": true, "--require": true, "-r": true, "--loader": true, "--experimental-loader": true },
  ...{ "--conditions": true, "-C": true },
  ...{ "--experimental-vm-modules": false, "--experimental-strip-types": false },
  ...{ "--experimental-transform-types": false, "--enable-source-maps": false, "--no-warnings": false },
};

const runnerOptions: Readonly<Record<ScriptRunner, Readonly<Record<string, boolean>>>> = {
  vitest: { "--config": true, "-c": true, "--project": true, "--environment": true, "--globals": false },
  jest: { "--config": true, "-c": true, "--env": true, "--preset": true },
  mocha: {
    ...{ "--config": true, "--require": true, "-r": true, "--import": true, "--loader": true, "--ui": true },
    ...{ "--extension": true, "--extensions": true, "--package": true, "-u": true },
  },
  "node-test": {},
};

/**
 * The options of `script` that tests need to load: `NODE_OPTIONS`, those between `node` and the runner, and
 * the runner's configuration. Everything else, files and reporters among it, is left out.
 */
export function scriptOptionsOf(script: string, framework: ScriptRunner): ScriptOptions {
  const command = script
    .split(/&&|\|\||[;|]/)
    .map((part) => (part.match(/"[^"]*"|'[^']*'|[^\s"']+(?:"[^"]*"|'[^']*')?/g) ?? []).map(withoutQuotes))
    .find((words) => words.some((word) => startsRunner(word, framework)));
  if (command === undefined) {
    return { node: [], runner: [] };
  }
  const at = command.findIndex((word) => startsRunner(word, framework));
  const variables = command
    .slice(0, at)
    .flatMap((word) =>
      word.startsWith("NODE_OPTIONS=") ? word.slice(13).replace(/["']/g, "").split(/\s+/) : [],
    );
  const node = command.lastIndexOf("node", at);
  const isTsx = node < 0 && framework === "node-test" && command.slice(0, at).includes("tsx");
  return {
    node: [
      ...taken(variables, nodeOptions),
      ...taken(node < 0 ? [] : command.slice(node + 1, at), nodeOptions),
      ...(isTsx ? ["--import", "tsx"] : []),
    ],
    runner: taken(command.slice(at + 1), runnerOptions[framework]),
  };
}

function withoutQuotes(word: string): string {
  return word.replace(/^(["'])([^]*)\1$/, "$2");
}

function startsRunner(word: string, framework: ScriptRunner): boolean {
  return framework === "node-test"
    ? word === "--test"
    : word === framework || new RegExp(`(?:^|/)node_modules/(?:\\.bin/)?${framework}(?:/|$)`).test(word);
}

function taken(words: readonly string[], known: Readonly<Record<string, boolean>>): string[] {
  const found: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const [name = "", ...value] = word.split("=");
    const hasValue = Object.hasOwn(known, name) ? known[name] : undefined;
    if (hasValue === undefined) {
      continue;
    }
    const next = words[at + 1];
    if (!hasValue || value.length > 0) {
      found.push(word);
    } else if (next !== undefined) {
      found.push(word, next);
      at += 1;
    }
  }
  return found;
}
