/** Plans for tests, and the parser's answers in a form that is easy to compare. */
import { parsePlan, type ParsePlanOptions } from "../src/plan/parse-plan.ts";
import type { PlanProblem } from "../src/plan/problems.ts";
import { toTechnologyRegistry } from "../src/plan/technology-registry.ts";
import { technologyEntries } from "./technologies.ts";

/** The registry of the fixtures. */
export const registry = toTechnologyRegistry(technologyEntries);

/** A valid wave in the long form, with `more` laid over it. */
export const wave = (waveNumber: number, more: object = {}): Record<string, unknown> => ({
  waveNumber,
  name: `Wave ${waveNumber}`,
  dependencies: [],
  technologies: [{ type: "database", operation: "failover", resources: { clusters: [waveNumber === 1 ? "c" : `c${waveNumber}`] } }],
  ...more,
});

/** A plan of these waves. */
export const planOf = (...waves: unknown[]): Record<string, unknown> => ({ planId: "p", name: "P", waves });

/** All problems of a source. */
export const problemsOf = (source: unknown, options: Partial<ParsePlanOptions> = {}): readonly PlanProblem[] => {
  const result = parsePlan(source, { registry, ...options });
  return result.ok ? [] : result.problems;
};

/** All problems as `<code> <path>`. */
export const placesOf = (source: unknown): string[] => problemsOf(source).map(({ code, path }) => `${code} ${path}`);

/** The plan and its warnings; throws if there are problems. */
export const planFrom = (source: unknown, options: Partial<ParsePlanOptions> = {}) => {
  const result = parsePlan(source, { registry, ...options });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
};
