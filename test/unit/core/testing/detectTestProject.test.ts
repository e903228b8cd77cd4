import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { detectTestProject } from "../../../../src/core/testing/detectTestProject.ts";
import type { TestProject } from "../../../../src/core/testing/testProject.ts";
import { DiskFileSource } from "../../../fakes/diskFileSource.ts";
import { MemoryFileSource } from "../../../fakes/memoryFileSource.ts";

const fixturesDir = join(import.meta.dirname, "../../../fixtures/frameworks");
const playgroundDir = join(import.meta.dirname, "../../../../seeds/playground");

interface Expected {
  readonly language: string;
  readonly framework: string | null;
  readonly extras: readonly string[];
  readonly source: string;
  readonly testPath: string;
}

describe("detectTestProject on the fixture projects", () => {
  for (const name of readdirSync(fixturesDir)) {
    it(name, async () => {
      const dir = join(fixturesDir, name);
      const expected = JSON.parse(readFileSync(join(dir, "expected.json"), "utf8")) as Expected;
      const project = await detectTestProject(expected.source, expected.language, new DiskFileSource(dir));
      assert.deepEqual(
        { framework: project.framework, extras: project.extras, testPath: project.testPath },
        { framework: expected.framework, extras: expected.extras, testPath: expected.testPath },
      );
      // Without a framework only the language's own library may be proposed, and never instead of one.
      const own = { python: ["unittest"], javascript: ["node-test"], typescript: ["node-test"] };
      const free = expected.framework === null ? (own[expected.language as keyof typeof own] ?? []) : [];
      assert.deepEqual(project.dependencyFree, free);
      assert.equal(project.evidencePath === null, expected.framework === null);
    });
  }
});

describe("detectTestProject on the playground", () => {
  const cases: readonly (readonly [string, string, Partial<TestProject>])[] = [
    [
      "python/inventory/items.py",
      "python",
      {
        framework: "pytest",
        rootDir: "python",
        testPath: "python/tests/test_items.py",
        styleTestPath: "python/tests/test_stock.py",
        reference: { kind: "python", module: "inventory.items" },
        runCommand: { command: ["python", "-m", "pytest", "tests/test_items.py"], dir: "python" },
      },
    ],
    [
      "java/src/main/java/org/example/orders/OrderBook.java",
      "java",
      {
        framework: "junit5",
        testPath: "java/src/test/java/org/example/orders/OrderBookTest.java",
        testExists: true,
        reference: { kind: "java", packageName: "org.example.orders" },
      },
    ],
    [
      "typescript/src/columns.ts",
      "typescript",
      {
        framework: "vitest",
        testPath: "typescript/test/columns.test.ts",
        reference: { kind: "script", specifier: "../src/columns.js", moduleStyle: "esm", hasGlobals: false },
      },
    ],
    [
      "javascript/src/retry.js",
      "javascript",
      { framework: "node-test", testPath: "javascript/test/retry.test.js", testExists: false },
    ],
    [
      "cpp/src/size_text.cpp",
      "cpp",
      {
        framework: "gtest",
        testPath: "cpp/tests/size_text_test.cpp",
        reference: { kind: "cpp", include: "shelf/size_text.hpp", catchMajor: 3 },
        unlistedInPath: "cpp/CMakeLists.txt",
      },
    ],
  ];
  for (const [path, languageId, expected] of cases) {
    it(path, async () => {
      const project = await detectTestProject(path, languageId, new DiskFileSource(playgroundDir));
      for (const [key, value] of Object.entries(expected)) {
        assert.deepEqual(project[key as keyof TestProject], value, key);
      }
    });
  }
});

interface Row {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly source: string;
  readonly languageId: string;
  readonly expected: Partial<TestProject>;
}

const managedPom = `<project><artifactId>top</artifactId>
  <dependencyManagement><dependencies><dependency><groupId>org.testng</groupId><artifactId>testng</artifactId></dependency></dependencies></dependencyManagement>
  <build><plugins><plugin><dependencies><dependency><groupId>junit</groupId><artifactId>junit</artifactId></dependency></dependencies></plugin></plugins></build>
  <!-- <dependency><groupId>junit</groupId><artifactId>junit</artifactId></dependency> -->
</project>`;

