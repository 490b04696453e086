/** Delivers recorded events to the queue planner-log, and looks at what came of it. */
import { expect } from "vitest";
import { plan, task, wave } from "./plans.ts";
import { completed, type World } from "./world.ts";

/** A plan of one wave with one task on two resources. */
export const simple = plan("p", [wave(1, [task("a", { resources: { clusters: ["orders"], instances: ["billing"] } })])]);
/** A plan of one wave with one task `t`. */
export const other = (id: string, clusters: readonly string[] = [`cluster-${id}`]) =>
  plan(id, [wave(1, [task("t", { resources: { clusters } })])]);
/** A partial batch response. */
export const given = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });
/** Keys that an execution holds. */
export const keys = async (world: World, holder: string) =>
  (await world.leases.list())
    .filter((lease) => lease.holder === holder)
    .map(({ key }) => key)
    .toSorted();

/** Delivers every recorded event that the rule of planner-log lets through, from `from` on; returns where it stopped. */
export async function deliver(world: World, from = 0): Promise<number> {
  const listened = [
    "ExecutionRequested",
    "ExecutionCompleted",
    "ExecutionFailed",
    "ExecutionCancelled",
    "ExecutionRedriven",
    "RollbackStarted",
  ];
  const events = world.published.slice(from).filter(({ type, data }) => listened.includes(type) || isReopening(type, data));
  const until = world.published.length;
  expect(await world.logEvents(events.map((detail) => ({ id: "bus", source: detail.source, "detail-type": detail.type, detail })))).toEqual(
    given(),
  );
  return until;
}

function isReopening(type: string, data: unknown): boolean {
  return type === "ExecutionQueued" && (data as { readonly reopens?: unknown }).reopens !== undefined;
}

/** Lets an adapter complete a task. */
export const finish = async (world: World, executionId: string, taskId = "t") =>
  world.facts([completed(world.operation(executionId, taskId))]);
/** Where an execution stands. */
export const status = async (world: World, executionId: string) => (await world.state(executionId)).status;
