import assert from "node:assert/strict";
import { detectTestProject } from "../../../../../src/core/testing/detectTestProject.ts";
import { findFormatter, findRunBase, onlineArgv } from "../../../../../src/core/testing/run/runBase.ts";
import { MemoryFileSource } from "../../../../fakes/memoryFileSource.ts";

const platform = { isWindows: false, rootPath: "/work" };

async function baseOf(
  files: Readonly<Record<string, string>>,
  source: string,
  languageId: string,
  isWindows = false,
): Promise<readonly [string, string, string] | undefined> {
  const memory = new MemoryFileSource({ [source]: "", ...files });
  const project = await detectTestProject(source, languageId, memory);
  const base = await findRunBase(project, memory, { ...platform, isWindows });
  return base === undefined ? undefined : [base.argv.join(" "), base.dir, base.copyDir];
}

const junit =
  "<dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId></dependency>";

describe("findRunBase", () => {
  it("takes the project's own Python, else the system's", async () => {
    const files = { "a/pyproject.toml": "[tool.pytest.ini_options]\n" };
    assert.deepEqual(await baseOf(files, "a/x.py", "python"), ["python3 -m pytest", "a", "a"]);
    assert.deepEqual(await baseOf({ ...files, ".venv/bin/python": "" }, "a/x.py", "python"), [
      "/work/.venv/bin/python -m pytest",
      "a",
      "a",
    ]);
    assert.equal((await baseOf(files, "a/x.py", "python", true))?.[0], "python -m pytest");
  });

  it("takes the Python that is chosen in the editor where the project has none of its own", async () => {
    const files = { "pytest.ini": "", "x.py": "" };
    const argvWith = async (more: Readonly<Record<string, string>>): Promise<string | undefined> => {
      const memory = new MemoryFileSource({ ...files, ...more });
      const project = await detectTestProject("x.py", "python", memory);
      const chosen = { ...platform, python: "/envs/shop/bin/python" };
      return (await findRunBase(project, memory, chosen))?.argv[0];
    };
    assert.equal(await argvWith({}), "/envs/shop/bin/python");
    assert.equal(await argvWith({ "venv/bin/python": "" }), "/work/venv/bin/python");
  });

  it("starts Maven and Gradle offline, by their wrappers and from the top of the build", async () => {
    const pom = {
      "pom.xml": "<project></project>",
      "a/pom.xml": `<project><parent><artifactId>p</artifactId></parent><dependencies>${junit}</dependencies></project>`,
    };
    const source = "a/src/main/java/X.java";
    assert.deepEqual(await baseOf(pom, source, "java"), ["mvn -o", "a", "a"]);
    assert.deepEqual(await baseOf({ "a/pom.xml": pom["a/pom.xml"], "a/mvnw": "" }, source, "java"), [
      "./mvnw -o",
      "a",
      "a",
    ]);
    const gradle = {
      "settings.gradle": "",
      gradlew: "",
      "a/build.gradle": "dependencies {\n  testImplementation 'junit:junit:4.13.2'\n}\n",
    };
    assert.deepEqual(await baseOf(gradle, source, "java"), ["./gradlew --offline --no-daemon", "", ""]);
  });

  it("starts script runners by Node itself, from where the package is installed, and copies the whole workspace", async () => {
    const files = {
      "package.json": '{ "workspaces": ["packages/*"] }',
      "packages/a/package.json": '{ "devDependencies": { "vitest": "3" } }',
      "node_modules/vitest/vitest.mjs": "",
    };
    assert.deepEqual(await baseOf(files, "packages/a/x.ts", "typescript"), [
      "node ../../node_modules/vitest/vitest.mjs",
      "packages/a",
      "",
    ]);
    const plain = {
      "package.json": '{ "scripts": { "test": "node --test" }, "devDependencies": { "tsx": "4" } }',
    };
    assert.deepEqual(await baseOf(plain, "x.ts", "typescript"), ["node --import tsx --test", "", ""]);
  });

  it("starts them with what the project's own test script needs to load files", async () => {
    const argvFor = async (script: string, packages: string): Promise<string | undefined> => {
      const manifest = { scripts: { test: script }, devDependencies: { [packages]: "1" } };
      return (await baseOf({ "package.json": JSON.stringify(manifest) }, "x.ts", "typescript"))?.[0];
    };
    assert.equal(
      await argvFor("NODE_OPTIONS=--experimental-vm-modules jest --coverage", "jest"),
      "node --experimental-vm-modules node_modules/jest/bin/jest.js",
    );
    assert.equal(
      await argvFor("mocha -r ts-node/register 'test/*.ts'", "mocha"),
      "node node_modules/mocha/bin/mocha.js -r ts-node/register",
    );
    assert.equal(
      await argvFor("node --import ./loader.js --test", "typescript"),
      "node --import ./loader.js --test",
    );
  });

  it("starts them where the configuration is that they follow, unless the package has a test script", async () => {
    const files = {
      "package.json": '{ "workspaces": ["packages/*"], "devDependencies": { "vitest": "3", "jest": "30" } }',
      "vitest.config.ts": "",
      "jest.config.js": "",
      "packages/a/package.json": '{ "devDependencies": { "vitest": "3" } }',
      "node_modules/vitest/vitest.mjs": "",
      "node_modules/jest/bin/jest.js": "",
    };
    const dirOf = async (more: Readonly<Record<string, string>>): Promise<string | undefined> =>
      (await baseOf({ ...files, ...more }, "packages/a/src/x.ts", "typescript"))?.slice(0, 2).join(" in ");
    assert.equal(await dirOf({}), "node node_modules/vitest/vitest.mjs in ");
    assert.equal(
      await dirOf({ "packages/a/vite.config.ts": "" }),
      "node ../../node_modules/vitest/vitest.mjs in packages/a",
    );
    const script = '{ "scripts": { "test": "vitest run" }, "devDependencies": { "vitest": "3" } }';
    assert.match((await dirOf({ "packages/a/package.json": script })) ?? "", /in packages\/a$/);
    const jest = '{ "devDependencies": { "jest": "30" } }';
    assert.equal(await dirOf({ "packages/a/package.json": jest }), "node node_modules/jest/bin/jest.js in ");
    const own = '{ "jest": { "preset": "x" }, "devDependencies": { "jest": "30" } }';
    assert.match((await dirOf({ "packages/a/package.json": own })) ?? "", /in packages\/a$/);
  });

  it("knows no way without a framework, and none for C++ without CMake", async () => {
    assert.equal(await baseOf({}, "x.py", "python"), undefined);
    assert.equal(await baseOf({ "x_test.cpp": "#include <gtest/gtest.h>" }, "x.cpp", "cpp"), undefined);
    const cmake = { "CMakeLists.txt": "project(x)\nfind_package(GTest)\n" };
    assert.deepEqual(await baseOf(cmake, "x.cpp", "cpp"), ["cmake", "", ""]);
  });
});

