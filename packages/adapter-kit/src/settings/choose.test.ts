/** Where a setting is taken from. */
import { expect, test } from "vitest";
import { choose, placesOf, readDefaults } from "./choose.ts";

const read = async (path: string) => ({ "ssm-document-name": `of ${path}` });

test("the task's own wins, then the environment's, then the product's", async () => {
  const defaults = await readDefaults(read, "application", "production");
  const path = "/dr-orchestration/production/application";
  expect(choose("Mine", "ssm-document-name", defaults, "Ours")).toEqual({ value: "Mine", from: "task" });
  expect(choose(undefined, "ssm-document-name", defaults, "Ours")).toEqual({ value: `of ${path}`, from: `${path}/ssm-document-name` });
  expect(choose(undefined, "other", defaults, "Ours")).toEqual({ value: "Ours", from: "default" });
  expect(choose(undefined, "other", defaults)).toBeUndefined();
  expect(placesOf("ssmDocument", "ssm-document-name", defaults)).toBe(
    `config.ssmDocument of the task, and the parameter ${path}/ssm-document-name`,
  );
});

test("without an environment nothing is asked", async () => {
  const defaults = await readDefaults(() => Promise.reject(new Error("asked")), "application", undefined);
  expect(defaults).toEqual({ path: undefined, values: {} });
  expect(placesOf("ssmDocument", "x", defaults)).toContain("the execution has no tag Environment");
});
