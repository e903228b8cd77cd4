import { findClosing } from "../../text/codeScan.ts";
import { mentions } from "../detectPythonTests.ts";
import { joinPath, relativeTo } from "../paths.ts";
import { pythonOf } from "../run/runBase.ts";
import type { SetUpEdit, SetUpQuestion, TestSetUp } from "./testSetUp.ts";

/** Files that list development requirements one a line, those that pip's users write first. */
const requirementFiles = [
  "requirements-dev.txt",
  "requirements-test.txt",
  "dev-requirements.txt",
  "test-requirements.txt",
  "requirements_dev.txt",
  "requirements/dev.txt",
  "requirements/test.txt",
];

interface Addition {
  readonly edit: SetUpEdit;
  /** The words after the project's own Python, or a tool of its own. */
  readonly command: readonly string[];
  readonly isPythonModule: boolean;
}

/**
 * pytest goes where the project lists what its developers need: Pipfile, Poetry's group, a dependency
 * group, an extra or a requirements file; with none of them a new `requirements-dev.txt`. unittest needs
 * nothing.
 */
export async function setUpPython({
  project,
  framework,
  files,
  platform,
}: SetUpQuestion): Promise<TestSetUp> {
  if (framework === "unittest") {
    return { framework, edits: [], install: null, notes: [] };
  }
  const texts = await textsOf(project.rootDir, files);
  if ([...texts.values()].some((text) => mentions(text, "pytest"))) {
    return { framework, edits: [], install: null, notes: [] };
  }
  const addition = additionFor(texts, project.rootDir);
  const python = await pythonOf(project, files, platform);
  const source = relativeTo(project.rootDir, project.sourcePath);
  const path = source.startsWith("src/") ? pathEdit(texts, project.rootDir, addition.edit) : undefined;
  const edits = path === undefined ? [addition.edit] : mergedEdits(addition.edit, path);
  const { command, isPythonModule } = addition;
  const install = isPythonModule ? [python, "-m", ...command] : command;
  return { framework, edits, install: { command: install, dir: project.rootDir }, notes: [] };
}

type Texts = ReadonlyMap<string, string>;

async function textsOf(rootDir: string, files: SetUpQuestion["files"]): Promise<Texts> {
  const names = [
    ...["Pipfile", "pyproject.toml", "uv.lock", "pytest.ini", "setup.cfg", "tox.ini"],
    ...requirementFiles,
  ];
  const texts = new Map<string, string>();
  for (const name of names) {
    // A lock file counts by being there.
    const text = name === "uv.lock" ? undefined : await files.read(joinPath(rootDir, name));
    if (text !== undefined || (name === "uv.lock" && (await files.exists(joinPath(rootDir, name))))) {
      texts.set(name, text ?? "");
    }
  }
  return texts;
}

function additionFor(texts: Texts, rootDir: string): Addition {
  const pyproject = texts.get("pyproject.toml");
  const edit = (name: string, before: string | undefined, text: string): SetUpEdit => ({
    path: joinPath(rootDir, name),
    before,
    text,
  });
  const pipfile = texts.get("Pipfile");
  if (pipfile !== undefined) {
    const text = inSection(pipfile, "dev-packages", 'pytest = "*"');
    return {
      edit: edit("Pipfile", pipfile, text),
      command: ["pipenv", "install", "--dev"],
      isPythonModule: false,
    };
  }
  if (pyproject !== undefined && /^\[tool\.poetry(?:\.|\])/m.test(pyproject)) {
    const text = inSection(pyproject, "tool.poetry.group.dev.dependencies", 'pytest = "*"');
    return {
      edit: edit("pyproject.toml", pyproject, text),
      command: ["poetry", "install"],
      isPythonModule: false,
    };
  }
  const isUv = texts.has("uv.lock");
  const group = isUv
    ? { command: ["uv", "sync"], isPythonModule: false }
    : { command: ["pip", "install", "--group", "dev"], isPythonModule: true };
  if (pyproject !== undefined && (isUv || sectionOf(pyproject, "dependency-groups") !== undefined)) {
    return {
      edit: edit("pyproject.toml", pyproject, inList(pyproject, "dependency-groups", "dev")),
      ...group,
    };
  }
  const extra = pyproject === undefined ? undefined : extraOf(pyproject);
  if (pyproject !== undefined && extra !== undefined) {
    return {
      edit: edit("pyproject.toml", pyproject, inList(pyproject, "project.optional-dependencies", extra)),
      command: ["pip", "install", "-e", `.[${extra}]`],
      isPythonModule: true,
    };
  }
  const listed = requirementFiles.find((name) => texts.has(name));
  if (listed === undefined && pyproject !== undefined && sectionOf(pyproject, "project") !== undefined) {
    return {
      edit: edit("pyproject.toml", pyproject, inList(pyproject, "dependency-groups", "dev")),
      ...group,
    };
  }
  const name = listed ?? "requirements-dev.txt";
  const before = texts.get(name);
  const newline = before?.includes("\r\n") === true ? "\r\n" : "\n";
  const lead = before === undefined || before === "" || before.endsWith("\n") ? "" : newline;
  return {
    edit: edit(name, before, `${before ?? ""}${lead}pytest${newline}`),
    command: ["pip", "install", "-r", name],
    isPythonModule: true,
  };
}

