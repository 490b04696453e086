/** What keeps the exact types of words. */
import type { RouteWords } from "../route.ts";

/** Keeps the exact type of the words of some operations, so that clients get the types of their answers. */
export function defineWords<const Words extends Readonly<Record<string, RouteWords>>>(words: Words): Words {
  return words;
}
