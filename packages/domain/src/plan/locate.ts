/** Where in a text a path leads. */
import type { Place, ValuePlace } from "./place.ts";
import type { Locate } from "./problems.ts";

/** For data that never was text: no line is known. */
export const locateNothing: Locate = () => undefined;

/** Finds places in a text that was read. Of a missing value, the place of what should hold it. */
export function locateIn(root: ValuePlace, place: Place): Locate {
  return (path, at = "value") => {
    let found = root;
    for (const [depth, step] of path.entries()) {
      const member = found.members?.get(String(step));
      if (member && at === "key" && depth === path.length - 1) return place(member.keyOffset);
      const next = member?.value ?? (typeof step === "number" ? found.items?.[step] : undefined);
      if (!next) break;
      found = next;
    }
    return place(found.offset);
  };
}
