/** The API with every adapter of the product registered, on memory, and a planner's hand for tests. */
import { toRegistryParameters } from "@dr/adapter-kit";
import { planVersion, type ExecutionState } from "@dr/domain";
import { adapters } from "@dr/services";
import { createTestApi, type TestApi } from "../../services/api/test/api.ts";
import { toValue } from "../../services/api/src/technologies/ask-adapter.ts";

/** An API that knows every adapter, and what it asked them; `answer` is what each says to every question, `overrides` what else differs. */
export function createFullApi(answer: unknown = { ok: true, value: {} }, overrides: Parameters<typeof createTestApi>[0] = {}) {
  const asked: unknown[] = [];
  const api = createTestApi({
    ...overrides,
    askAdapter: (functionName, query, input, { target } = {}) => {
      asked.push([functionName, query, input, ...(target === undefined ? [] : [target])]);
      return Promise.resolve().then(() => toValue(JSON.stringify(answer)));
    },
  });
  api.registry.parameters = adapters.flatMap(toRegistryParameters);
  return { ...api, asked };
}

/** What planner and adapters do after a request until the first wave runs: the first task's id. */
export async function planIt(api: TestApi, executionId: string): Promise<string> {
  const { state } = await api.executions.load(executionId);
  const plan = await api.plans.load(state.planId);
  const waves = planVersion(plan.state)?.waves ?? [];
  const command = {
    type: "PlanExecution",
    now: api.clock.nowIso(),
    waves,
    manifestHash: "m",
    admit: true,
    maxConcurrentExecutions: 50,
  } as const;
  const planned = await api.command(executionId, command);
  await sayReady(api, executionId, planned.state.waves);
  return waves[0]?.tasks[0]?.taskId ?? "";
}

/** Every adapter that was asked sees nothing in the way. */
export async function sayReady(api: TestApi, executionId: string, waves: ExecutionState["waves"]): Promise<void> {
  for (const { readiness, tasks } of waves) {
    if (readiness === null) continue;
    const { checkId, awaited } = readiness;
    const asked = tasks.filter(({ spec }) => awaited.includes(spec.taskId)).map(({ spec }) => spec);
    for (const technology of new Set(asked.map(({ type }) => type))) {
      const seen = asked.filter(({ type }) => type === technology).map(({ taskId }) => ({ taskId, ready: true, checks: [] }));
      const data = { executionId, checkId, technology, tasks: seen };
      await api.command(executionId, { type: "RecordReadiness", now: api.clock.nowIso(), data });
    }
  }
}
