import assert from "node:assert/strict";
import { detectTestProject } from "../../../../../src/core/testing/detectTestProject.ts";
import {
  frameworksToOffer,
  planTestSetUp,
  type SetUpRefusal,
  type TestSetUp,
} from "../../../../../src/core/testing/setUp/testSetUp.ts";
import type { TestFramework } from "../../../../../src/core/testing/testProject.ts";
import { MemoryFileSource } from "../../../../fakes/memoryFileSource.ts";

type Files = Readonly<Record<string, string>>;

async function plan(
  files: Files,
  source: string,
  languageId: string,
  framework: TestFramework,
  installedCatch?: 2 | 3,
): Promise<TestSetUp | SetUpRefusal> {
  const memory = new MemoryFileSource(files);
  const project = await detectTestProject(source, languageId, memory, { framework });
  return planTestSetUp({
    project,
    framework,
    files: memory,
    platform: { isWindows: false, rootPath: "/work" },
    installedCatch,
  });
}

/** What is set up, and that the project is then detected by what was added. */
async function setUp(
  files: Files,
  source: string,
  languageId: string,
  framework: TestFramework,
  installedCatch?: 2 | 3,
): Promise<TestSetUp & { readonly after: Files }> {
  const before = await detectTestProject(source, languageId, new MemoryFileSource(files));
  assert.equal(before.framework, null, "the fixture has no tests");
  const planned = await plan(files, source, languageId, framework, installedCatch);
  assert.ok("edits" in planned, JSON.stringify(planned));
  const after = { ...files, ...Object.fromEntries(planned.edits.map(({ path, text }) => [path, text])) };
  for (const { path, before: text } of planned.edits) {
    assert.equal(text, files[path], "each change is shown against what the file holds");
  }
  const again = await detectTestProject(source, languageId, new MemoryFileSource(after));
  if (planned.edits.length > 0) {
    assert.equal(again.framework, framework, "what was added is what is detected");
    const twice = await plan(after, source, languageId, framework);
    assert.ok(
      !("edits" in twice) || twice.edits.length === 0 || languageId === "cpp",
      "nothing is added twice",
    );
  }
  return { ...planned, after };
}

