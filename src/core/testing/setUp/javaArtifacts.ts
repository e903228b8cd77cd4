import type { TestFramework } from "../testProject.ts";

export type JavaFramework = Extract<TestFramework, "junit4" | "junit5" | "testng">;

export interface JavaArtifact {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
}

/** The newest releases that still run on Java 8 (TestNG: 11). */
export const artifactByFramework: Readonly<Record<JavaFramework, JavaArtifact>> = {
  junit5: { group: "org.junit.jupiter", artifact: "junit-jupiter", version: "5.13.4" },
  junit4: { group: "junit", artifact: "junit", version: "4.13.2" },
  testng: { group: "org.testng", artifact: "testng", version: "7.10.2" },
};
