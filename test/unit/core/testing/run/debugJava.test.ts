import assert from "node:assert/strict";
import { debugPortIn, javaDebugStep } from "../../../../../src/core/testing/run/debugJava.ts";
import type { TestProject } from "../../../../../src/core/testing/testProject.ts";

function step(buildTool: string, rootDir: string, base: readonly string[]) {
  const project = {
    ...{ buildTool, rootDir, testPath: `${rootDir}/src/test/java/shop/ATest.java` },
    reference: { kind: "java", packageName: "shop" },
  } as unknown as TestProject;
  const cases = [{ container: "", name: "adds" }];
  return javaDebugStep({ project, framework: "junit5", cases, base, dir: "app" });
}

describe("javaDebugStep", () => {
  it("has Maven's virtual machine wait on a free loopback port, in the module of the tests", () => {
    const { argv, dir } = step("maven", "app/core", ["./mvnw", "-o"]);
    assert.equal(dir, "app");
    assert.deepEqual(argv.slice(0, 4), [
      "./mvnw",
      "-o",
      "-Dmaven.surefire.debug=-Xdebug -agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0",
      "-Dsurefire.timeout=0",
    ]);
    assert.ok(argv.includes("-Dtest=ATest#adds"));
    assert.deepEqual(argv.slice(argv.indexOf("-pl"), argv.indexOf("-pl") + 3), ["-pl", "core", "-am"]);
    assert.equal(argv.at(-1), "test");
  });

  it("uses Gradle's own flag, and no results of an earlier run", () => {
    assert.deepEqual(step("gradle", "app/core", ["./gradlew", "--offline"]).argv, [
      ...["./gradlew", "--offline", ":core:cleanTest", ":core:test", "--debug-jvm"],
      ...["--console=plain", "--tests", "shop.ATest.adds"],
    ]);
    assert.equal(step("gradle", "app", ["gradle"]).argv[1], "cleanTest");
  });
});

describe("debugPortIn", () => {
  it("reads what virtual machines print, behind Maven's prefix and with an address", () => {
    assert.equal(debugPortIn("[INFO] Listening for transport dt_socket at address: 37849\n"), 37849);
    assert.equal(debugPortIn("Listening for transport dt_socket at address: 127.0.0.1:5005"), 5005);
    assert.equal(debugPortIn("Listening for transport dt_socket at address: [::1]:5005"), 5005);
    assert.equal(debugPortIn("BUILD SUCCESS in 5005 ms"), undefined);
  });
});
