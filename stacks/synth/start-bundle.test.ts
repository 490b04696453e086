/** What a start tells of a bundle. */
import { join } from "node:path";
import { tmpdir } from "node:os";
import { mkdtempSync } from "node:fs";
import { expect, test } from "vitest";
import { bundle } from "./program/build-function.ts";
import { startBundle } from "./start-bundle.ts";

const zod = JSON.stringify(join(import.meta.dirname, "../../packages/events/node_modules/zod/index.js"));

async function built(text: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "dr-start-"));
  const { errors } = await bundle({ text: `import * as z from ${zod};${text}` }, folder, {});
  expect(errors).toEqual([]);
  return join(folder, "bundle.mjs");
}

test("schemas that an import makes are counted, those of a handler are not", async () => {
  const file = await built(
    "const made = z.object({ a: z.string() });\nexport const handler = () => [made, z.array(z.number())];\nexport { z };",
  );
  expect(await startBundle(file, {}, true)).toMatchObject({ schemas: 2 });
});

test("an import takes processor time, and counts nothing unless it is asked to", async () => {
  const { cpuMs, schemas } = await startBundle(await built("export const handler = () => z.string();"), {});
  expect(cpuMs).toBeGreaterThan(0);
  expect(schemas).toBe(0);
});

test("a bundle without a handler does not start", async () => {
  await expect(startBundle(await built("export const other = z;"), {})).rejects.toThrow(/exports no handler/);
});
