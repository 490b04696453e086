/** Tags from the lists in which AWS writes them. */
import type { Tags } from "../core/tags.ts";

/** A map; a tag without a value has the empty one. */
export function toTags(pairs: readonly (readonly [key: string | undefined, value: string | undefined])[]): Tags {
  return Object.fromEntries(pairs.flatMap(([key, value = ""]) => (key === undefined ? [] : [[key, value]])));
}
