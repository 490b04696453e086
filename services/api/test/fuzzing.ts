/** Sends the requests of a range of seeds to an API in memory, with a plan and a running execution in it. */
import { parseQuotas } from "../src/http/throttle.ts";
import { fuzzRequest, type Known } from "../src/testing/fuzz.ts";
import { createTestApi, type TestApi } from "./api.ts";
import { planAndRun, startTwoWaves, twoWaves } from "./plans.ts";

/** What came of them. */
export interface FuzzOutcome {
  /** Statuses by how often they were answered. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests that were answered with 5xx, or not as documented. */
  readonly failures: readonly string[];
}

/** Answers that tell of a part that is not set up in these tests, and of nothing that broke. */
const NOT_SET_UP: ReadonlySet<unknown> = new Set([
  "webhook.not_set_up",
  "discovery.unavailable",
  "accounts.not_set_up",
  "parameters.not_set_up",
]);
/** Throttling is not what is tried here. */
const UNLIMITED = parseQuotas(["read", "list", "write", "command", "start", "heavy"].map((rate) => `${rate}=1000000/1000000`).join(","));
/** Each world takes so many, then a fresh one is made: what earlier ones created must not make later ones slow. */
const PER_WORLD = 300;

/** Sends those from `first` on, `count` of them. */
export async function fuzz(first: number, count: number): Promise<FuzzOutcome> {
  const statuses: Record<string, number> = {};
  const failures: string[] = [];
  for (let done = 0; done < count; done += PER_WORLD) {
    const { api, known } = await createWorld();
    for (let seed = first + done; seed < first + Math.min(count, done + PER_WORLD); seed += 1) {
      const answer = await send(api, seed, known);
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      if (answer.fault !== undefined) failures.push(`seed ${seed}: ${answer.fault}`);
    }
  }
  return { statuses, failures };
}

async function createWorld(): Promise<{ readonly api: TestApi; readonly known: Known }> {
  const api = createTestApi({ quotas: UNLIMITED });
  const executionId = await startTwoWaves(api);
  await planAndRun(api, executionId);
  return { api, known: { planIds: [twoWaves.planId, "gone"], executionIds: [executionId, "exec-gone"], plan: twoWaves } };
}

async function send(api: TestApi, seed: number, known: Known): Promise<{ readonly status: number; readonly fault?: string }> {
  const { method, path, role, headers, body } = fuzzRequest(seed, known);
  const { "content-type": contentType = "", ...rest } = headers;
  try {
    const answer = await api.call(`${method} ${path}`, { role, headers: rest, ...(body === undefined ? {} : { body, contentType }) });
    const broke = answer.status >= 500 && !NOT_SET_UP.has(answer.body.code);
    return { status: answer.status, ...(broke ? { fault: `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}` } : {}) };
  } catch (error) {
    return { status: 0, fault: `${method} ${path}: ${error instanceof Error ? error.message.slice(0, 400) : String(error)}` };
  }
}
