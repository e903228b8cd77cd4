import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PLAYGROUND = join(ROOT, "seeds", "playground");
const FIXTURE = join(ROOT, "test", "fixtures", "workspace");

export interface WorkspaceCopy {
  path: string;
  remove(): void;
}

/** A copy that a test may change as it likes; `folder` is absolute or relative to the repository. */
export function copyWorkspace(folder?: string): WorkspaceCopy {
  const source = folder === undefined ? (existsSync(PLAYGROUND) ? PLAYGROUND : FIXTURE) : fromRoot(folder);
  const parent = realpathSync(mkdtempSync(join(tmpdir(), "flywheel-ui-")));
  const path = join(parent, basename(source));
  cpSync(source, path, { recursive: true });
  return {
    path,
    remove: () => rmSync(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

function fromRoot(folder: string): string {
  return existsSync(folder) ? folder : join(ROOT, folder);
}
