import assert from "node:assert/strict";
import { attachJava, cppDebuggersFor, launchCpp } from "../../../../../src/core/testing/run/debugPlans.ts";

const program = { name: "t/a_test.cpp", program: "/b/tests", cwd: "/b/t", args: ["--gtest_filter=A.b"] };

describe("configurations of debuggers", () => {
  it("attaches to Java at the loopback port only", () => {
    assert.deepEqual(attachJava("ATest", 5005), {
      ...{ type: "java", request: "attach", name: "ATest", hostName: "127.0.0.1", port: 5005 },
    });
  });

  it("takes a debugger that reads the symbols of the compiler", () => {
    assert.deepEqual(cppDebuggersFor("C:\\VC\\bin\\cl.exe"), ["cppvsdbg"]);
    assert.deepEqual(cppDebuggersFor("/usr/bin/c++"), ["lldb", "cppdbg", "lldb-dap"]);
    assert.deepEqual(cppDebuggersFor("/usr/bin/clang-cl"), ["lldb", "cppdbg", "lldb-dap"]);
  });

  it("launches the program with its filter under each of them", () => {
    for (const type of ["lldb", "lldb-dap", "cppdbg", "cppvsdbg"] as const) {
      const plan = launchCpp(type, program, false);
      assert.deepEqual(
        [plan.type, plan.request, plan["program"], plan["cwd"], plan["args"]],
        [type, "launch", "/b/tests", "/b/t", ["--gtest_filter=A.b"]],
      );
    }
    assert.equal(launchCpp("cppdbg", program, false)["MIMode"], "gdb");
    assert.equal(launchCpp("cppdbg", program, true)["MIMode"], "lldb");
  });
});