const rows: readonly Row[] = [
  {
    name: "a managed version, a plugin's dependency and a comment are no framework",
    files: { "pom.xml": managedPom, "src/main/java/a/B.java": "package a;" },
    source: "src/main/java/a/B.java",
    languageId: "java",
    expected: { framework: null, dependencyFree: [] },
  },
  {
    name: "Spring Boot before 2.2 brings JUnit 4",
    files: {
      "pom.xml":
        "<project><parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>2.1.9.RELEASE</version></parent><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-test</artifactId></dependency></dependencies></project>",
      "src/main/java/a/B.java": "package a;",
    },
    source: "src/main/java/a/B.java",
    languageId: "java",
    expected: { framework: "junit4", extras: ["mockito", "spring-boot-test"] },
  },
  {
    name: "an empty relativePath ends the search for parents",
    files: {
      "pom.xml":
        "<project><dependencies><dependency><groupId>org.testng</groupId><artifactId>testng</artifactId></dependency></dependencies></project>",
      "m/pom.xml": "<project><parent><artifactId>x</artifactId><relativePath/></parent></project>",
      "m/src/main/java/a/B.java": "package a;",
    },
    source: "m/src/main/java/a/B.java",
    languageId: "java",
    expected: { framework: null, rootDir: "m" },
  },
  {
    name: "Gradle: the version catalog's aliases and the root's subprojects block count",
    files: {
      "settings.gradle": "include 'core'",
      gradlew: "",
      "build.gradle":
        "subprojects {\n  dependencies {\n    testImplementation libs.bundles.testing\n  }\n}\n",
      "gradle/libs.versions.toml":
        '[libraries]\njunit-jupiter = { module = "org.junit.jupiter:junit-jupiter", version = "5.13" }\nmockito-core = { group = "org.mockito", name = "mockito-core" }\n[bundles]\ntesting = ["junit-jupiter", "mockito-core"]\n',
      "core/build.gradle": "plugins { id 'java' }",
      "core/src/main/java/a/B.java": "package a;",
    },
    source: "core/src/main/java/a/B.java",
    languageId: "java",
    expected: {
      framework: "junit5",
      extras: ["mockito"],
      runCommand: { command: ["./gradlew", ":core:test", "--tests", "a.BTest"], dir: "" },
    },
  },
  {
    name: "Gradle: a dependency in a comment is none",
    files: {
      "settings.gradle.kts": "",
      "build.gradle.kts": '// testImplementation("junit:junit:4.13")\ndependencies { }',
      "src/main/java/a/B.java": "package a;",
    },
    source: "src/main/java/a/B.java",
    languageId: "java",
    expected: { framework: null },
  },
  {
    name: "Java: the neighbour's naming is kept",
    files: {
      "pom.xml":
        "<project><dependencies><dependency><groupId>junit</groupId><artifactId>junit</artifactId></dependency></dependencies></project>",
      "src/main/java/a/B.java": "package a;",
      "src/test/java/a/TestOther.java": "package a; import org.junit.Test;",
    },
    source: "src/main/java/a/B.java",
    languageId: "java",
    expected: { framework: "junit4", testPath: "src/test/java/a/TestB.java" },
  },
  {
    name: "TypeScript: the nearest test's colocation, mark and extension style are kept",
    files: {
      "package.json": '{"devDependencies": {"jest": "1", "ts-jest": "1", "@types/jest": "1"}}',
      "src/a/one.ts": "",
      "src/a/one.spec.ts": "import { one } from './one';",
      "src/b/two.ts": "",
    },
    source: "src/b/two.ts",
    languageId: "typescript",
    expected: {
      framework: "jest",
      testPath: "src/b/two.spec.ts",
      reference: { kind: "script", specifier: "./two", moduleStyle: "esm", hasGlobals: true },
    },
  },
  {
    name: "TypeScript: NodeNext in an extended tsconfig asks for .js",
    files: {
      "package.json": '{"scripts": {"test": "vitest"}, "devDependencies": {"vitest": "1"}}',
      "tsconfig.base.json": '{ // shared\n "compilerOptions": {"module": "NodeNext",} }',
      "tsconfig.json": '{"extends": "./tsconfig.base"}',
      "src/a.tsx": "",
    },
    source: "src/a.tsx",
    languageId: "typescriptreact",
    expected: {
      testPath: "src/a.test.tsx",
      languageId: "typescriptreact",
      reference: { kind: "script", specifier: "./a.js", moduleStyle: "esm", hasGlobals: false },
    },
  },
  {
    name: "TypeScript under node --test without a compiler keeps .ts",
    files: { "package.json": '{"scripts": {"test": "node --test"}}', "src/a.ts": "" },
    source: "src/a.ts",
    languageId: "typescript",
    expected: {
      framework: "node-test",
      reference: { kind: "script", specifier: "./a.ts", moduleStyle: "esm", hasGlobals: false },
    },
  },
  {
    name: "JavaScript: the nearest manifest's framework wins over the workspace's",
    files: {
      "package.json": '{"devDependencies": {"vitest": "1"}, "workspaces": ["p/*"]}',
      "p/old/package.json": '{"scripts": {"test": "mocha"}, "devDependencies": {"mocha": "1", "chai": "1"}}',
      "p/old/lib/a.js": "exports.a = 1;",
    },
    source: "p/old/lib/a.js",
    languageId: "javascript",
    expected: {
      framework: "mocha",
      extras: ["chai"],
      rootDir: "p/old",
      testPath: "p/old/test/a.test.js",
      reference: { kind: "script", specifier: "../lib/a", moduleStyle: "cjs", hasGlobals: true },
    },
  },
  {
    name: "JavaScript: a test that imports a framework the build lacks does not bring it in",
    files: {
      "package.json": '{"devDependencies": {"jest": "1"}}',
      "a.js": "",
      "b.test.js": "import { it } from 'vitest';",
    },
    source: "a.js",
    languageId: "javascript",
    expected: { framework: "jest" },
  },
  {
    name: "Python: a requirements file names pytest, a suffix names the tests",
    files: {
      "requirements-dev.txt": "pytest==8.2\npytest-mock\n",
      "app/core.py": "",
      "app/util_test.py": "def test_it():\n    assert True\n",
    },
    source: "app/core.py",
    languageId: "python",
    expected: { framework: "pytest", extras: ["pytest-mock"], testPath: "app/core_test.py" },
  },
  {
    name: "Python: pytest in a comment or as part of another name is not pytest",
    files: { "requirements.txt": "# pytest\nmypytest-tools==1\n", "app.py": "" },
    source: "app.py",
    languageId: "python",
    expected: { framework: null, testPath: "tests/test_app.py", dependencyFree: ["unittest"] },
  },
  {
    name: "Python: tests that mirror the package keep doing so",
    files: {
      "tox.ini": "[pytest]\n",
      "src/shop/__init__.py": "",
      "src/shop/cart/__init__.py": "",
      "src/shop/cart/total.py": "",
      "src/shop/stock/__init__.py": "",
      "src/shop/stock/count.py": "",
      "tests/stock/test_count.py": "import pytest\n",
    },
    source: "src/shop/cart/total.py",
    languageId: "python",
    expected: {
      testPath: "tests/cart/test_total.py",
      reference: { kind: "python", module: "shop.cart.total" },
    },
  },
  {
    name: "C++: Catch2 of one header is told from the later one",
    files: {
      "CMakeLists.txt": "project(x)\nfind_package(Catch2 2 REQUIRED)\n",
      "src/a.cpp": '#include "x/a.h"\n',
    },
    source: "src/a.cpp",
    languageId: "cpp",
    expected: { framework: "catch2", reference: { kind: "cpp", include: "x/a.h", catchMajor: 2 } },
  },
  {
    name: "C: a header is tested in C++ by its path below include",
    files: { "CMakeLists.txt": "project(x)\n# GTest is not used\n", "include/x/a.h": "" },
    source: "include/x/a.h",
    languageId: "c",
    expected: {
      framework: null,
      testPath: "tests/a_test.cpp",
      reference: { kind: "cpp", include: "x/a.h", catchMajor: 3 },
    },
  },
  {
    name: "C++: a project that another adds and that finds no framework is a part of that one",
    files: {
      "CMakeLists.txt": "project(all)\nfind_package(GTest REQUIRED)\nadd_subdirectory(libs)\n",
      "libs/CMakeLists.txt": 'project(libs)\nadd_subdirectory("./shop")\n',
      "libs/shop/CMakeLists.txt": "project(shop)\nadd_library(shop src/a.cpp)\n",
      "libs/shop/src/a.cpp": "",
    },
    source: "libs/shop/src/a.cpp",
    languageId: "cpp",
    expected: { framework: "gtest", rootDir: "", buildTool: "cmake" },
  },
  {
    name: "C++: a project that finds its own framework, or that nobody adds, stands by itself",
    files: {
      "CMakeLists.txt":
        "project(all)\nfind_package(Catch2 3)\nadd_subdirectory(libs)\nadd_subdirectory(apps/x)\n",
      "libs/CMakeLists.txt": "project(libs)\nadd_subdirectory(tests)\n",
      "libs/tests/CMakeLists.txt": "find_package(GTest REQUIRED)\n",
      "libs/src/a.cpp": "",
      "libs/tests/b_test.cpp": "#include <gtest/gtest.h>\n",
    },
    source: "libs/src/a.cpp",
    languageId: "cpp",
    expected: { framework: "gtest", rootDir: "libs", testPath: "libs/tests/a_test.cpp" },
  },
  {
    name: "Python: what lies below a folder that is no name is imported from there",
    files: { "requirements.txt": "pytest\n", "my-app/shop/a.py": "", "my-app/test_b.py": "" },
    source: "my-app/shop/a.py",
    languageId: "python",
    expected: { reference: { kind: "python", module: "shop.a" } },
  },
  {
    name: "Python: pytest may go on with the classes of unittest that a project writes",
    files: {
      "pytest.ini": "",
      "a.py": "",
      "tests/test_b.py": "import pytest\nfrom unittest import TestCase\n\nclass B(TestCase):\n    pass\n",
    },
    source: "a.py",
    languageId: "python",
    expected: { framework: "pytest", extras: ["unittest"] },
  },
  {
    name: "Go by convention, beside the source",
    files: { "go.mod": "module x", "pkg/sum.go": "" },
    source: "pkg/sum.go",
    languageId: "go",
    expected: { framework: null, language: undefined, testPath: "pkg/sum_test.go", dependencyFree: [] },
  },
];

