// Turns the names in a recovery plan into a seed document, so that the plan finds a healthy estate.
import { GLOBAL_REGION } from "../world/kind.ts";
import { plainName, zoneKind } from "../route53/records.ts";
import type { World } from "../world/world.ts";
import { applySeed } from "./apply-seed.ts";
import { type NamedResource, planInput, resourcesOfPlan } from "./plan-resources.ts";
import { zonesOfPlan } from "./plan-zones.ts";
import { seedDocument } from "./seed-document.ts";
import type { SeedReport } from "./seed-report.ts";

/**
 * Creates a healthy simulated resource for every name in `plan` that has none yet. Throws a ZodError when `plan` has
 * no waves to read. Idempotent.
 */
export const provisionPlan = (
  world: World,
  plan: unknown,
  { region, nowMs }: { readonly region: string; readonly nowMs: number },
): SeedReport => {
  const found = resourcesOfPlan(planInput.parse(plan));
  const skipped: { path: string; reason: string }[] = [];
  const named = (sort: NamedResource["sort"]) =>
    found
      .filter((resource) => resource.sort === sort)
      .flatMap(({ value, path, region: own }) => {
        const name = nameOf(value);
        if (name === undefined) skipped.push({ path, reason: "expected a name, an ARN, or an object with identifier, id or name" });
        return name === undefined ? [] : [{ name, region: regionInArn(name) ?? own }];
      });
  const withIdentifier = ({ name, region: own }: { name: string; region: string | undefined }) => ({
    identifier: name,
    ...(own !== undefined && { region: own }),
  });
  const records = found.filter(({ sort }) => sort === "record");
  const zones = zonesOfPlan(records, (id) => {
    const zone = world.view().get(zoneKind, GLOBAL_REGION, id);
    return zone === undefined ? undefined : plainName(zone.name);
  });
  const seed = seedDocument.parse({
    rds: { clusters: named("cluster").map(withIdentifier), instances: named("instance").map(withIdentifier) },
    drs: {
      sourceServers: named("source-server").map(({ name, region: own }) => ({
        id: lastPart(name),
        ...(own !== undefined && { region: own }),
      })),
    },
    route53: { zones: zones.zones },
  });
  return applySeed(world, seed, { region, nowMs, skipped: [...skipped, ...zones.skipped] });
};

const nameOf = (value: unknown): string | undefined => {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value !== "object" || value === null) return undefined;
  const members = new Map(Object.entries(value));
  const name: unknown = members.get("identifier") ?? members.get("id") ?? members.get("name");
  return typeof name === "string" && name !== "" ? name : undefined;
};

const regionInArn = (name: string): string | undefined => (name.startsWith("arn:") ? name.split(":")[3] || undefined : undefined);

const lastPart = (name: string): string => (name.startsWith("arn:") ? (name.split("/").at(-1) ?? name) : name);
