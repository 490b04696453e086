/** Makes the data folder, or says why it cannot be one. */
import { mkdirSync, statSync, writeFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Makes the folder and its parents. Throws with the folder that cannot be made or written: Node's own recursive mkdir never returns below /proc. */
export function makeFolder(folder: string): void {
  const path = resolve(folder);
  for (const level of missingLevels(path)) attempt(folder, `${level} cannot be made`, () => mkdirSync(level));
  if (!statSync(path).isDirectory()) throw refusal(folder, `${path} is no folder`);
  const probe = join(path, `.writable-${process.pid}`);
  attempt(folder, `${path} cannot be written`, () => {
    writeFileSync(probe, "");
    rmSync(probe);
  });
}

function missingLevels(path: string): string[] {
  if (statSync(path, { throwIfNoEntry: false }) || dirname(path) === path) return [];
  return [...missingLevels(dirname(path)), path];
}

function attempt(folder: string, what: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw refusal(folder, `${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function refusal(folder: string, why: string): Error {
  return new Error(`--data ${folder}: ${why}. Name a folder that may be written`);
}
