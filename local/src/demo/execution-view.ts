/** The part of the API's answers that the demo shows, checked as any client would check it. */
import { namesInLine } from "@dr/client/names-in-line";
import * as z from "zod";

const iso = z.string().nullish();

const technologySchema = z.looseObject({
  taskId: z.string(),
  type: z.string(),
  operation: z.string(),
  status: z.string(),
  resources: z.array(z.string()),
  startedAt: iso,
  finishedAt: iso,
  failure: z.looseObject({ code: z.string(), message: z.string() }).nullish(),
  result: z
    .looseObject({
      rtoSeconds: z.number(),
      rpo: z.object({ seconds: z.number().nullable(), method: z.string(), confidence: z.string() }),
      simulated: z.boolean(),
      warnings: z.array(z.string()),
    })
    .nullish(),
});

const waveSchema = z.looseObject({
  waveNumber: z.number(),
  name: z.string(),
  status: z.string(),
  startedAt: iso,
  finishedAt: iso,
  technologies: z.array(technologySchema),
});

/** An execution as `GET /api/v1/executions/{id}` shows it. */
export const executionViewSchema = z.looseObject({
  executionId: z.string(),
  status: z.string(),
  requestedAt: iso,
  startedAt: iso,
  finishedAt: iso,
  waves: z.array(waveSchema),
  estimate: z
    .looseObject({
      rtoSeconds: z.number(),
      atLeast: z.boolean(),
      basis: z.object({ measured: z.number(), declared: z.number(), unknown: z.number() }),
    })
    .nullish(),
  pause: z.looseObject({ pauseId: z.string(), reason: z.string(), waveNumber: z.number().nullish(), since: z.string() }).nullish(),
  planHash: z.string(),
  manifestHash: z.string().nullish(),
  mode: z.string(),
});

/** An execution as the demo reads it. */
export type ExecutionView = z.infer<typeof executionViewSchema>;

/** One line per task and wave, for showing what changed. */
export function statusLines(view: ExecutionView): Map<string, string> {
  const lines = new Map<string, string>();
  for (const wave of view.waves) {
    lines.set(`wave ${wave.waveNumber}`, `wave ${wave.waveNumber}  ${wave.name.padEnd(28)} ${wave.status}`);
    for (const task of wave.technologies) {
      const what = `${task.type} ${task.operation} [${namesInLine(task.resources)}]`;
      lines.set(task.taskId, `        ${what.padEnd(72)} ${task.status}`);
    }
  }
  return lines;
}
