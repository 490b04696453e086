/** A kept plan as a plan file again: what the API shows, and takes back unchanged. */
import type { TaskSpec, WaveSpec } from "@dr/events";
import type { Plan } from "./plan.ts";

/** A wave of a plan document, in the long form of the requirements. */
export type WaveDocument = ReturnType<typeof toWaveDocument>;

/** The plan as a document in the long form. Parsing it again, against the same registry, gives the same plan and the same hash. */
export function toPlanDocument(plan: Plan) {
  const { planId, name, description, ...rest } = plan.header;
  return { planId, name, description, ...rest, waves: plan.waves.map(toWaveDocument) };
}

/** One wave as a document: `technologies` with all defaults spelled out. */
export function toWaveDocument(wave: WaveSpec) {
  const { waveNumber, name, dependencies, tasks, pause, ...rest } = wave;
  const { approval, ...limits } = pause;
  return {
    waveNumber,
    name,
    technologies: tasks.map(toTechnologyDocument),
    dependencies,
    ...rest,
    pause: limits,
    ...(approval === undefined ? {} : { approval }),
  };
}

/** What the registry says of an operation is taken from there again: it is none of the plan's. */
function toTechnologyDocument({ taskId, waveNumber: _number, declared, answersReadiness, expectedSeconds, ...task }: TaskSpec) {
  return { id: taskId, ...task };
}
