// Every plan that we show is one that can be saved as it stands, against the adapters that are deployed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { toRegistryEntry } from "@dr/adapter-kit";
import { toTechnologyRegistry } from "@dr/domain/technologies";
import { parsePlan } from "@dr/domain/parse-plan";
import { adapters } from "@dr/services";
import { expect, test } from "vitest";

const plans = join(import.meta.dirname, "../../plans");
const registry = toTechnologyRegistry(adapters.map((manifest) => toRegistryEntry(manifest)));

/** The requirements' own plan stays as it was written; what has no effect in it is told. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  // The way home of a server has steps, one wave after the other.
  "shop-failback.yaml": [1, 4].flatMap((wave) =>
    [0, 1].map((server) => `plan.resource_again waves[${wave}].technologies[0].resources.sourceServers[${server}]`),
  ),
  "enterprise-app-recovery-prod.yaml": ["plan.no_effect waves[1].technologies[0].resources.protectionGroups"],
};

test.each(readdirSync(plans))("plans/%s has no problem, and no warning that we do not know", (name) => {
  const result = parsePlan(readFileSync(join(plans, name), "utf8"), { registry });
  expect(result.ok ? [] : result.problems).toEqual([]);
  expect(result.warnings.map(({ code, path }) => `${code} ${path}`)).toEqual(TOLD[name] ?? []);
});
