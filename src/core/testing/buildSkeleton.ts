import { renderCppSkeleton } from "./skeletons/cppSkeleton.ts";
import { renderJavaSkeleton } from "./skeletons/javaSkeleton.ts";
import { renderPythonSkeleton } from "./skeletons/pythonSkeleton.ts";
import { renderScriptSkeleton } from "./skeletons/scriptSkeleton.ts";
import type { SkeletonInput } from "./skeletons/skeletonParts.ts";

/**
 * A test file that compiles in the project's own framework: one case per planned case, each with the
 * framework's own skip or todo, so that none can be reported as passed before it is written.
 */
export function buildSkeleton(input: SkeletonInput): string {
  switch (input.framework) {
    case "pytest":
    case "unittest":
      return renderPythonSkeleton(input);
    case "junit4":
    case "junit5":
    case "testng":
      return renderJavaSkeleton(input);
    case "vitest":
    case "jest":
    case "mocha":
    case "node-test":
      return renderScriptSkeleton(input);
    case "gtest":
    case "catch2":
      return renderCppSkeleton(input);
  }
}
