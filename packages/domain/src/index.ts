/** The pure core: what a plan is, what an execution decides. */
export { hashOf, toCanonicalJson } from "./plan/canonical-json.ts";
export type { CreatePlan, DeletePlan, PlanCommand, UpdatePlan } from "./plan/commands.ts";
export { planDecider } from "./plan/decider.ts";
export { toPlanDocument, toWaveDocument, type WaveDocument } from "./plan/document.ts";
export { waveGraph, type WaveGraph } from "./plan/graph.ts";
export { findJsonSyntaxError } from "./plan/json-syntax.ts";
export { parsePlan, type ParsePlanOptions, type ParsePlanResult } from "./plan/parse-plan.ts";
export { countTasks, manifestHash, planHash, type Plan } from "./plan/plan.ts";
export { pointOfNoReturn } from "./plan/point-of-no-return.ts";
export type { PlanProblem } from "./plan/problems.ts";
export { byteLength, joinWaves, MAX_SLICE_BYTES, sliceWaves } from "./plan/slices.ts";
export { parseSource, type PlanFormat } from "./plan/source.ts";
export { planVersion, type PlanState, type PlanVersion } from "./plan/state.ts";
export {
  parseTechnologyEntry,
  toTechnologyRegistry,
  type RegisteredOperation,
  type TechnologyEntry,
  type TechnologyRegistry,
} from "./plan/technology-registry.ts";
