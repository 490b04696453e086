/** `pnpm --silent eventbridge:match <cases.json>`: prints one answer per case, as a JSON array of `true`, `false` or `"error"`. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseJson } from "./json/parse-json.ts";
import { answerCase } from "./match-cases.ts";

/** Exit status for a file that cannot be used; the reason goes to stderr and nothing to stdout. */
const UNUSABLE_FILE = 2;

const isArray: (value: unknown) => value is readonly unknown[] = Array.isArray;

async function readCases(path: string): Promise<readonly unknown[]> {
  const cases = parseJson(await readFile(path, "utf8"));
  if (!isArray(cases)) throw new Error("expected a JSON array of {rule, event} objects");
  return cases;
}

async function main(file: string | undefined): Promise<void> {
  try {
    if (file === undefined) throw new Error("usage: pnpm --silent eventbridge:match <cases.json>");
    // pnpm runs scripts in the root folder; a relative path means the folder that the user stands in.
    const cases = await readCases(resolve(process.env["INIT_CWD"] ?? process.cwd(), file));
    process.stdout.write(`${JSON.stringify(cases.map(answerCase))}\n`);
  } catch (error) {
    process.stderr.write(
      `eventbridge:match${file === undefined ? "" : ` ${file}`}: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = UNUSABLE_FILE;
  }
}

await main(process.argv[2]);