describe("planTestSetUp: JavaScript and TypeScript", () => {
  const manifest =
    '{\n  "name": "a",\n  "files": ["dist", "src"],\n  "devDependencies": {\n    "typescript": "5.9.2",\n    "vite": "^7.0.0"\n  }\n}\n';

  it("adds Vitest where Vite is, one dependency and one script, and keeps the text's layout", async () => {
    const { after, install, edits } = await setUp(
      { "package.json": manifest, "src/a.ts": "export const a = 1;\n" },
      "src/a.ts",
      "typescript",
      "vitest",
    );
    assert.equal(
      after["package.json"],
      '{\n  "name": "a",\n  "files": ["dist", "src"],\n  "devDependencies": {\n    "typescript": "5.9.2",\n    "vite": "^7.0.0",\n    "vitest": "^3.2.4"\n  },\n  "scripts": {\n    "test": "vitest run"\n  }\n}\n',
    );
    assert.equal(edits.length, 1);
    assert.deepEqual(install, { command: ["npm", "install"], dir: "" });
  });

  it("offers Vitest first where Vite is, else what needs no dependency", async () => {
    for (const [text, first] of [
      [manifest, "vitest"],
      ['{ "name": "a" }', "node-test"],
    ] as const) {
      const files = new MemoryFileSource({ "package.json": text, "a.ts": "" });
      assert.equal(frameworksToOffer(await detectTestProject("a.ts", "typescript", files))[0], first);
    }
  });

  it("adds only a script for node:test, in the place of npm's placeholder", async () => {
    const { after, install } = await setUp(
      {
        "package.json":
          '{\r\n\t"scripts": {\r\n\t\t"test": "echo \\"Error: no test specified\\" && exit 1"\r\n\t}\r\n}\r\n',
        "a.js": "",
      },
      "a.js",
      "javascript",
      "node-test",
    );
    assert.equal(after["package.json"], '{\r\n\t"scripts": {\r\n\t\t"test": "node --test"\r\n\t}\r\n}\r\n');
    assert.equal(install, null);
  });

  it("leaves a script of the user's own, and asks for nothing without a manifest", async () => {
    const own = await setUp(
      { "package.json": '{ "scripts": { "test": "make check" } }', "a.js": "" },
      "a.js",
      "javascript",
      "jest",
    );
    assert.equal(
      own.after["package.json"],
      '{ "scripts": { "test": "make check" }, "devDependencies": {\n    "jest": "^30.5.2"\n  } }',
    );
    const bare = await plan({ "a.js": "" }, "a.js", "javascript", "node-test");
    assert.ok("edits" in bare && bare.edits.length === 0);
    const refused = await plan({ "a.js": "" }, "a.js", "javascript", "vitest");
    assert.equal("refusal" in refused && refused.refusal.id, "testing.setUp.noBuild");
  });

  it("refuses a manifest that it cannot read", async () => {
    const refused = await plan({ "package.json": '{ "a": ', "a.js": "" }, "a.js", "javascript", "node-test");
    assert.equal("refusal" in refused && refused.refusal.id, "testing.setUp.unreadable");
  });

  it("adds to the nearest package of a workspace and installs at its top", async () => {
    const { edits, install } = await setUp(
      {
        "package.json": '{ "workspaces": ["packages/*"] }',
        "pnpm-lock.yaml": "",
        "pnpm-workspace.yaml": "",
        "packages/a/package.json": '{\n    "name": "a"\n}',
        "packages/a/src/a.ts": "",
      },
      "packages/a/src/a.ts",
      "typescript",
      "mocha",
    );
    assert.deepEqual(
      edits.map(({ path }) => path),
      ["packages/a/package.json", "packages/a/.mocharc.json"],
    );
    assert.match(edits[0]?.text ?? "", /\n {8}"@types\/mocha": [^\n]+\n {8}"mocha": [^\n]+\n {8}"tsx": /);
    assert.deepEqual(install, { command: ["pnpm", "install"], dir: "" });
  });

  it("has Jest read TypeScript", async () => {
    const { after } = await setUp(
      { "package.json": '{\n  "name": "a"\n}\n', "a.ts": "" },
      "a.ts",
      "typescript",
      "jest",
    );
    const { devDependencies, jest } = JSON.parse(after["package.json"] ?? "") as Record<string, object>;
    assert.deepEqual(Object.keys(devDependencies ?? {}), ["@types/jest", "jest", "ts-jest"]);
    assert.deepEqual(jest, { preset: "ts-jest" });
  });
});

