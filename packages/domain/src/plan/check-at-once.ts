/** Limits of a service on all that is under way at once, as far as they are known when a plan is saved. */
import { lazyObject, type NamedResource, parseReference, type TaskSpec, type WaveSpec } from "@dr/events";
import * as z from "zod";
import type { ChosenOperation } from "./check-operation.ts";
import type { DraftPlan, DraftTask } from "./draft.ts";
import { isRecord } from "./fields.ts";
import { tasksInOrder, waveGraph } from "./graph.ts";
import { mostAtOnce, type Work } from "./most-at-once.ts";
import type { ProblemReport } from "./problems.ts";
import { taskResources } from "./task-resources.ts";

/**
 * A limit that all tasks of an account and Region share, declared on a list of names in an operation's schema: `z.array(…).meta({ atOnce: [limit] })`.
 * Tasks of several operations share it if it has the same `name`.
 */
const atOnceSchema = lazyObject(() => ({
  name: z.string(),
  /** So many names take one of what is limited, of each task anew; default: each name one. */
  per: z.number().positive().default(1),
  max: z.number().positive(),
  /** In words for the author of a plan: whose limit it is, and what becomes of what is beyond it. */
  reason: z.string(),
}));
type AtOnce = z.infer<typeof atOnceSchema>;

/** What one limit, in one account and Region, is asked for by the tasks of a plan. */
interface Demand {
  readonly limit: AtOnce;
  readonly place: string;
  readonly weights: Map<TaskSpec, number>;
  /** Where the largest part of it stands. */
  largest: { readonly weight: number; readonly task: DraftTask; readonly list: string };
}

/** Accounts and Regions that are looked at exactly; of further ones all tasks count as at once, so that a document of thousands costs no more than another. */
const MAX_EXACT = 50;

/**
 * Warns (`plan.at_once`) of tasks that can run at once and together ask a service for more than it does at once. It is no problem: the adapter waits
 * for room, but within the deadlines of the plan. `waves` are those that `draft` was made into.
 */
export function checkAtOnce(
  report: ProblemReport,
  draft: DraftPlan,
  { waves, operations }: { readonly waves: readonly WaveSpec[]; readonly operations: ReadonlyMap<DraftTask, ChosenOperation> },
): void {
  const demands = [...demandsOf(draft, waves, operations)].filter(({ limit, weights }) => sumOf(weights) > limit.max);
  for (const [index, { limit, place, weights, largest }] of demands.entries()) {
    const most = index < MAX_EXACT ? mostAtOnce(worksOf(waves, weights)) : sumOf(weights);
    if (most <= limit.max) continue;
    report.warn([...largest.task.path, "resources", largest.list], {
      code: "plan.at_once",
      message: `${limit.reason}: up to ${most} of this plan can be asked for at once${place === "" ? "" : ` in ${place}`}; let waves wait for each other, or give them the time`,
      expected: `at most ${limit.max} at once`,
    });
  }
}

function sumOf(weights: ReadonlyMap<TaskSpec, number>): number {
  return [...weights.values()].reduce((sum, weight) => sum + weight, 0);
}

function demandsOf(draft: DraftPlan, waves: readonly WaveSpec[], operations: ReadonlyMap<DraftTask, ChosenOperation>): Iterable<Demand> {
  const drafts = new Map(draft.waves.map((wave) => [wave.waveNumber, wave.tasks]));
  const demands = new Map<string, Demand>();
  for (const wave of waves) {
    for (const [index, spec] of wave.tasks.entries()) {
      const task = drafts.get(wave.waveNumber)?.[index];
      const chosen = task && operations.get(task);
      const limits = chosen ? limitsOf(chosen.operation.resourcesSchema) : [];
      if (!task || limits.length === 0) continue;
      const names = taskResources(spec);
      for (const [list, limit] of limits) addDemand(demands, { list, limit, task, spec, names });
    }
  }
  return demands.values();
}

interface Asked {
  readonly list: string;
  readonly limit: AtOnce;
  readonly task: DraftTask;
  readonly spec: TaskSpec;
  readonly names: readonly NamedResource[];
}

function addDemand(demands: Map<string, Demand>, { list, limit, task, spec, names }: Asked): void {
  const here = names.filter(({ use, path }) => use === "acts" && path[0] === "resources" && path[1] === list);
  for (const [place, ofPlace] of Map.groupBy(here, placeOf)) {
    const weight = Math.ceil(new Set(ofPlace.map(({ reference }) => reference)).size / limit.per);
    const key = JSON.stringify([limit.name, place]);
    const known = demands.get(key) ?? { limit, place, weights: new Map<TaskSpec, number>(), largest: { weight: 0, task, list } };
    known.weights.set(spec, weight);
    if (weight > known.largest.weight) known.largest = { weight, task, list };
    demands.set(key, known);
  }
}

function placeOf({ reference }: NamedResource): string {
  const { account = "", region = "" } = parseReference(reference) ?? {};
  return [account, region].filter((part) => part !== "").join(", ");
}

/** The tasks in an order that keeps every dependency, between the beginning and the end of their waves. */
function worksOf(waves: readonly WaveSpec[], weights: ReadonlyMap<TaskSpec, number>): readonly Work[] {
  const works: Work[] = [];
  const ends = new Map<number, number>();
  const add = (weight: number, before: readonly number[]): number => works.push({ weight, before }) - 1;
  const byNumber = new Map(waves.map((wave) => [wave.waveNumber, wave]));
  for (const wave of waveGraph(waves).order.flatMap((waveNumber) => byNumber.get(waveNumber) ?? [])) {
    const waited = wave.dependencies.flatMap((waveNumber) => ends.get(waveNumber) ?? []);
    const begins = add(0, waited);
    const places = new Map<string, number>();
    for (const task of tasksInOrder(wave.tasks)) {
      const before = task.dependsOn.flatMap((taskId) => places.get(taskId) ?? []);
      places.set(task.taskId, add(weights.get(task) ?? 0, [begins, ...before]));
    }
    ends.set(wave.waveNumber, add(0, [begins, ...places.values()]));
  }
  return works;
}

/** Limits by schema, as schemas never change. A limit that cannot be read is none. */
const read = new WeakMap<object, readonly (readonly [list: string, limit: AtOnce])[]>();

function limitsOf(schema: Readonly<Record<string, unknown>>): readonly (readonly [string, AtOnce])[] {
  const known = read.get(schema);
  if (known) return known;
  const properties = isRecord(schema["properties"]) ? schema["properties"] : {};
  const found = Object.entries(properties).flatMap(([list, property]) => {
    const parsed = z.array(atOnceSchema).safeParse(isRecord(property) ? property["atOnce"] : undefined);
    return parsed.success ? parsed.data.map((limit) => [list, limit] as const) : [];
  });
  read.set(schema, found);
  return found;
}
