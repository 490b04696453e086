/** Tests that a page of docs names, as `file`: title. Who renames or drops a test hears of the line that counted on it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const repository = join(import.meta.dirname, "../..");

/** A test, and the line of a page that it stands for. */
export interface NamedTest {
  /** What the page says the test shows. */
  readonly what: string;
  /** Path in the repository. */
  readonly file: string;
  readonly title: string;
}

/** The cells of each line of a table below its heading, which begins with `heading`. */
export function rowsOf(text: string, heading: string): readonly (readonly string[])[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith(`| ${heading} `) && !line.startsWith("| -"))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll(String.raw`\|`, "|")))
    .map((cells) => cells.slice(1, -1));
}

/** One test as a page names it. A path with a slash before it is of the repository, any other of `folder`. */
export function namedTest(what: string, text: string, folder = ""): NamedTest {
  const [, file = "", title = ""] = /^`([^`]+)`: (.+)$/.exec(text.trim()) ?? [];
  return { what, file: file.startsWith("/") ? file.slice(1) : join(folder, file), title };
}

/** Whether a string literal of that file is the title, as a whole: a test's, a group's, or that of a row. */
export function stands({ file, title }: NamedTest): boolean {
  const path = join(repository, file);
  if (title === "" || !existsSync(path)) return false;
  const source = readFileSync(path, "utf8");
  return ['"', "'", "`"].some((quote) => source.includes(`${quote}${title}${quote}`));
}
