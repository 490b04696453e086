/** Runs plans of three waves on a runtime, one after the other or all at once, and times what the caller sees. */
import { setTimeout as sleep } from "node:timers/promises";
import type { SignedClient } from "@dr/local";

/** A runtime as far as the load needs it; an older version's has the same. */
export interface LoadedRuntime {
  readonly as: (role: string) => SignedClient;
}

const WAVES = 3;
/** At concurrency 1 several executions run one after the other, so that a percentile means something. */
const IN_A_ROW = 10;
const LOOK_MS = 250;

/** What the caller saw: when it asked for each execution, and how long every call of the API took (ms). */
export interface Seen {
  readonly requestedAt: ReadonlyMap<string, number>;
  readonly api: readonly number[];
}

/** Saves the plans, runs them to their end and looks at each every 250 ms. Throws for an execution that does not complete. */
export async function load(runtime: LoadedRuntime, concurrent: number): Promise<Seen> {
  const api: number[] = [];
  const planner = timed(runtime.as("DRPlanManager"), api);
  const operator = timed(runtime.as("DROperator"), api);
  const names = Array.from({ length: Math.max(concurrent, IN_A_ROW) }, (_, index) => `b${index}`);
  for (const name of names) await planner({ method: "POST", path: "/api/v1/plans", body: plan(name) });
  const requestedAt = new Map<string, number>();
  const runOne = async (name: string): Promise<void> => {
    const at = performance.timeOrigin + performance.now();
    const body = { planId: name, executionType: "recovery" };
    const answer = await operator<{ executionId: string }>({ method: "POST", path: "/api/v1/executions", body });
    requestedAt.set(answer.body.executionId, at);
    await untilEnded(operator, answer.body.executionId);
  };
  if (concurrent > 1) await Promise.all(names.map(runOne));
  else for (const name of names) await runOne(name);
  return { requestedAt, api };
}

/** Looks as `dr watch` and every HTTP cache do: with the tag of the answer before, where the runtime gives one (an older version's has none). */
async function untilEnded(client: SignedClient, executionId: string): Promise<void> {
  let etag: string | undefined;
  for (;;) {
    const headers: Record<string, string> = etag === undefined ? {} : { "if-none-match": etag };
    const answer = await client<{ status: string } | null>({ method: "GET", path: `/api/v1/executions/${executionId}/status`, headers });
    const status = answer.body?.status;
    if (status === "completed") return;
    if (status === "failed" || status === "cancelled") throw new Error(`${executionId} ended ${status}`);
    etag = (answer as Partial<typeof answer>).headers?.get("etag") ?? etag;
    await sleep(LOOK_MS);
  }
}

function timed(client: SignedClient, samples: number[]): SignedClient {
  return async (call) => {
    const before = performance.now();
    const answer = await client(call);
    samples.push(performance.now() - before);
    return answer as never;
  };
}

function plan(planId: string): Record<string, unknown> {
  const waves = Array.from({ length: WAVES }, (_, index) => ({
    waveNumber: index + 1,
    name: `Wave ${index + 1}`,
    technologies: [{ type: "database", operation: "failover", resources: { clusters: [`${planId}-cluster-${index + 1}`] } }],
    dependencies: index === 0 ? [] : [index],
  }));
  return { planId, name: planId, waves };
}
