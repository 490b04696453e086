/** Sends the requests of a range of seeds to an API in memory, with a plan and a running execution in it. */
import { parseQuotas } from "../src/http/throttle.ts";
import { fuzzRequest, type Known } from "../src/testing/fuzz.ts";
import { createTestApi } from "./api.ts";
import { planAndRun, startTwoWaves, twoWaves } from "./plans.ts";

/** What came of them. */
export interface FuzzOutcome {
  /** Statuses by how often they were answered. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests that were answered with 5xx, or not as documented. */
  readonly failures: readonly string[];
}

/** Answers that tell of a part that is not set up in these tests, and of nothing that broke. */
const NOT_SET_UP: ReadonlySet<unknown> = new Set(["webhook.not_set_up", "discovery.unavailable"]);
/** Throttling is not what is tried here. */
const UNLIMITED = parseQuotas(["read", "list", "write", "command", "start", "heavy"].map((rate) => `${rate}=1000000/1000000`).join(","));
/** Each world takes so many, then a fresh one is made: what earlier ones created must not make later ones slow. */
const PER_WORLD = 300;

/** Sends those from `first` on, `count` of them. */
export async function fuzz(first: number, count: number): Promise<FuzzOutcome> {
  const statuses: Record<string, number> = {};
  const failures: string[] = [];
  for (let done = 0; done < count; done += PER_WORLD) {
    const api = createTestApi({ quotas: UNLIMITED });
    const executionId = await startTwoWaves(api);
    await planAndRun(api, executionId);
    const known: Known = { planIds: [twoWaves.planId, "gone"], executionIds: [executionId, "exec-gone"], plan: twoWaves };
    for (let seed = first + done; seed < first + Math.min(count, done + PER_WORLD); seed += 1) {
      const { method, path, role, headers, body } = fuzzRequest(seed, known);
      const { "content-type": contentType, ...rest } = headers;
      try {
        const sent = { role, headers: rest, ...(body === undefined ? {} : { body, contentType: contentType ?? "" }) };
        const { status, body: answered } = await api.call(`${method} ${path}`, sent);
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (status >= 500 && !NOT_SET_UP.has(answered.code))
          failures.push(`seed ${seed}: ${method} ${path}: ${status} ${JSON.stringify(answered)}`);
      } catch (error) {
        failures.push(`seed ${seed}: ${method} ${path}: ${error instanceof Error ? error.message.slice(0, 400) : String(error)}`);
      }
    }
  }
  return { statuses, failures };
}
