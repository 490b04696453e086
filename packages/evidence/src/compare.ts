/** Where two JSON values differ. */

/** Paths at which `found` is not `wanted`, in the order of the members; `[]` when they are equal. Pure. */
export function differences(wanted: unknown, found: unknown, path = ""): readonly string[] {
  if (Object.is(wanted, found)) return [];
  if (!isContainer(wanted) || !isContainer(found) || Array.isArray(wanted) !== Array.isArray(found)) return [path];
  const keys = [...new Set([...Object.keys(wanted), ...Object.keys(found)])];
  return keys.flatMap((key) => {
    const here = path === "" ? key : `${path}.${key}`;
    if (!Object.hasOwn(wanted, key) || !Object.hasOwn(found, key)) return [here];
    return differences(wanted[key], found[key], here);
  });
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** True if two values are the same JSON: members that are undefined count as absent. Pure. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isContainer(one) || !isContainer(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  let members = 0;
  for (const key of Object.keys(one)) {
    if (one[key] === undefined) continue;
    members += 1;
    if (!isSameJson(one[key], other[key])) return false;
  }
  return members === Object.keys(other).filter((key) => other[key] !== undefined).length;
}
