/** Keeping events below the size rule of 16 KB: lists that drive the work are split, summaries say how much they leave out. */
import { byteLength, MAX_SLICE_BYTES } from "../plan/slices.ts";
import { must } from "./must.ts";

/** Room for a list that is one field among others. */
const MAX_SUMMARY_BYTES = 10_000;

/** `items` in order, cut so that the JSON of no part is larger than `maxBytes` (unless a single item is). At least one part. */
export function splitBySize<T>(items: readonly T[], maxBytes = MAX_SLICE_BYTES): readonly (readonly T[])[] {
  const parts: T[][] = [[]];
  let used = 0;
  for (const item of items) {
    const bytes = byteLength(item) + 1;
    if (used > 0 && used + bytes > maxBytes) {
      parts.push([]);
      used = 0;
    }
    must(parts.at(-1), "last part of a list").push(item);
    used += bytes;
  }
  return parts;
}

/** As many leading items as fit into a summary, and how many do not. What is left out has events of its own in the stream. */
export function listed<T>(items: readonly T[], maxBytes = MAX_SUMMARY_BYTES): { readonly items: T[]; readonly unlisted?: number } {
  const first = [...must(splitBySize(items, maxBytes)[0], "first part of a list")];
  const unlisted = items.length - first.length;
  return unlisted > 0 ? { items: first, unlisted } : { items: first };
}

/** The `unlisted` field of an event, absent when the list is whole. */
export function unlistedOf(list: { readonly unlisted?: number }): { unlisted?: number } {
  return list.unlisted === undefined ? {} : { unlisted: list.unlisted };
}