describe("planTestSetUp: Python", () => {
  const python = async (files: Files, source = "shop/a.py"): ReturnType<typeof setUp> =>
    setUp({ [source]: "", ...files }, source, "python", "pytest");

  it("makes a requirements file where there is nothing, and needs none for unittest", async () => {
    const { after, install } = await python({});
    assert.equal(after["requirements-dev.txt"], "pytest\n");
    assert.deepEqual(install?.command, ["python3", "-m", "pip", "install", "-r", "requirements-dev.txt"]);
    const bare = await setUp({ "a.py": "" }, "a.py", "python", "unittest");
    assert.deepEqual([bare.edits, bare.install], [[], null]);
  });

  it("adds a line to the list of development requirements, with the project's own Python", async () => {
    const { after, install } = await python({
      "requirements.txt": "requests\n",
      "requirements-dev.txt": "black",
      ".venv/bin/python": "",
    });
    assert.equal(after["requirements-dev.txt"], "black\npytest\n");
    assert.equal(install?.command[0], "/work/.venv/bin/python");
  });

  it("adds to Poetry's group, to a dependency group, to an extra, to a Pipfile", async () => {
    const tables: readonly (readonly [string, string, string, string])[] = [
      [
        "pyproject.toml",
        '[tool.poetry]\nname = "a"\n\n[tool.poetry.dependencies]\npython = "^3.9"\n',
        '[tool.poetry]\nname = "a"\n\n[tool.poetry.dependencies]\npython = "^3.9"\n\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n',
        "poetry install",
      ],
      [
        "pyproject.toml",
        '[project]\nname = "a"\n\n[dependency-groups]\ndev = [\n    "black",\n]\n\n[tool.black]\n',
        '[project]\nname = "a"\n\n[dependency-groups]\ndev = [\n    "black",\n    "pytest",\n]\n\n[tool.black]\n',
        "python3 -m pip install --group dev",
      ],
      [
        "pyproject.toml",
        '[project]\nname = "a"\n[project.optional-dependencies]\ntest = ["tox"]\n',
        '[project]\nname = "a"\n[project.optional-dependencies]\ntest = ["tox", "pytest"]\n',
        "python3 -m pip install -e .[test]",
      ],
      [
        "pyproject.toml",
        '[project]\nname = "a"\n',
        '[project]\nname = "a"\n\n[dependency-groups]\ndev = ["pytest"]\n',
        "python3 -m pip install --group dev",
      ],
      [
        "Pipfile",
        '[packages]\nrequests = "*"\n\n[dev-packages]\n\n[requires]\npython_version = "3.12"\n',
        '[packages]\nrequests = "*"\n\n[dev-packages]\npytest = "*"\n\n[requires]\npython_version = "3.12"\n',
        "pipenv install --dev",
      ],
    ];
    for (const [path, before, text, command] of tables) {
      const { after, install } = await python({ [path]: before });
      assert.equal(after[path], text);
      assert.equal(install?.command.join(" "), command);
    }
  });

  it("uses uv where its lock file lies", async () => {
    const { install } = await python({
      "pyproject.toml": '[project]\nname = "a"\n',
      "uv.lock": "version = 1\n",
    });
    assert.deepEqual(install?.command, ["uv", "sync"]);
  });

  it("has pytest find sources below src, unless it is configured", async () => {
    const { edits } = await python({ "requirements.txt": "" }, "src/shop/a.py");
    assert.deepEqual(
      edits.map(({ path, text }) => [path, text]),
      [
        ["requirements-dev.txt", "pytest\n"],
        ["pytest.ini", "[pytest]\npythonpath = src\n"],
      ],
    );
    const inOne = await python({ "pyproject.toml": '[project]\nname = "a"\n' }, "src/shop/a.py");
    assert.equal(inOne.edits.length, 1, "one undo step a file");
    assert.match(
      inOne.after["pyproject.toml"] ?? "",
      /\n\[tool\.pytest\.ini_options\]\npythonpath = \["src"\]\n$/,
    );
  });
});

const module = `<project>
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>g</groupId>
    <artifactId>parent</artifactId>
    <version>1</version>
  </parent>
  <artifactId>a</artifactId>
  <build>
    <plugins>
      <plugin>
        <artifactId>maven-jar-plugin</artifactId>
        <dependencies>
          <dependency><artifactId>x</artifactId></dependency>
        </dependencies>
      </plugin>
    </plugins>
  </build>
</project>
`;

