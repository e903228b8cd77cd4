/** A configuration for the debugger that contributes `type`. */
export interface DebugPlan {
  readonly type: DebuggerType;
  readonly request: "launch" | "attach";
  readonly name: string;
  readonly [more: string]: unknown;
}

export type DebuggerType = "debugpy" | "node" | "java" | "lldb" | "cppdbg" | "cppvsdbg" | "lldb-dap";

/** For a Java virtual machine that waits at a loopback port. */
export function attachJava(name: string, port: number): DebugPlan {
  return { type: "java", request: "attach", name, hostName: "127.0.0.1", port };
}

export interface CppProgram {
  readonly name: string;
  /** Absolute paths. */
  readonly program: string;
  readonly cwd: string;
  readonly args: readonly string[];
}

export type CppDebugger = Extract<DebuggerType, "lldb" | "cppdbg" | "cppvsdbg" | "lldb-dap">;

/**
 * Debuggers that can start what a compiler has built, the best first. Only Microsoft's own reads the symbols
 * of its compiler; the others read those of GCC and Clang.
 */
export function cppDebuggersFor(compiler: string): readonly CppDebugger[] {
  return /(?:^|[\\/])cl(?:\.exe)?$/i.test(compiler) ? ["cppvsdbg"] : ["lldb", "cppdbg", "lldb-dap"];
}

/** Starts a test program under one of the debuggers for C++. */
export function launchCpp(
  type: CppDebugger,
  { name, program, cwd, args }: CppProgram,
  isMac: boolean,
): DebugPlan {
  const common = { type, request: "launch", name, program, args, cwd } as const;
  switch (type) {
    case "lldb":
    case "lldb-dap":
      return common;
    case "cppdbg":
      return { ...common, MIMode: isMac ? "lldb" : "gdb", environment: [], externalConsole: false };
    case "cppvsdbg":
      return { ...common, environment: [], console: "integratedTerminal" };
  }
}
