/** What must be true when everything has come to rest. */
import { isDeepStrictEqual } from "node:util";
import { executionDecider, foldExecution, toHistoryItem, type ExecutionState } from "@dr/domain";
import { foldStream, toDomainEvent, type Commit, type Folded } from "@dr/event-log";
import type { DomainEvent } from "@dr/events";
import type { Estate } from "../world/estate.ts";
import type { Region } from "../world/region.ts";
import { plainName } from "../world/spelling.ts";
import type { SharedTables } from "../world/tables.ts";
import type { ExecutionModel, TaskModel } from "./execution-model.ts";
import type { Judge } from "./violation.ts";
import type { Watchtower } from "./watchtower.ts";

/** What the end is judged on. */
export interface EndState {
  readonly judge: Judge;
  readonly tables: SharedTables;
  readonly estate: Estate;
  readonly watchtower: Watchtower;
}

/** What has not come to rest yet, in words. */
export async function whatIsOpen({ watchtower, tables }: EndState, leader: Region): Promise<readonly string[]> {
  const open = [...watchtower.models.values()]
    .filter(({ status }) => status !== "ended")
    .map((model) => `${model.executionId} is ${model.status}: ${describeTasks(model)}`);
  // The rest is costly to look at, and cannot be done before.
  if (open.length > 0) return open;
  const leases = (await tables.leases.list()).map(({ key, holder }) => `lease ${key} is held by ${holder}`);
  const missing = watchtower.publication.missing().map((event) => `${event} was never published`);
  const busy = leader.busy() > 0 ? [`${leader.busy()} messages or invocations are under way`] : [];
  const lagging: string[] = [];
  for (const [streamId, { executionId }] of watchtower.models) {
    const head = (await tables.log.read(streamId)).at(-1)?.lastVersion ?? 0;
    const item = await tables.history.get(executionId);
    if (item?.version !== head) lagging.push(`the list shows ${executionId} at version ${item?.version ?? 0} of ${head}`);
  }
  return [...leases, ...missing, ...busy, ...lagging];
}

/** Judges projections, snapshots and the estate. */
export async function judgeEnd({ judge, tables, estate, watchtower }: EndState): Promise<void> {
  for (const [streamId, model] of watchtower.models) {
    const commits = await tables.log.read(streamId);
    const folded = fold(commits);
    judgeFold(judge, streamId, commits, folded.state);
    await judgeProjection(judge, tables, model.executionId, folded);
    await judgeSnapshot(judge, tables, streamId, commits);
    judge.expect(
      folded.state.status === model.outcome,
      "the fold ends as the events do",
      () => `${streamId}: ${folded.state.status}, not ${model.outcome}`,
    );
    if (isLastOfItsPlan(watchtower, model)) for (const task of model.tasks.values()) judgeTask(judge, estate, model, task);
  }
}

/** A later execution of the same plan moved the same resources. */
function isLastOfItsPlan({ models }: Watchtower, model: ExecutionModel): boolean {
  const later = [...models.values()].slice([...models.values()].indexOf(model) + 1);
  return model.operations.size > 0 && !later.some((other) => other.request.planId === model.request.planId && other.operations.size > 0);
}

function fold(commits: readonly Commit[]): Folded<ExecutionState> {
  return foldStream(executionDecider, commits);
}

/** However the stream is folded, it is the same: at once, with an event of another stream in it, or as an older version wrote it. */
function judgeFold(judge: Judge, streamId: string, commits: readonly Commit[], state: ExecutionState): void {
  const events = commits.flatMap((commit) => commit.events.map((stored) => toDomainEvent(stored)));
  const alien: DomainEvent = { type: "PlanDeleted", data: { version: 1 }, at: "2026-11-23T04:00:00.000Z" };
  const old = events.map((event): DomainEvent => {
    if (event.type !== "TechnologySkipped" || event.data.because !== "operator") return event;
    const { because: _implied, ...data } = event.data;
    return { ...event, data };
  });
  for (const [how, sequence] of Object.entries({
    "at once": events,
    "with an alien event": [...events, alien],
    "as an older version wrote it": old,
  })) {
    judge.expect(isDeepStrictEqual(foldExecution(sequence), state), "a stream has one fold", () => `${streamId} ${how}`);
  }
}

async function judgeProjection(
  judge: Judge,
  { history }: SharedTables,
  executionId: string,
  { state, head }: Folded<ExecutionState>,
): Promise<void> {
  const { activeShard: _derived, ...item } = { ...(await history.get(executionId)) } as Record<string, unknown>;
  const expected = JSON.parse(JSON.stringify(toHistoryItem(state, head.version))) as Record<string, unknown>;
  judge.expect(
    isDeepStrictEqual(item, expected),
    "projection = fold",
    () => `${executionId}: ${JSON.stringify(item)} is not ${JSON.stringify(expected)}`,
  );
}

async function judgeSnapshot(judge: Judge, { snapshots }: SharedTables, streamId: string, commits: readonly Commit[]): Promise<void> {
  const snapshot = await snapshots?.store.load(streamId);
  if (!snapshot) return;
  const { state } = fold(commits.filter(({ lastVersion }) => lastVersion <= snapshot.head.version));
  judge.expect(
    isDeepStrictEqual(snapshot.state, JSON.parse(JSON.stringify(state))),
    "a snapshot is the fold",
    () => `${streamId} at ${snapshot.head.version}`,
  );
}

/** What the log says of a task is how its resources are. Shared ones were moved by whoever came last. */
function judgeTask(judge: Judge, estate: Estate, { executionId, request, operations }: ExecutionModel, task: TaskModel): void {
  const { taskId } = task.spec;
  const gone = task.status === "rolled_back" || (task.status === "cleaned_up" && !task.cleanupFailed && task.leftovers.length === 0);
  for (const resource of (task.spec.resources["names"] as readonly string[]).filter((name) => !plainName(name).includes("shared"))) {
    const { moved, jobs } = estate.look(resource);
    const describe = (): string => `${executionId}: ${taskId} is ${task.status}, ${resource} is ${moved ? "" : "not "}moved`;
    if (task.status === "completed" && request.executionType === "recovery") judge.expect(moved, "no task is lost", describe);
    if (!gone) continue;
    const ours = jobs.filter(({ operationId }) => operations.has(operationId));
    const running = ours.some(({ kind, state }) => kind === "forward" && state === "running");
    const standing = moved && ours.some(({ id }) => id === jobs.findLast(({ state }) => state === "succeeded")?.id);
    judge.expect(!running && !standing, "what was taken back is gone", describe);
  }
}

function describeTasks({ tasks }: ExecutionModel): string {
  return [...tasks.values()].map(({ spec, status, phase }) => `${spec.taskId.slice(0, 12)} ${status} (${phase})`).join(", ");
}
