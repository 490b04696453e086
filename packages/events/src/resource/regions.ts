/** Regions that a task names: where it acts, in its settings, and in ARNs. */
import type * as z from "zod";
import { regionName } from "../region-name.ts";
import { namesScope } from "./annotation.ts";
import { parseArn } from "./arn.ts";
import { declarationsOfOperation, type OperationSchemas, type TaskInput } from "./declared.ts";
import { placesOf } from "./select.ts";

/**
 * The schema of a field that says a Region. It carries the keyword `region`, so that a plan can be held against the Regions of an installation; with `ofNames` it is also the Region in
 * which the task's names are looked up.
 */
export function declaredRegion({ ofNames = false }: { readonly ofNames?: boolean } = {}): z.ZodString {
  return regionName.meta({ region: true, ...(ofNames ? namesScope("region") : {}) });
}

/** A Region that a task names, and where: the path begins with `target`, `resources` or `config`. */
export interface NamedRegion {
  readonly region: string;
  readonly path: readonly (string | number)[];
}

type Task = TaskInput & { readonly target?: { readonly region?: string | undefined } | undefined };

/** Every Region that a task names: its target's, those of fields that its operation declares as Regions, and those of ARNs wherever they stand. */
export function regionsIn(schemas: OperationSchemas, { target, resources, config }: Task): readonly NamedRegion[] {
  const input = { resources, config };
  const told = target?.region === undefined ? [] : [{ region: target.region, path: ["target", "region"] }];
  const declared = declarationsOfOperation(schemas).regions.flatMap((at) =>
    placesOf(input, at, []).flatMap(([found, path]) =>
      typeof found === "string" && parseArn(found) === undefined && found !== "" ? [{ region: found, path }] : [],
    ),
  );
  return [...told, ...declared, ...arnsIn(input, [])];
}

/** A Region that stands in a task and is not among those in which tasks may act. */
export interface RefusedRegion extends NamedRegion {
  readonly message: string;
  readonly expected: string;
}

/** Who allows a Region, and how. */
export const ALLOWING_HINT = "name one of them, or have whoever deploys the platform allow this one (DR_ALLOWED_REGIONS)";

/** Regions of a task that are not among `allowed`, each where it stands; none where nothing was said of Regions. */
export function refusedRegions(schemas: OperationSchemas, task: Task, allowed: readonly string[] | undefined): readonly RefusedRegion[] {
  if (allowed === undefined) return [];
  return regionsIn(schemas, task)
    .filter(({ region }) => !allowed.includes(region))
    .map(({ region, path }) => {
      const list = allowed.join(", ");
      return { region, path, message: `no task may act in ${region}: allowed are ${list}; ${ALLOWING_HINT}`, expected: `one of ${list}` };
    });
}

/** ARNs name a Region of their own, in values and in keys. */
function arnsIn(value: unknown, path: NamedRegion["path"]): readonly NamedRegion[] {
  if (typeof value === "string") {
    const region = parseArn(value)?.region ?? "";
    return region === "" ? [] : [{ region, path }];
  }
  if (Array.isArray(value)) return value.flatMap((entry, index) => arnsIn(entry, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => [...arnsIn(key, [...path, key]), ...arnsIn(entry, [...path, key])]);
}
