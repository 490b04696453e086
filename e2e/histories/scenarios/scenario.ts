/** What a scenario is given, and the calls that several of them make. */
import type { SpawnedRuntime } from "@dr/local";
import { savePlan, startExecution, untilStatus } from "../../support/runtime.ts";
import { waitFor } from "../../support/wait-for.ts";

/** A ring that scenarios share, one after the other. */
export interface Ring {
  readonly runtime: SpawnedRuntime;
}

/** Runs to its end and returns the execution whose history is taken. */
export type Scenario = (ring: Ring) => Promise<string>;

type Plan = Readonly<Record<string, unknown>> & { readonly planId: string };

/** Statuses in which an execution stays unless somebody acts. */
export const ENDED = ["completed", "failed", "cancelled"] as const;

/** Saves a plan and starts it as the operator. */
export async function begin({ runtime }: Ring, plan: Plan, executionType: "recovery" | "drill" = "recovery"): Promise<string> {
  await savePlan(runtime.as("DRPlanManager"), plan);
  return startExecution(runtime.as("DROperator"), { planId: plan.planId, executionType });
}

/** Waits for one status; fails at once when it ends with another. */
export async function reaches({ runtime }: Ring, executionId: string, status: string): Promise<void> {
  const seen = await untilStatus(runtime.as("DROperator"), executionId, [status, ...ENDED]);
  if (seen.status !== status) throw new Error(`${executionId} is ${seen.status}, wanted ${status}: ${JSON.stringify(seen, null, 1)}`);
}

/** A call that has to succeed. */
export async function must({ runtime }: Ring, role: string, call: { method: string; path: string; body?: unknown }): Promise<unknown> {
  const answer = await runtime.as(role)({ ...call, path: `/api/v1/executions/${call.path}` });
  if (answer.status >= 300) throw new Error(`${call.method} ${call.path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Waits until the execution has recorded an event of this type. */
export async function recorded({ runtime }: Ring, executionId: string, type: string): Promise<void> {
  const path = `/api/v1/executions/${executionId}/events`;
  await waitFor(
    `${type} of ${executionId}`,
    async () => {
      const { body } = await runtime.as("DRReadOnly")<{ events: readonly { type: string }[] }>({ method: "GET", path });
      return body.events.some((event) => event.type === type) ? true : undefined;
    },
    { everyMs: 20 },
  );
}

/** Installs a fault of the simulated estate while `act` runs. */
export async function during({ runtime }: Ring, fault: Readonly<Record<string, unknown>>, act: () => Promise<void>): Promise<void> {
  const url = `${runtime.ready.endpoint}/_local/estate/faults`;
  const headers = { "content-type": "application/json" };
  const installed = await fetch(url, { method: "POST", headers, body: JSON.stringify(fault) });
  if (!installed.ok) throw new Error(`the fault was refused: ${await installed.text()}`);
  await act();
  await fetch(url, { method: "DELETE", headers });
}
