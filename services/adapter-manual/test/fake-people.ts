/** People who take their time, in virtual time. */
import type { FakeWorld, WrapPort } from "@dr/adapter-kit/testing";
import type { VirtualClock } from "@dr/runtime";
import type { ManualClients } from "../src/clients.ts";
import type { Answer, OpenTask, TaskPort } from "../src/tasks.ts";

/** A world in which every task is answered so many seconds after it was opened. Effects read `asked: <title>`; what a person then does is not the adapter's act. */
export function createFakePeople(clock: VirtualClock, afterSeconds: number): FakeWorld<ManualClients> {
  const effects: string[] = [];
  const opened = new Map<string, OpenTask & { readonly atMs: number }>();
  const answer = (): Answer => ({ outcome: "completed", evidence: [], answeredBy: "kim", at: clock.nowIso() });
  const tasks: TaskPort = {
    read: async (operationId) => {
      const task = opened.get(operationId);
      if (!task || task.withdrawn || clock.nowMs() - task.atMs < afterSeconds * 1000) return task;
      return { ...task, answer: answer() };
    },
    open: async (task) => {
      effects.push(`asked: ${task.title}`);
      opened.set(task.operationId, { ...task, withdrawn: false, atMs: clock.nowMs() });
    },
    withdraw: async (operationId) => {
      const task = opened.get(operationId);
      if (task) opened.set(operationId, { ...task, withdrawn: true });
    },
  };
  return { createClients: (wrap: WrapPort) => ({ tasks: wrap(tasks) }), effects: () => effects, touched: () => [] };
}
