/** The Regions of an installation. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { services } from "@dr/services";
import { expect, test } from "vitest";
import { chooseRegions, isGlobal, isJoining, recordOf } from "./regions.ts";

const three = "us-east-1,us-west-2,us-east-2";

test("without a word it is one Region; three are home, replica and witness; the record wins", () => {
  expect(chooseRegions(undefined, undefined, "eu-west-1")).toEqual({ home: "eu-west-1" });
  const regions = { home: "us-east-1", replica: "us-west-2", witness: "us-east-2" };
  expect(chooseRegions(three, undefined, "us-east-1")).toEqual(regions);
  expect(chooseRegions(undefined, three, "us-east-1")).toEqual(regions);
  expect([recordOf(regions), recordOf({ home: "eu-west-1" })]).toEqual([three, "eu-west-1"]);
});

test("a deployment in the other Region joins, and cannot come first", () => {
  expect(isJoining(chooseRegions(undefined, three, "us-west-2"), "us-west-2")).toBe(true);
  expect(isJoining(chooseRegions(three, undefined, "us-east-1"), "us-east-1")).toBe(false);
  expect(() => chooseRegions(three, undefined, "us-west-2")).toThrow("deploy there first, not in us-west-2");
});

test.each([
  [three, "us-east-1", "only while it is empty"],
  ["us-east-1,us-west-2", undefined, "expected <home>,<replica>,<witness>"],
  ["us-east-1,us-west-2,us-west-2", undefined, "expected <home>,<replica>,<witness>"],
  ["us-east-1,us-west-2,eu-west-1", undefined, "not between them"],
] as const)("asked %s, recorded %s: refused", (asked, recorded, message) => {
  expect(() => chooseRegions(asked, recorded, "us-east-1")).toThrow(message);
});

test("every list of Regions that a page names is one that would be taken", () => {
  const docs = join(import.meta.dirname, "../../../docs");
  const named = globSync("**/*.md", { cwd: docs }).flatMap((path) =>
    [...readFileSync(join(docs, path), "utf8").matchAll(/DR_REGIONS=([a-z0-9,-]+)/g)].map(([, list = ""]) => list),
  );
  expect(named.length).toBeGreaterThanOrEqual(3);
  expect(named.map((list) => recordOf(chooseRegions(list, undefined, list.split(",")[0] ?? "")))).toEqual(named);
});

test("every table is global or says why not: by its expiry or by a reason", () => {
  const tables = services.flatMap((service) => service.tables);
  expect(tables.filter((table) => isGlobal(table)).map(({ name }) => name)).toContain("dr-event-log");
  expect(tables.filter(({ regional }) => regional !== undefined && regional.length < 40)).toEqual([]);
  expect(tables.filter((table) => table.stream === true && !isGlobal(table))).toEqual([]);
});
