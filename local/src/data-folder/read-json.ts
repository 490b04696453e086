/** Reads a file that this program wrote, and says so when somebody else did. */
import { readFileSync } from "node:fs";
import type * as z from "zod";

/** The file's content. Throws with the file's name, what is wrong and what to do (`remedy`). */
export function readJsonFile<T>(file: string, schema: z.ZodType<T>, remedy: string): T {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw corrupt(file, error instanceof Error ? error.message : String(error), remedy);
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw corrupt(file, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`, remedy);
}

function corrupt(file: string, what: string, remedy: string): Error {
  return new Error(`${file} is damaged (${what}): ${remedy}`);
}
