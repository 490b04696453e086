/** Tag filters of a plan's tasks become names: what an execution runs is frozen with them. */
import { byteLength, createRunOrder, MAX_RESOURCES, resourceLeaseClaims, taskResources, type Place } from "@dr/domain";
import { DrError, type ResourceScope, type TaskSpec, type WaveSpec } from "@dr/events";
import type { EffectiveTag } from "../core/hierarchy.ts";
import type { Inventory } from "../core/inventory.ts";
import { createSelector, type FoundResource } from "../core/select.ts";
import type { TagFilters } from "../core/tags.ts";
import { fillableFields, placeInFields, type Placed } from "./fields.ts";

/** A resource that a task got by its tags, and where the values that led to it stand. */
export interface ResolvedResource {
  readonly reference: string;
  readonly written: string;
  readonly arn: string;
  readonly tags: Readonly<Record<string, EffectiveTag>>;
}

/** What one task's filters led to. */
export interface ResolvedTask {
  readonly taskId: string;
  readonly filters: TagFilters;
  readonly resources: readonly ResolvedResource[];
}

/** Waves in which every resource is named, and what the filters led to. */
export interface ResolvedWaves {
  readonly waves: readonly WaveSpec[];
  readonly tasks: readonly ResolvedTask[];
}

/** A task travels whole in one event. */
const MAX_TASK_BYTES = 100_000;
/** DRS takes ids of its own Region, no ARNs (API reference, SourceServerID). */
const BY_ID_ONLY = new Set(["drs-source-server"]);

/** True if the task selects by tags. */
export function selectsByTags({ resources }: Pick<TaskSpec, "resources">): boolean {
  return resources["tagFilters"] !== undefined;
}

/**
 * Names instead of filters, for every task that has some; other tasks stay as they are. Throws `planning.tag_filters_undeclared` (the operation says of
 * no field what it names), `planning.tag_filters_empty` (nothing was found: the task would do nothing), `planning.tag_filters_elsewhere` (found where the
 * operation cannot reach), `planning.tag_filters_too_many` and `planning.resource_twice`. Pure.
 */
export function resolveWaves(waves: readonly WaveSpec[], inventory: Inventory): ResolvedWaves {
  const select = createSelector(inventory);
  const servers = serversByInstance(inventory);
  const resolved: ResolvedTask[] = [];
  const named = waves.map((wave) => ({
    ...wave,
    tasks: wave.tasks.map((task) => {
      if (!selectsByTags(task)) return task;
      const placed = placeTask(task, select(filtersOf(task)), servers);
      resolved.push(toResolved(task, placed));
      return withNames(task, placed);
    }),
  }));
  refuseTooMany(named);
  refuseTwice(named);
  return { waves: named, tasks: resolved };
}

/** The filters as a plan wrote them; saving has checked their form. */
function filtersOf({ resources }: Pick<TaskSpec, "resources">): TagFilters {
  return resources["tagFilters"] as TagFilters;
}

/** DRS source servers by the ARN of the EC2 instance that they replicate. */
function serversByInstance({ sightings }: Pick<Inventory, "sightings">): ReadonlyMap<string, FoundResource> {
  return new Map(sightings.flatMap(({ arn, standsFor }) => (standsFor === undefined ? [] : [[standsFor, { arn, tags: {} }] as const])));
}

function placeTask(task: TaskSpec, found: readonly FoundResource[], servers: ReadonlyMap<string, FoundResource>): readonly Placed[] {
  const about = { taskId: task.taskId, waveNumber: task.waveNumber, tagFilters: filtersOf(task) };
  const fields = fillableFields(task.declared ?? { names: [] });
  if (fields.length === 0) {
    const message = `task ${task.taskId} selects by tags, and ${task.type}.${task.operation} has no list of resources that tags can fill`;
    throw new DrError("planning.tag_filters_undeclared", message, { details: { ...about, hint: "name the resources" } });
  }
  const scope: ResourceScope = task.declared ?? { account: "", region: "" };
  const all = placeInFields(found, fields, { scope, servers });
  const inRegion = tellsRegion(task, scope.region) ? all.filter(({ reference }) => isInRegion(reference, scope.region)) : all;
  const placed = inRegion.filter(({ reference }) => isInAccount(reference, task.target?.accountId));
  if (placed.length === 0) {
    const kinds = fields.flatMap((field) => field.kinds).join(", ");
    const other = found.length === 0 ? "" : ` (${found.length} resources of other kinds or Regions have these tags)`;
    const message = `task ${task.taskId}: no ${kinds} has the tags ${JSON.stringify(about.tagFilters)}${other}`;
    throw new DrError("planning.tag_filters_empty", message, {
      details: { ...about, hint: "POST /discovery/resources shows what has which tags" },
    });
  }
  const elsewhere = placed.filter(({ kind, written }) => BY_ID_ONLY.has(kind) && written.startsWith("arn:"));
  if (elsewhere.length > 0) {
    const resources = elsewhere.slice(0, 20).map(({ written }) => written);
    const message = `task ${task.taskId}: ${elsewhere.length} of the resources with its tags lie in another account or Region than ${task.type} acts in`;
    throw new DrError("planning.tag_filters_elsewhere", message, {
      details: { ...about, resources, hint: "set config.region, or narrow the tags" },
    });
  }
  return placed;
}

