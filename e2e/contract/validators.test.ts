// The OpenAPI document is read by three tools that nobody here wrote: two validators, and a linter.
import { readFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConfig, lint } from "@redocly/openapi-core";
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentFile, installTools, runTool } from "./tools.ts";

const folder = mkdtempSync(join(tmpdir(), "dr-validators-"));
const broken = join(folder, "broken.json");

beforeAll(async () => {
  writeFileSync(broken, readFileSync(documentFile, "utf8").replace('"in": "path"', '"in": "pfad"'));
  await installTools();
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("each finds nothing in the document, and something in one with a misspelt place of a parameter", () => {
  it("openapi-spec-validator", { timeout: 120_000 }, async () => {
    const [fine, bad] = await Promise.all([documentFile, broken].map((file) => runTool("openapi-spec-validator", [file], { cwd: folder })));
    expect([fine?.code, fine?.output.trim()]).toEqual([0, `${documentFile}: OK`]);
    expect(bad?.code).toBe(1);
  });

  it("@seriousme/openapi-schema-validator", async () => {
    const valid = (file: string) => new Validator().validate(file).then((result) => result.valid);
    expect([await valid(documentFile), await valid(broken)]).toEqual([true, false]);
  });

  it("redocly's linter, by its recommended rules", async () => {
    const config = await createConfig({ extends: ["recommended"] });
    const found = async (ref: string) => (await lint({ ref, config })).map(({ ruleId }) => ruleId);
    // Which path a request means is told by the order in which the specification has them matched: the concrete one first.
    const accepted = new Set(["no-ambiguous-paths"]);
    expect((await found(documentFile)).filter((rule) => !accepted.has(rule))).toEqual([]);
    expect(await found(broken)).toContain("struct");
  });
});
