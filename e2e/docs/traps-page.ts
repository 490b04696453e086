/** Reads docs/reference/traps.md: what goes wrong, and the test that names it. */
import { join } from "node:path";

/** One line of the page. */
export interface Trap {
  readonly section: string;
  readonly trap: string;
  /** Path in the repository. */
  readonly file: string;
  readonly title: string;
}

function trapsOf(section: string): Trap[] {
  const [heading = "", ...lines] = section.split("\n");
  const [name = "", folder = ""] = heading.split(": ");
  return lines
    .filter((line) => /^\| (?!what goes wrong|-)/.test(line))
    .map((line) => {
      const [, trap = "", told = ""] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      const [, file = "", title = ""] = /^`([^`]+)`: (.+)$/.exec(told) ?? [];
      return { section: name, trap, file: file.startsWith("/") ? file.slice(1) : join(folder, file), title: title.replaceAll("\\|", "|") };
    });
}

/** Every line of the page. */
export function trapsIn(page: string): readonly Trap[] {
  return page.split(/^## /m).slice(1).flatMap(trapsOf);
}
