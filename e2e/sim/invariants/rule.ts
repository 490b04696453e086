/** What a rule about one event type gets to see. */
import type { EventData, EventType } from "@dr/events";
import type { Facts } from "./facts.ts";
import { MAX_SKEW_MS } from "../kernel/process.ts";
import type { Estate } from "../world/estate.ts";
import type { ExecutionModel, TaskModel, WaveModel } from "./execution-model.ts";
import type { Judge } from "./violation.ts";

/** Everything that an event is judged against. `nowMs` is the true time; `atMs` is what the event says. */
export interface RuleContext {
  readonly model: ExecutionModel;
  readonly judge: Judge;
  readonly nowMs: number;
  readonly atMs: number;
  readonly facts: Facts;
  readonly estate: Estate;
  readonly label: string;
  /** Who caused it: a principal, or a service. */
  readonly actor: string;
}

/** Judges one event and moves the model on. */
export type Rule<T extends EventType> = (context: RuleContext, data: EventData<T>) => void;

/** Most that the clocks of two processes may be apart: one sets a deadline, the other finds that it has passed. */
export const SKEW_MS = 2 * MAX_SKEW_MS + 100;

/** The task of an event; reports and gives nothing if there is none. */
export function taskFor({ model, judge, label }: RuleContext, taskId: string): TaskModel | undefined {
  const task = model.tasks.get(taskId);
  judge.expect(task !== undefined, "known task", () => `${label} names task ${taskId}, which the plan does not have`);
  return task;
}

/** The wave of an event; reports and gives nothing if there is none. */
export function waveFor({ model, judge, label }: RuleContext, waveNumber: number): WaveModel | undefined {
  const wave = model.waves.get(waveNumber);
  judge.expect(wave !== undefined, "known wave", () => `${label} names wave ${waveNumber}, which the plan does not have`);
  return wave;
}

/** Reports unless the execution runs and is not on its way to its end. */
export function expectRunning({ model, judge, label }: RuleContext): void {
  judge.expect(
    model.status === "running" && model.cancelDeadlineMs === null && model.unwinding === null,
    "nothing begins in an execution that does not run",
    () =>
      `${label} while ${model.status}, unwinding ${model.unwinding ?? "nothing"}, ${model.cancelDeadlineMs === null ? "not " : ""}cancelling`,
  );
}

/** Whatever was given up or left out at work is named at the end, unless somebody has said since what came of it. */
export function expectAccounted({ model, judge, label }: RuleContext, named: { readonly total: number } | undefined): void {
  const open = [...model.tasks.values()].filter(({ unaccounted }) => unaccounted);
  judge.expect(
    open.length <= (named?.total ?? 0),
    "every accepted effect is accounted for",
    () => `${label}: ${open.map(({ spec }) => spec.taskId).join(", ")}`,
  );
}