/** Sources below `src` are found by pytest where its configuration says so. */
function pathEdit(texts: Texts, rootDir: string, made: SetUpEdit): SetUpEdit | undefined {
  const configured =
    texts.has("pytest.ini") ||
    /^\[tool\.pytest/m.test(texts.get("pyproject.toml") ?? "") ||
    /^\[(?:tool:)?pytest\]/m.test(`${texts.get("setup.cfg") ?? ""}\n${texts.get("tox.ini") ?? ""}`);
  if (configured) {
    return undefined;
  }
  const before = texts.get("pyproject.toml");
  if (before === undefined) {
    const path = joinPath(rootDir, "pytest.ini");
    return { path, before: undefined, text: "[pytest]\npythonpath = src\n" };
  }
  const path = joinPath(rootDir, "pyproject.toml");
  const text = path === made.path ? made.text : before;
  return { path, before, text: inSection(text, "tool.pytest.ini_options", 'pythonpath = ["src"]') };
}

function mergedEdits(first: SetUpEdit, second: SetUpEdit): SetUpEdit[] {
  return first.path === second.path ? [second] : [first, second];
}

interface Section {
  readonly start: number;
  readonly end: number;
}

/** The lines below a table's head, up to the next table. */
function sectionOf(text: string, name: string): Section | undefined {
  const head = new RegExp(`^\\[${name.replaceAll(".", "\\.")}\\][ \\t]*(?:#.*)?\\r?$`, "m").exec(text);
  if (head === null) {
    return undefined;
  }
  const start = head.index + head[0].length;
  const next = /^\s*\[/m.exec(text.slice(start));
  return { start, end: next === null ? text.length : start + next.index };
}

/** A line at the end of a table, which is made where it is missing. */
function inSection(text: string, name: string, line: string): string {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const section = sectionOf(text, name);
  if (section === undefined) {
    const lead = text.trim() === "" ? "" : `${text.trimEnd()}${newline}${newline}`;
    return `${lead}[${name}]${newline}${line}${newline}`;
  }
  const body = text.slice(section.start, section.end);
  const end = section.start + body.trimEnd().length;
  return `${text.slice(0, end)}${newline}${line}${text.slice(end) || newline}`;
}

/** pytest in a table's list of requirements, such as `dev = ["black"]`. */
function inList(text: string, table: string, name: string): string {
  const section = sectionOf(text, table);
  const body = section === undefined ? "" : text.slice(section.start, section.end);
  const list = new RegExp(`^${name}[ \\t]*=[ \\t]*\\[`, "m").exec(body);
  const open = section === undefined || list === null ? -1 : section.start + list.index + list[0].length - 1;
  const close = open < 0 ? undefined : findClosing(text, open);
  if (close === undefined) {
    return inSection(text, table, `${name} = ["pytest"]`);
  }
  const inner = text.slice(open + 1, close - 1);
  const last = inner.trimEnd();
  const comma = last.trim() === "" || last.endsWith(",") ? "" : ",";
  const gap = /^\s*\n[ \t]*/.exec(inner)?.[0] ?? (last.trim() === "" ? "" : " ");
  const tail = gap.includes("\n") ? "," : "";
  return `${text.slice(0, open + 1)}${last}${comma}${gap}"pytest"${tail}${inner.slice(last.length)}${text.slice(close - 1)}`;
}

/** The extra that developers install, by its usual names. */
function extraOf(pyproject: string): string | undefined {
  const section = sectionOf(pyproject, "project.optional-dependencies");
  const body = section === undefined ? "" : pyproject.slice(section.start, section.end);
  return ["test", "tests", "testing", "dev"].find((name) =>
    new RegExp(`^${name}[ \\t]*=[ \\t]*\\[`, "m").test(body),
  );
}
