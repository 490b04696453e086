/** Reads docs/explanation/threats.md: each attack, what stops it, and the tests that try it. */
import { namedTest, rowsOf, type NamedTest } from "./named-tests.ts";

/** One line of the page. */
export interface Threat {
  readonly section: string;
  readonly attack: string;
  readonly answer: string;
  readonly tests: readonly NamedTest[];
}

function threatsOf(text: string): Threat[] {
  const [section = ""] = text.split("\n");
  return rowsOf(text, "attack").map(([attack = "", answer = "", tests = ""]) => ({
    section,
    attack,
    answer,
    tests: tests.split("<br>").map((told) => namedTest(attack, told)),
  }));
}

/** Every line of the page. */
export function threatsIn(page: string): readonly Threat[] {
  return page.split(/^## /m).slice(1).flatMap(threatsOf);
}
