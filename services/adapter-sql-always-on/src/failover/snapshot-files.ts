/** What a database snapshot and its files are called: a name of a database may be longer than one, and hold what no file's name may. */
import type { DataFile } from "../api/replica-client.ts";

/** SQL Server's identifiers have at most 128 characters. */
const LONGEST = 128;

/** The name of the snapshot of a database; the same for the same place in the list and mark. */
export function snapshotName(database: string, index: number, mark: string): string {
  const usual = `${database}_drill_${mark}`;
  if (usual.length <= LONGEST) return usual;
  // Cut names may be equal: their places in the list are not.
  const end = `_drill_${mark}_${index}`;
  return `${database.slice(0, LONGEST - end.length)}${end}`;
}

/** A sparse file for each data file: in the folder, or beside the file; under a name of plain letters, whatever the database is called. */
export function placesOf(files: readonly DataFile[], mark: string, folder: string | undefined): readonly DataFile[] {
  return files.map(({ name, path }, index) => ({
    name,
    path: `${folder === undefined ? folderOf(path) : withSeparator(folder)}dr_drill_${mark}_${index}.ss`,
  }));
}

/** Everything up to the last separator, of either kind of path. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/")) + 1);
}

function withSeparator(folder: string): string {
  if (/[\\/]$/.test(folder)) return folder;
  return `${folder}${folder.includes("/") ? "/" : "\\"}`;
}
