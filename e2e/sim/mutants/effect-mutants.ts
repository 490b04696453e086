/** Bugs in what is known of effects, and in who may have what an execution needs. */
import type { ExecutionState } from "@dr/domain";
import type { DomainEvent } from "@dr/events";
import { changedCommand, inDecider, type Mutant } from "./mutant.ts";

type Task = ExecutionState["waves"][number]["tasks"][number];

/** The state in which nothing is known to stand, or maybe to stand, of one task. */
function without(state: ExecutionState, taskId: string): ExecutionState {
  const cleared = (task: Task): Task => (task.spec.taskId === taskId ? { ...task, effect: "none", effectOperationId: null } : task);
  return { ...state, waves: state.waves.map((wave) => ({ ...wave, tasks: wave.tasks.map(cleared) })) };
}

/** Forgets the effect of a task after events that are like this. */
const forgetsAfter = (isLike: (event: DomainEvent) => string | undefined) =>
  inDecider(({ evolve }) => ({
    evolve: (state, event) => {
      const taskId = isLike(event);
      const next = evolve(state, event);
      return taskId === undefined ? next : without(next, taskId);
    },
  }));

/** Bugs in what is known of effects. */
export const effectMutants: readonly Mutant[] = [
  {
    name: "takes-a-timeout-for-no-effect",
    plant: forgetsAfter((event) =>
      event.type === "TechnologyFailed" && event.data.failure.details?.["decidedBy"] === "planner" ? event.data.taskId : undefined,
    ),
  },
  {
    name: "takes-a-skip-for-no-effect",
    plant: forgetsAfter((event) => (event.type === "TechnologySkipped" ? event.data.taskId : undefined)),
  },
  {
    name: "redrives-over-a-drill",
    plant: changedCommand("RedriveExecution", ({ waitsFor: _drills, ...command }) => command),
  },
  {
    name: "rolls-back-over-a-drill",
    plant: changedCommand("RollbackExecution", ({ waitsFor: _drills, ...command }) => command),
  },
];
