/** The existing DRS solution as the adapter needs it, over any transport. */
import { DrError } from "@dr/events";
import {
  toExecution,
  toPlan,
  toServer,
  withoutSecrets,
  type SolutionExecution,
  type SolutionPlan,
  type SolutionServer,
} from "./contract.ts";
import { SolutionError } from "./solution-error.ts";

/** One exchange. `query` values are encoded by the transport. */
export interface SolutionRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Carries a request to the solution. Sends it once; answers with any status. Throws when nothing came back. */
export type Transport = (request: SolutionRequest) => Promise<{ readonly status: number; readonly body: unknown }>;

/** What starts an execution. `initiatedBy` is our key: the solution stores it, and has no other idempotency. */
export interface StartOrder {
  readonly planId: string;
  readonly executionType: "DRILL" | "RECOVERY";
  readonly initiatedBy: string;
  /** Kept by a solution that was patched for it, dropped by the others. */
  readonly enterpriseContext: Readonly<Record<string, unknown>>;
}

/** The solution. Refusals are thrown as `SolutionError`. */
export interface SolutionPort {
  readonly plan: (planId: string) => Promise<SolutionPlan | undefined>;
  /** Ids of instances that the plan's servers have already. */
  readonly existingInstances: (planId: string) => Promise<readonly string[]>;
  /** False if the solution could not look everywhere: it says OK then, too. */
  readonly knowsCapacity: () => Promise<boolean>;
  readonly start: (order: StartOrder) => Promise<string>;
  /** The execution that carries our key. */
  readonly find: (initiatedBy: string) => Promise<string | undefined>;
  readonly execution: (executionId: string) => Promise<SolutionExecution | undefined>;
  /** As the solution itself wrote it down, with the jobs that it made, whoever else tells how the execution goes. */
  readonly record: (executionId: string) => Promise<SolutionExecution | undefined>;
  /** What it finds in DRS itself, whatever its own record says. */
  readonly instances: (executionId: string) => Promise<readonly SolutionServer[]>;
  /** Lines of its jobs' logs that tell of trouble. */
  readonly trouble: (executionId: string) => Promise<readonly string[]>;
  /** False if it refuses. What is in flight goes on all the same. */
  readonly cancel: (executionId: string) => Promise<boolean>;
  /** Any read, without secrets. */
  readonly read: (path: string, query?: Readonly<Record<string, string>>) => Promise<unknown>;
}

/** Pages of 100 that are searched for our key: a scan without order, so all of them within reason. */
const MAX_PAGES = 200;

/** The port over a transport. */
export function createSolutionPort(send: Transport): SolutionPort {
  let generation: Promise<"pascal" | "camel"> | undefined;
  const ask = async (request: SolutionRequest): Promise<unknown> => {
    const { status, body } = await send(request);
    if (status >= 200 && status < 300) return body;
    throw new SolutionError(status, body);
  };
  const get = (path: string, query: Readonly<Record<string, string>> = {}): Promise<unknown> => ask({ method: "GET", path, query });
  const at = (executionId: string, rest = ""): string => `/executions/${encodeURIComponent(executionId)}${rest}`;
  /** A start without a body is refused in every generation, and the refusal names the field as it wants it. */
  const probe = async (): Promise<"pascal" | "camel"> => {
    const { body } = await send({ method: "POST", path: "/executions", body: {} });
    return /\bPlanId\b/.test(JSON.stringify(body)) ? "pascal" : "camel";
  };
  const record: SolutionPort["record"] = async (executionId) => toExecution(await orMissing(get(at(executionId))));
  return {
    plan: async (planId) => toPlan(await orMissing(get(`/recovery-plans/${encodeURIComponent(planId)}`))),
    existingInstances: async (planId) => {
      const body = await orMissing(get(`/recovery-plans/${encodeURIComponent(planId)}/check-existing-instances`));
      return listIn(body, "existingInstances")
        .flatMap(toServer)
        .flatMap(({ instanceId }) => instanceId ?? []);
    },
    knowsCapacity: async () => {
      const body = (await get("/drs/quotas")) as { capacity?: { failedRegions?: unknown[] }; concurrentJobs?: { current?: number | null } };
      return (body.capacity?.failedRegions ?? []).length === 0 && typeof body.concurrentJobs?.current === "number";
    },
    start: async ({ planId, executionType, initiatedBy, enterpriseContext }) => {
      const spelling = await (generation ??= probe());
      const body =
        spelling === "pascal"
          ? { PlanId: planId, ExecutionType: executionType, InitiatedBy: initiatedBy, enterpriseContext }
          : { planId, executionType, initiatedBy, enterpriseContext };
      const { executionId } = (await ask({ method: "POST", path: "/executions", body })) as { executionId?: unknown };
      if (typeof executionId !== "string") throw new Error("the DRS solution accepted the start and named no execution");
      return executionId;
    },
    find: async (initiatedBy) => {
      let query: Record<string, string> = { limit: "100" };
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const body = (await get("/executions", query)) as { items?: unknown; nextToken?: unknown };
        const found = listIn(body, "items", "executions")
          .flatMap((one) => toExecution(one) ?? [])
          .find((one) => one.initiatedBy === initiatedBy);
        if (found) return found.executionId;
        // Pages may be empty and still have a successor: the filter works after the limit.
        if (typeof body.nextToken !== "string") return undefined;
        query = { limit: "100", nextToken: body.nextToken };
      }
      throw new DrError("drs.history_too_long", `our key is not among the first ${MAX_PAGES * 100} executions of the DRS solution`, {
        retryable: true,
      });
    },
    execution: record,
    record,
    instances: async (executionId) => listIn(await orMissing(get(at(executionId, "/recovery-instances"))), "instances").flatMap(toServer),
    trouble: async (executionId) => {
      const logs = listIn(await orMissing(get(at(executionId, "/job-logs"))), "jobLogs");
      const events = logs.flatMap((log) => listIn(log, "events")) as { event?: string; sourceServerId?: string; error?: string }[];
      return events
        .filter(({ event = "" }) => /FAIL|SKIPPED|CANCEL/.test(event))
        .map(({ event, sourceServerId, error }) => [event, sourceServerId, error].filter(Boolean).join(" "));
    },
    cancel: async (executionId) => {
      const { status } = await send({ method: "POST", path: at(executionId, "/cancel"), body: {} });
      return status >= 200 && status < 300;
    },
    read: async (path, query) => withoutSecrets(await get(path, query)),
  };
}

async function orMissing(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof SolutionError && error.$metadata.httpStatusCode === 404) return undefined;
    throw error;
  }
}

function listIn(body: unknown, ...names: readonly string[]): readonly unknown[] {
  if (Array.isArray(body)) return body;
  const fields = (body ?? {}) as Record<string, unknown>;
  return names.flatMap((name): readonly unknown[] => {
    const list: unknown = fields[name];
    return Array.isArray(list) ? (list as readonly unknown[]) : [];
  });
}
