/** A one-machine runtime for end-to-end tests: its own process, its own data folder, and the calls that scenarios repeat. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnRuntime, type SignedClient, type SpawnedRuntime } from "@dr/local";
import { waitFor } from "./wait-for.ts";

/** An execution as the API shows it; scenarios read what they need. */
export interface ExecutionView {
  readonly executionId: string;
  readonly status: string;
  readonly currentWave: number | null;
  readonly waves: readonly {
    waveNumber: number;
    status: string;
    technologies: readonly { taskId: string; type: string; status: string; failure?: { message: string } | null }[];
  }[];
  readonly pause: { pauseId: string; reason: string; waveNumber: number | null; approval: Record<string, unknown> | null } | null;
  readonly [key: string]: unknown;
}

/** An effect in the simulated estate's journal. */
export interface Effect {
  readonly service: string;
  readonly action: string;
  readonly resources: readonly string[];
  readonly outcome: string;
}

/** Runtimes start some forty times in a run of the tests: what one has compiled the next one need not. */
const compileCache = join(tmpdir(), "dr-compile-cache");

/** A folder that outlives the processes of one test and goes with the test. */
export function createDataFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "dr-e2e-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Starts the runtime on a free port. */
export function startRuntime(
  dataDir: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<SpawnedRuntime> {
  const log = process.env["DR_E2E_LOG"] === undefined ? undefined : (line: string): void => void process.stderr.write(`${line}\n`);
  return spawnRuntime({
    args: ["--port", "0", "--data", dataDir, ...args],
    env: { NODE_COMPILE_CACHE: compileCache, ...env },
    ...(log && { log }),
  });
}

/** What a client does with a 503 of a part that is being started again: it asks again, under the same key. On a busy machine a database falls silent for seconds. */
async function insisting<T>(client: SignedClient, request: Parameters<SignedClient>[0]) {
  const headers = { "idempotency-key": randomUUID(), ...request.headers };
  const ask = async () => {
    const answer = await client<T>({ ...request, headers });
    return answer.status === 503 ? undefined : answer;
  };
  return waitFor(`${request.method} ${request.path} to be answered`, ask, { everyMs: 1_000, timeoutMs: 120_000 });
}

/** Saves a plan; fails the test with the problem when it is refused. */
export async function savePlan(client: SignedClient, plan: unknown): Promise<void> {
  const answer = await insisting(client, { method: "POST", path: "/api/v1/plans", body: plan });
  if (answer.status !== 201) throw new Error(`the plan was refused: ${JSON.stringify(answer.body)}`);
}

/** Starts an execution and returns its id. */
export async function startExecution(
  client: SignedClient,
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<string> {
  const answer = await insisting<{ executionId: string }>(client, { method: "POST", path: "/api/v1/executions", body, headers });
  if (answer.status !== 202) throw new Error(`the execution was refused: ${JSON.stringify(answer.body)}`);
  return answer.body.executionId;
}

/** The execution now. */
export async function getExecution(client: SignedClient, executionId: string): Promise<ExecutionView> {
  return (await client<ExecutionView>({ method: "GET", path: `/api/v1/executions/${executionId}` })).body;
}

/** Waits until the execution has one of the statuses. */
export async function untilStatus(
  client: SignedClient,
  executionId: string,
  statuses: readonly string[],
  timeoutMs = 90_000,
): Promise<ExecutionView> {
  let last: ExecutionView | undefined;
  return waitFor(
    `${executionId} in ${statuses.join("|")}`,
    async () => {
      last = await getExecution(client, executionId);
      return statuses.includes(last.status) ? last : undefined;
    },
    { timeoutMs, everyMs: 250, seen: () => `Last seen: ${JSON.stringify(last, null, 1)?.slice(0, 4000)}` },
  );
}

/** What failed, in the words of the adapters: says more than a status where a test is red. */
export function failuresOf({ waves }: ExecutionView): readonly string[] {
  return waves.flatMap(({ technologies }) => technologies).flatMap(({ failure }) => failure?.message ?? []);
}

/** What the simulated estate really did. That stand-ins for other systems listen elsewhere after a start is written into their secrets: nobody's recovery did that. */
export async function appliedEffects(endpoint: string): Promise<Effect[]> {
  const response = await fetch(`${endpoint}/_local/estate/effects?outcome=applied`);
  return ((await response.json()) as { effects: Effect[] }).effects.filter(({ action }) => action !== "PutSecretValue");
}
