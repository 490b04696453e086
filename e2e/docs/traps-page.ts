/** Reads docs/reference/traps.md: what goes wrong, and the test that names it. */
import { namedTest, rowsOf, type NamedTest } from "./named-tests.ts";

/** One line of the page. */
export interface Trap extends NamedTest {
  readonly section: string;
}

function trapsOf(text: string): Trap[] {
  const [heading = ""] = text.split("\n");
  const [section = "", folder = ""] = heading.split(": ");
  return rowsOf(text, "what goes wrong").map(([trap = "", told = ""]) => ({ section, ...namedTest(trap, told, folder) }));
}

/** Every line of the page. */
export function trapsIn(page: string): readonly Trap[] {
  return page.split(/^## /m).slice(1).flatMap(trapsOf);
}
