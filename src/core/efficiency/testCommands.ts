/** Command lines that run tests, by the usual names of their runners; a wrapper before them is allowed. */
const testCommands = [
  /^(?:python3? -m )?(?:pytest|unittest|nose2|tox|nox)\b/,
  /^(?:npm|pnpm|yarn|bun)(?: run)?(?: -\S+)* (?:t|tst|test)(?::\S+)?(?:\s|$)/,
  /^(?:npx |pnpm exec |yarn |bunx )?(?:jest|vitest|mocha|ava|cypress run|playwright test|karma start)\b/,
  /^node(?: -\S+)* --test\b/,
  /^(?:\.\/)?(?:mvn|mvnw)\b.*\s(?:test|verify)\b/,
  /^(?:\.\/)?gradlew?\b.*\s(?:\S*:)?(?:test|check)\b/,
  /^(?:cargo (?:test|nextest)|go test|dotnet test|swift test|mix test|deno test|ctest|gotestsum)\b/,
  /^(?:bundle exec )?(?:rspec|rake test|rake spec)\b/,
  /^(?:\S*\/)?phpunit\b/,
  /^(?:make|just) (?:test|check)\b/,
];

/**
 * True where a command line of a terminal runs tests: one command, or the last of a chain with `&&` or `;`, after
 * settings of variables such as `CI=1`. A guess by name; the line itself is never stored.
 */
export function isTestCommand(commandLine: string): boolean {
  const last = commandLine.split(/&&|;/).at(-1)?.trim() ?? "";
  const bare = last.replace(/^(?:\w+=\S*\s+)*(?:(?:time|sudo|env|uv run|poetry run|pipenv run)\s+)?/, "");
  return testCommands.some((pattern) => pattern.test(bare));
}
