// A throw-away workspace, linked as pnpm links ours, to plant forbidden imports in and cruise with the project's own rules.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";

const repository = join(import.meta.dirname, "../..");
const run = promisify(execFile);

/** What dependency-cruiser saw: the files of ours it parsed, and each violation as `rule: from -> to`. */
export interface Cruise {
  readonly files: readonly string[];
  readonly violations: readonly string[];
}

interface CruiseOutput {
  readonly modules: readonly { source: string; coreModule?: boolean; couldNotResolve?: boolean }[];
  readonly summary: { violations: readonly { rule: { name: string }; from: string; to: string }[] };
}

/** Files by path; a workspace folder links to another one with `links: { "services/planner": ["services/api"] }`. */
export interface PlantedTree {
  readonly files: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, readonly string[]>>;
}

/** Cruises `folders` under `root` with the repository's rules. Throws when the tool itself fails. */
export async function cruise(root: string, folders: readonly string[]): Promise<Cruise> {
  const { stdout } = await run(
    join(repository, "node_modules/.bin/depcruise"),
    ["--config", join(repository, ".dependency-cruiser.cjs"), "--output-type", "json", ...folders],
    { cwd: root, maxBuffer: 256 * 1024 * 1024 },
  );
  const { modules, summary } = JSON.parse(stdout) as CruiseOutput;
  return {
    files: modules
      .filter(({ source, coreModule, couldNotResolve }) => !coreModule && !couldNotResolve && !source.includes("node_modules"))
      .map(({ source }) => source)
      .toSorted(),
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).toSorted(),
  };
}

/** Writes the tree to a temporary folder, cruises it, and removes it again. */
export async function cruisePlanted(tree: PlantedTree): Promise<Cruise> {
  const root = await mkdtemp(join(tmpdir(), "dr-boundaries-"));
  try {
    await writeTree(root, tree);
    const folders = new Set(Object.keys(tree.files).map((path) => path.split("/")[0] ?? path));
    folders.delete("node_modules");
    return await cruise(root, [...folders]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function writeTree(root: string, { files, links = {} }: PlantedTree): Promise<void> {
  const compilerOptions = { module: "nodenext", moduleResolution: "nodenext", allowImportingTsExtensions: true, noEmit: true };
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  await write("package.json", JSON.stringify({ type: "module" }));
  await write("tsconfig.json", JSON.stringify({ compilerOptions }));
  for (const [path, text] of Object.entries(files)) await write(path, text);
  for (const [from, targets] of Object.entries(links)) {
    const scope = join(root, from, "node_modules/@dr");
    await mkdir(scope, { recursive: true });
    for (const target of targets) await symlink(relative(scope, join(root, target)), join(scope, target.split("/")[1] ?? target));
  }
}
