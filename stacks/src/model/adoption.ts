/** Taking over what a removed installation has kept. */

/**
 * True if tables, keys and buckets that are there already become this app's (`DR_ADOPT=kept`), for one deployment after a removal. Otherwise their names are taken and the
 * deployment fails. Throws for another word.
 */
export function isAdopting(asked: string | undefined): boolean {
  if (asked === undefined || asked === "") return false;
  if (asked === "kept") return true;
  throw new Error(`DR_ADOPT is "${asked}", expected "kept" or nothing`);
}