describe("planTestSetUp: Java", () => {
  const source = "a/src/main/java/g/A.java";
  const code = "package g;\nclass A {}\n";

  it("adds JUnit 5 and Surefire to the module's POM, at their places", async () => {
    const { after, edits, install, notes } = await setUp(
      { "pom.xml": "<project>\n</project>\n", "a/pom.xml": module, [source]: code },
      source,
      "java",
      "junit5",
    );
    assert.equal(edits.length, 1);
    assert.equal(
      after["a/pom.xml"],
      module
        .replace(
          "    </plugins>",
          "      <plugin>\n        <groupId>org.apache.maven.plugins</groupId>\n        <artifactId>maven-surefire-plugin</artifactId>\n        <version>3.5.4</version>\n      </plugin>\n    </plugins>",
        )
        .replace(
          "</project>",
          "  <dependencies>\n    <dependency>\n      <groupId>org.junit.jupiter</groupId>\n      <artifactId>junit-jupiter</artifactId>\n      <version>5.13.4</version>\n      <scope>test</scope>\n    </dependency>\n  </dependencies>\n</project>",
        ),
    );
    assert.equal(install, null);
    assert.deepEqual(
      notes.map(({ id }) => id),
      ["testing.setUp.fetchedByRun"],
    );
  });

  it("leaves the version to the parent that manages it, and Surefire where it is configured", async () => {
    const parent =
      "<project><dependencyManagement><dependencies><dependency><groupId>org.junit</groupId><artifactId>junit-bom</artifactId></dependency></dependencies></dependencyManagement><build><pluginManagement><plugins><plugin><artifactId>maven-surefire-plugin</artifactId><version>3.2.5</version></plugin></plugins></pluginManagement></build></project>";
    const { after } = await setUp(
      { "pom.xml": parent, "a/pom.xml": module, [source]: code },
      source,
      "java",
      "junit5",
    );
    assert.doesNotMatch(after["a/pom.xml"] ?? "", /5\.13\.4|surefire/);
    assert.match(after["a/pom.xml"] ?? "", /<artifactId>junit-jupiter<\/artifactId>\n {6}<scope>test/);
  });

  it("adds to the dependencies that are there, for Spring Boot without a version", async () => {
    const pom =
      "<project>\n\t<parent>\n\t\t<groupId>org.springframework.boot</groupId>\n\t\t<artifactId>spring-boot-starter-parent</artifactId>\n\t\t<version>3.4.0</version>\n\t</parent>\n\t<dependencies>\n\t\t<!-- none for tests -->\n\t</dependencies>\n</project>\n";
    const { after } = await setUp(
      { "pom.xml": pom, "src/main/java/A.java": "class A {}" },
      "src/main/java/A.java",
      "java",
      "junit5",
    );
    assert.match(
      after["pom.xml"] ?? "",
      /<!-- none for tests -->\n\t\t<dependency>\n\t\t\t<groupId>org\.junit\.jupiter<\/groupId>\n\t\t\t<artifactId>junit-jupiter<\/artifactId>\n\t\t\t<scope>test<\/scope>\n\t\t<\/dependency>\n\t<\/dependencies>/,
    );
    assert.doesNotMatch(after["pom.xml"] ?? "", /surefire/);
  });

  it("adds to a Gradle script in Groovy and in Kotlin, and a repository where none is named", async () => {
    const groovy = await setUp(
      {
        "settings.gradle": "include 'a'\n",
        "a/build.gradle": "plugins {\n    id 'java'\n}\n\ndependencies {\n    implementation 'g:b:1'\n}\n",
        [source]: code,
      },
      source,
      "java",
      "junit5",
    );
    assert.equal(
      groovy.after["a/build.gradle"],
      "plugins {\n    id 'java'\n}\n\nrepositories {\n    mavenCentral()\n}\n\ndependencies {\n    implementation 'g:b:1'\n    testImplementation 'org.junit.jupiter:junit-jupiter:5.13.4'\n    testRuntimeOnly 'org.junit.platform:junit-platform-launcher'\n}\n\ntest {\n    useJUnitPlatform()\n}\n",
    );
    const kotlin = await setUp(
      {
        "settings.gradle.kts":
          "dependencyResolutionManagement {\n  repositories {\n    mavenCentral()\n  }\n}\n",
        "build.gradle.kts": "plugins {\n  `java-library`\n}\n",
        "src/main/java/A.java": "class A {}",
      },
      "src/main/java/A.java",
      "java",
      "testng",
    );
    assert.equal(
      kotlin.after["build.gradle.kts"],
      'plugins {\n  `java-library`\n}\n\ndependencies {\n  testImplementation("org.testng:testng:7.10.2")\n}\n\ntasks.test {\n  useTestNG()\n}\n',
    );
  });

  it("refuses a folder without a build file", async () => {
    const refused = await plan({ "A.java": "class A {}" }, "A.java", "java", "junit5");
    assert.equal("refusal" in refused && refused.refusal.id, "testing.setUp.noBuild");
  });
});

