import assert from "node:assert/strict";
import {
  findRepository,
  readIgnoreTree,
  type IgnoreTreeFiles,
} from "../../../../src/core/egress/ignoreTree.ts";

/** A tree of files by absolute path; what is asked for is written down. */
class MemoryTree implements IgnoreTreeFiles {
  readonly asked: string[] = [];
  readonly #textsByPath: Readonly<Record<string, string>>;

  constructor(textsByPath: Readonly<Record<string, string>>) {
    this.#textsByPath = textsByPath;
  }

  async readText(path: string): Promise<string | undefined> {
    this.asked.push(path);
    if ((await this.kindOf(path)) === "folder") {
      throw new Error(`${path} is a folder`);
    }
    return this.#textsByPath[path];
  }

  async kindOf(path: string): Promise<"file" | "folder" | undefined> {
    this.asked.push(path);
    const isFolder = Object.keys(this.#textsByPath).some((name) => name.startsWith(`${path}/`));
    return path in this.#textsByPath ? "file" : isFolder ? "folder" : undefined;
  }
}

async function ignored(
  tree: MemoryTree,
  folder: string,
  path: string,
  name: ".flywheelignore" | ".gitignore" = ".gitignore",
  userRules = "",
): Promise<boolean> {
  const repository = await findRepository(folder, tree);
  const inner = path.split("/").slice(0, -1);
  const { rules, prefix } = await readIgnoreTree({ folder, repository, inner }, name, userRules, tree);
  return rules.ignores(prefix + path);
}

describe("ignore tree", () => {
  const repository = {
    "/home/me/.gitignore": "*.py\n",
    "/home/me/work/.git/HEAD": "ref: refs/heads/main\n",
    "/home/me/work/.git/info/exclude": "byRepository.py\n",
    "/home/me/work/.gitignore": "*.log\n/services/pay/made/\n",
    "/home/me/work/.flywheelignore": "*.secret.py\n",
    "/home/me/work/services/.gitignore": "*.tmp\n!keep.log\n",
    "/home/me/work/services/pay/.flywheelignore": "!open.secret.py\n",
  };
  const open = "/home/me/work/services/pay";

  it("finds the repository above a folder that is opened alone", async () => {
    const found = await findRepository(open, new MemoryTree(repository));
    assert.deepEqual(found, { top: "/home/me/work", segments: ["services", "pay"] });
    assert.deepEqual(await findRepository("/home/me/work/", new MemoryTree(repository)), {
      top: "/home/me/work",
      segments: [],
    });
    assert.equal(await findRepository("/home/me", new MemoryTree(repository)), undefined);
    assert.equal(await findRepository("/", new MemoryTree(repository)), undefined);
  });

  it("takes the nearest of two repositories", async () => {
    const nested = new MemoryTree({ "/a/.git/HEAD": "", "/a/b/.git": "gitdir: ../.git/modules/b\n" });
    assert.equal((await findRepository("/a/b/c", nested))?.top, "/a/b");
  });

  it("looks at a bounded number of folders", async () => {
    const deep = `/top${"/x".repeat(5000)}`;
    const tree = new MemoryTree({ "/top/.git/HEAD": "" });
    assert.equal(await findRepository(deep, tree), undefined);
    assert.ok(tree.asked.length < 100);
  });

  it("goes by the rules of every folder up to the top of the repository and no further", async () => {
    const tree = new MemoryTree(repository);
    assert.equal(await ignored(tree, open, "a.log"), true, "by the top");
    assert.equal(await ignored(tree, open, "made/a.py"), true, "anchored at the top");
    assert.equal(await ignored(tree, open, "src/a.tmp"), true, "by the folder between");
    assert.equal(await ignored(tree, open, "keep.log"), false, "the nearer file decides");
    assert.equal(await ignored(tree, open, "byRepository.py"), true);
    assert.equal(await ignored(tree, open, "a.py"), false, "what lies above the repository does not count");
    assert.equal(await ignored(tree, open, "a.secret.py", ".flywheelignore"), true);
    assert.equal(await ignored(tree, open, "open.secret.py", ".flywheelignore"), false);
    assert.equal(await ignored(tree, open, "byRepository.py", ".flywheelignore"), false);
    assert.ok(!tree.asked.includes("/home/me/.gitignore"));
  });

  it("counts the open folder itself where the repository ignores it", async () => {
    const tree = new MemoryTree({
      "/r/.git/HEAD": "",
      "/r/.gitignore": "out/\n",
      "/r/out/.gitignore": "!*\n",
    });
    assert.equal(await ignored(tree, "/r/out", "a.py"), true);
  });

  it("lets the user's rules, the exclude file and .gitignore override one another in this order", async () => {
    const tree = new MemoryTree({
      "/r/.git/info/exclude": "!b.py\nc.py\n",
      "/r/.gitignore": "!c.py\n",
    });
    assert.equal(await ignored(tree, "/r", "a.py", ".gitignore", "a.py\nb.py"), true);
    assert.equal(await ignored(tree, "/r", "b.py", ".gitignore", "a.py\nb.py"), false);
    assert.equal(await ignored(tree, "/r", "c.py", ".gitignore", "a.py\nb.py"), false);
    assert.equal(await ignored(tree, "/r", "d/a.py", ".gitignore", "a.py\nb.py"), true);
  });

  it("reads the exclude files of repositories inside", async () => {
    const tree = new MemoryTree({ "/r/.git/HEAD": "", "/r/sub/.git/info/exclude": "/own.py\n" });
    assert.equal(await ignored(tree, "/r", "sub/own.py"), true);
    assert.equal(await ignored(tree, "/r", "own.py"), false);
  });

  it("follows the .git file of a work tree and of a submodule to the exclude file", async () => {
    const workTree = new MemoryTree({
      "/w/.git": "gitdir: /main/.git/worktrees/w\n",
      "/main/.git/worktrees/w/commondir": "../..\n",
      "/main/.git/worktrees/w/../../info/exclude": "x.py\n",
    });
    assert.equal(await ignored(workTree, "/w", "x.py"), true);
    const submodule = new MemoryTree({
      "/r/sub/.git": "gitdir: ../.git/modules/sub\r\n",
      "/r/sub/../.git/modules/sub/info/exclude": "y.py\n",
    });
    assert.equal(await ignored(submodule, "/r/sub", "y.py"), true);
    const drive = new MemoryTree({
      "/c:/w/.git": "gitdir: D:\\main\\.git\n",
      "/D:/main/.git/info/exclude": "z.py\n",
    });
    assert.equal(await ignored(drive, "/c:/w/src", "z.py"), true);
    assert.equal(await ignored(new MemoryTree({ "/w/.git": "nothing of Git's\n" }), "/w", "x.py"), false);
  });

  it("stands alone where there is no repository", async () => {
    const tree = new MemoryTree({ "/p/.gitignore": "a.py\n", "/p/q/.gitignore": "b.py\n" });
    assert.equal(await ignored(tree, "/p/q", "b.py"), true);
    assert.equal(await ignored(tree, "/p/q", "a.py"), false);
  });

  it("rejects while a rule file above the open folder cannot be read", async () => {
    const tree = new MemoryTree({ "/r/.git/HEAD": "", "/r/.gitignore/x": "" });
    await assert.rejects(ignored(tree, "/r/sub", "a.py"));
  });
});