/** The task's own settings, or its target, say where it acts. */
function tellsRegion({ config, target }: TaskSpec, region: string): boolean {
  return region !== "" && (target?.region === region || Object.values(config).includes(region));
}

/** The same tags may stand in several accounts; a task acts in one of them. */
function isInAccount(reference: string, accountId: string | undefined): boolean {
  const own = reference.split(":")[1];
  return accountId === undefined || own === "" || own === accountId;
}

function isInRegion(reference: string, region: string): boolean {
  const own = reference.split(":")[2];
  return own === "" || own === region;
}

/** Names that the plan writes beside its filters stay, and come first. */
function withNames(task: TaskSpec, placed: readonly Placed[]): TaskSpec {
  const { tagFilters: _filters, ...resources } = task.resources;
  const known = new Set(taskResources({ ...task, resources }).map(({ reference }) => reference));
  for (const { field, reference, written } of placed) {
    if (known.has(reference)) continue;
    const before: unknown = resources[field];
    resources[field] = [...(Array.isArray(before) ? (before as unknown[]) : []), written];
  }
  const resolved = { ...task, resources };
  const bytes = byteLength(resolved);
  if (bytes > MAX_TASK_BYTES) {
    const message = `task ${task.taskId}: its tags lead to ${placed.length} resources, too many for one task (${bytes} bytes)`;
    throw new DrError("planning.tag_filters_too_many", message, {
      details: { taskId: task.taskId, expected: `at most ${MAX_TASK_BYTES} bytes`, hint: "narrow the tags, or split the task" },
    });
  }
  return resolved;
}

/** As saving refuses a plan that names more itself. */
function refuseTooMany(waves: readonly WaveSpec[]): void {
  const resources = resourceLeaseClaims(waves.flatMap(({ tasks }) => tasks)).length;
  if (resources <= MAX_RESOURCES) return;
  throw new DrError("planning.tag_filters_too_many", `the plan and its tags lead to ${resources} resources, too many to be taken in time`, {
    details: { resources, expected: `at most ${MAX_RESOURCES} resources`, hint: "narrow the tags, or split the plan" },
  });
}

function toResolved(task: TaskSpec, placed: readonly Placed[]): ResolvedTask {
  const filters = filtersOf(task);
  const keys = new Set(Object.keys(filters));
  const resources = placed.map(({ reference, written, found }) => ({
    reference,
    written,
    arn: found.arn,
    tags: Object.fromEntries(Object.entries(found.tags).filter(([key]) => keys.has(key))),
  }));
  return { taskId: task.taskId, filters, resources };
}

/** Saving looks at the names that a plan writes; what tags add has to be looked at here. */
function refuseTwice(waves: readonly WaveSpec[]): void {
  const order = createRunOrder(waves);
  const seen = new Map<string, Acted[]>();
  for (const acted of waves.flatMap(actedOnIn)) {
    const before = seen.get(acted.reference) ?? [];
    const clash = before.find(({ place }) => !order.isBefore(place, acted.place) && !order.isBefore(acted.place, place));
    if (clash) throw twice(clash, acted);
    seen.set(acted.reference, [...before, acted]);
  }
}

interface Acted {
  readonly reference: string;
  readonly written: string;
  readonly place: Place;
  readonly taskId: string;
}

function actedOnIn({ waveNumber, tasks }: WaveSpec): readonly Acted[] {
  return tasks.flatMap((task, index) =>
    taskResources(task)
      .filter(({ use }) => use === "acts")
      .map(({ reference, written }) => ({ reference, written, taskId: task.taskId, place: { waveNumber, task: index } })),
  );
}

function twice(earlier: Acted, { taskId, written }: Acted): DrError {
  const message = `${written} has the tags of ${earlier.taskId} and of ${taskId}, and both may run at once`;
  const hint = "narrow the tags, or let one wait for the other (dependsOn)";
  return new DrError("planning.resource_twice", message, { details: { resource: written, tasks: [earlier.taskId, taskId], hint } });
}
