/** An execution as a table: one line for each resource of each task. */
import type { ExecutionView } from "@dr/domain";
import { referenceOf, type ResourceReference } from "@dr/evidence";
import { toCsv } from "./csv.ts";

const HEADER =
  "executionId planId executionType mode waveNumber wave taskId technology operation status attempt requestedAt startedAt finishedAt resource reference outcome rtoSeconds rpoSeconds failure";

/** The table; a task without results has one line. */
export function toExecutionCsv(view: ExecutionView, references: readonly ResourceReference[]): string {
  const rows = view.waves.flatMap((wave) =>
    wave.technologies.flatMap((task) => {
      const about = [view.executionId, view.planId, view.executionType, view.mode, wave.waveNumber, wave.name];
      const own = [task.taskId, task.type, task.operation, task.status, task.attempt, task.requestedAt, task.startedAt, task.finishedAt];
      const figures = [task.result?.rtoSeconds, task.result?.rpo.seconds, task.failure?.message];
      const resources = task.result?.resources ?? [];
      const known = (written: string): string => referenceOf(references, { waveNumber: wave.waveNumber, taskId: task.taskId, written });
      if (resources.length === 0)
        return [[...about, ...own, task.resources.join(" "), task.resources.map(known).join(" "), "", ...figures]];
      return resources.map(({ resource, outcome }) => [...about, ...own, resource, known(resource), outcome, ...figures]);
    }),
  );
  return toCsv(HEADER.split(" "), rows);
}
