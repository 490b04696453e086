// Every how-to shows what works: a test that names the page runs or reads its snippets, or it stands here why none can.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toRegistryEntry } from "@dr/adapter-kit";
import { toTechnologyRegistry } from "@dr/domain";
import { parsePlan } from "@dr/domain/parse-plan";
import { adapters } from "@dr/services";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { readCauses } from "../../services/trigger/src/cause.ts";
import { parseTriggerSettings } from "../../services/trigger/src/settings.ts";
import { listPaths, readSource, repository } from "../style/repository.ts";

/** Pages whose commands need what no test has: each with what is tried in their place. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "act-in-other-accounts.md":
    "it deploys into an account of AWS; the template is held against the manifests and linted, and other accounts are tried on the estate",
  "use-another-emulator.md": "e2e/interop/moto.test.ts installs moto and points the adapters at it by the same variable",
  "write-an-adapter.md": "e2e/ring/adapter-from-outside.test.ts and the conformance of adapters from outside run the same commands",
};

function snippets(page: string, language: string): readonly string[] {
  const text = readFileSync(join(repository, "docs/how-to", page), "utf8");
  return [...text.matchAll(new RegExp(`^ *\`\`\`${language}\\n(.*?)^ *\`\`\``, "gms"))].map((match) => match[1] ?? "");
}

it("every page with a snippet is named by a test, or has its reason here, and no reason is left over", () => {
  const pages = listPaths("docs/how-to/*.md").filter((path) => /^ *```\w/m.test(readSource(path).text));
  const tests = listPaths("e2e/**/*.test.ts", "services/**/*.test.ts").filter((path) => !path.endsWith("how-tos.test.ts"));
  const texts = [...tests.map((path) => readSource(path).text), OWN];
  const isNamed = (page: string): boolean => texts.some((text) => text.includes(page));
  const names = pages.map((path) => path.split("/").at(-1) ?? "");
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !isNamed(name) && !Object.hasOwn(ELSEWHERE, name))).toEqual([]);
  expect(Object.keys(ELSEWHERE).filter((name) => !names.includes(name))).toEqual([]);
});

/** Pages that are read below. */
const OWN = "tag-resources.md trigger.md";

describe("tag-resources.md", () => {
  const registry = toTechnologyRegistry(adapters.map((manifest) => toRegistryEntry(manifest)));
  const [byFilters = "", byWaves = ""] = snippets("tag-resources.md", "yaml");

  it("shows a plan with tag filters that is accepted", () => {
    expect(parsePlan(byFilters, { registry, format: "yaml", resolvesTagFilters: true })).toMatchObject({ ok: true });
  });

  it("shows a document whose technologies and operations there are", () => {
    const { wavesFrom, technologies } = parse(byWaves) as { wavesFrom: string; technologies: { type: string; operation: string }[] };
    expect(wavesFrom).toBe("tags");
    expect(technologies.filter(({ type, operation }) => !registry.get(type)?.operations.has(operation))).toEqual([]);
  });
});

it("trigger.md shows orders and events that start what it says", () => {
  const settings = parseTriggerSettings({});
  const arrival = { requestId: "r-1", now: "2026-12-01T04:00:00Z" };
  const [schedule = "", disaster = ""] = snippets("trigger.md", "json");
  const { DetailType, Source, Detail } = JSON.parse(disaster) as { DetailType: string; Source: string; Detail: string };
  const event = { id: "e-1", time: arrival.now, source: Source, "detail-type": DetailType, detail: JSON.parse(Detail) as unknown };
  expect(
    [JSON.parse(schedule) as unknown, event].map((told) =>
      readCauses(told, settings, arrival).map(({ planId, executionType }) => [planId, executionType]),
    ),
  ).toEqual([[["monthly-drill-plan", "drill"]], [["orders", "recovery"]]]);
});