describe("detectTestProject on small projects", () => {
  for (const { name, files, source, languageId, expected } of rows) {
    it(name, async () => {
      const project = await detectTestProject(source, languageId, new MemoryFileSource(files));
      for (const [key, value] of Object.entries(expected)) {
        assert.deepEqual(project[key as keyof TestProject], value, key);
      }
    });
  }

  it("takes what the user has decided: another path changes how the source is named", async () => {
    const files = new MemoryFileSource({
      "package.json": '{"type": "module", "devDependencies": {"vitest": "1"}}',
      "src/a.js": "export const a = 1;",
      "spec/deep/a.test.js": "",
    });
    const project = await detectTestProject("src/a.js", "javascript", files, {
      testPath: "spec/deep/b.test.js",
      framework: "node-test",
    });
    assert.equal(project.framework, "node-test");
    assert.equal(project.testPath, "spec/deep/b.test.js");
    assert.equal(project.testExists, false);
    assert.equal(project.reference.kind === "script" && project.reference.specifier, "../../src/a.js");
  });

  it("looks into a bounded number of folders", async () => {
    const many = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`d${index}/x.txt`, ""]));
    const source = new MemoryFileSource({ ...many, "src/a.py": "" });
    let lists = 0;
    const counting = {
      read: (path: string) => source.read(path),
      exists: (path: string) => source.exists(path),
      list: (folder: string) => {
        lists += 1;
        return source.list(folder);
      },
    };
    await detectTestProject("src/a.py", "python", counting);
    assert.ok(lists <= 420, `${lists} folders were listed`);
  });
});
