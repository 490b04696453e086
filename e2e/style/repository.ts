// The files of the repository as git would commit them: tracked, or new and not ignored.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const repository = join(import.meta.dirname, "../..");

/** One file: its path from the root with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** All paths that match the globs (`*` stays within a folder, `**` does not). */
export function listPaths(...globs: readonly string[]): readonly string[] {
  const output = execFileSync(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...globs.map((glob) => `:(glob)${glob}`)],
    {
      cwd: repository,
      encoding: "utf8",
    },
  );
  return output.split("\0").filter((path) => path !== "" && existsSync(join(repository, path)));
}

/** Reads one file of the repository. */
export function readSource(path: string): SourceFile {
  return { path, text: readFileSync(join(repository, path), "utf8") };
}

/** Our own TypeScript: no fixtures, nothing generated, no declaration files. */
export function listOwnTypeScript(): readonly SourceFile[] {
  return listPaths("**/*.ts")
    .filter((path) => !/(?:^|\/)(?:fixtures|generated)\/|[.]d[.]ts$/.test(path))
    .map(readSource);
}