describe("planTestSetUp: C++", () => {
  it("links the library that holds the code, wherever it is declared", async () => {
    const { after, notes } = await setUp(
      {
        "CMakeLists.txt": "cmake_minimum_required(VERSION 3.16)\nproject(shop CXX)\nadd_subdirectory(src)\n",
        "src/CMakeLists.txt": "add_library(core STATIC\n  prices.cpp # the prices\n  size_text.cpp)\n",
        "src/size_text.cpp": '#include "size_text.h"\n',
      },
      "src/size_text.cpp",
      "cpp",
      "gtest",
    );
    assert.equal(
      after["CMakeLists.txt"],
      "cmake_minimum_required(VERSION 3.16)\nproject(shop CXX)\nadd_subdirectory(src)\n\nenable_testing()\nfind_package(GTest REQUIRED)\nadd_executable(size_text_test tests/size_text_test.cpp)\ntarget_link_libraries(size_text_test PRIVATE core GTest::gtest_main)\ninclude(GoogleTest)\ngtest_discover_tests(size_text_test)\n",
    );
    assert.match(notes[0]?.args.join(" ") ?? "", /GoogleTest apt install libgtest-dev/);
  });

  it("compiles the source itself where only a program has it, with its folders of headers", async () => {
    const { after } = await setUp(
      {
        "CMakeLists.txt": "project(shop)\ninclude(CTest)\nadd_executable(app main.cpp src/a.cpp)\n",
        "include/shop/a.h": "",
        "src/a.cpp": '#include "shop/a.h"\n',
      },
      "src/a.cpp",
      "cpp",
      "catch2",
    );
    assert.match(
      after["CMakeLists.txt"] ?? "",
      /\n\nfind_package\(Catch2 3 REQUIRED\)\nadd_executable\(a_test tests\/a_test\.cpp src\/a\.cpp\)\ntarget_include_directories\(a_test PRIVATE include src\)\ntarget_link_libraries\(a_test PRIVATE Catch2::Catch2WithMain\)\n/,
    );
  });

  it("sets Catch2 up in the version that the system has, and the tests are then written for it", async () => {
    const files = {
      "CMakeLists.txt": 'project(shop)\nadd_library(core "src/my size.cpp")\n',
      "src/my size.cpp": "",
    };
    const { after, notes } = await setUp(files, "src/my size.cpp", "cpp", "catch2", 2);
    assert.equal(
      after["CMakeLists.txt"]?.slice(files["CMakeLists.txt"].length),
      '\nenable_testing()\nfind_package(Catch2 2 REQUIRED)\nadd_executable(my_size_test "tests/my size_test.cpp")\ntarget_link_libraries(my_size_test PRIVATE core Catch2::Catch2)\nset_source_files_properties("tests/my size_test.cpp" PROPERTIES COMPILE_DEFINITIONS CATCH_CONFIG_MAIN)\ninclude(Catch)\ncatch_discover_tests(my_size_test)\n',
    );
    assert.match(notes[0]?.args.join(" ") ?? "", /Catch2 apt install catch2$/);
    const { reference } = await detectTestProject("src/my size.cpp", "cpp", new MemoryFileSource(after));
    assert.equal(reference.kind === "cpp" && reference.catchMajor, 2);
    const newer = await setUp(files, "src/my size.cpp", "cpp", "catch2", 3);
    assert.match(newer.after["CMakeLists.txt"] ?? "", /find_package\(Catch2 3 REQUIRED\)/);
  });
});