describe("onlineArgv", () => {
  it("lets build tools fetch what they lack, and changes nothing else", () => {
    assert.deepEqual(onlineArgv(["mvn", "-o"]), ["mvn"]);
    assert.deepEqual(onlineArgv(["gradle", "--offline", "--no-daemon"]), ["gradle", "--no-daemon"]);
    assert.deepEqual(onlineArgv(["python3", "-m", "pytest"]), ["python3", "-m", "pytest"]);
  });
});

describe("findFormatter", () => {
  it("finds the project's own: Black, Ruff, Prettier, clang-format; none where there is none", async () => {
    const tables: readonly (readonly [Record<string, string>, string, string, string | undefined])[] = [
      [{ "pyproject.toml": "[tool.pytest]\n[tool.black]\n" }, "x.py", "python", "py -m black -q"],
      [{ "pyproject.toml": "[tool.pytest]\n[tool.ruff]\n" }, "x.py", "python", "py -m ruff format -q"],
      [{ "pyproject.toml": "[tool.pytest]\n" }, "x.py", "python", undefined],
      [
        {
          "package.json": '{ "devDependencies": { "prettier": "3", "vitest": "3" } }',
          "node_modules/prettier/bin/prettier.cjs": "",
        },
        "x.ts",
        "typescript",
        "node node_modules/prettier/bin/prettier.cjs --write --log-level=error",
      ],
      [
        {
          "package.json": '{ "workspaces": ["a"], "devDependencies": { "prettier": "3" } }',
          "a/package.json": '{ "devDependencies": { "vitest": "3" } }',
          "node_modules/prettier/bin/prettier.cjs": "",
        },
        "a/x.ts",
        "typescript",
        "node node_modules/prettier/bin/prettier.cjs --write --log-level=error",
      ],
      [
        {
          "package.json": '{ "devDependencies": { "vitest": "3" } }',
          "biome.jsonc": "{}",
          "node_modules/@biomejs/biome/bin/biome": "",
        },
        "x.ts",
        "typescript",
        "node node_modules/@biomejs/biome/bin/biome format --write",
      ],
      [
        { "package.json": '{ "devDependencies": { "prettier": "3", "vitest": "3" } }' },
        "x.ts",
        "typescript",
        undefined,
      ],
      [{ "CMakeLists.txt": "project(x)\n", ".clang-format": "" }, "x.cpp", "cpp", "clang-format -i"],
    ];
    for (const [files, source, languageId, expected] of tables) {
      const memory = new MemoryFileSource({ [source]: "", ...files });
      const project = await detectTestProject(source, languageId, memory);
      const base = { argv: ["py"], dir: "", copyDir: "" };
      assert.equal((await findFormatter(project, memory, base))?.join(" "), expected);
    }
  });
});
