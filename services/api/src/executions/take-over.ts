/** Taking over every open execution for another Region. */
import { ACTIVE_SHARDS } from "@dr/event-log";
import { DrError, toFailure } from "@dr/events";
import type { Actor } from "../access.ts";
import type { ApiDeps } from "../deps.ts";
import { sendCommand, type Asked } from "../send-command.ts";
import { executionStream } from "../streams.ts";

/** What a take-over is told: the epoch that leads from now on, for which Region, and why. */
export interface TakeOverRequest {
  readonly epoch: number;
  readonly region: string;
  readonly reason: string;
}

/**
 * What became of one execution. `code` is there when it was refused, e.g. `execution.stale_epoch` when it is led under this epoch already, and when it failed:
 * then nobody knows whether it was taken over, and a repeat finds out.
 */
export interface TakenOver {
  readonly executionId: string;
  readonly outcome: "taken_over" | "refused" | "failed";
  readonly code?: string;
  readonly message?: string;
}

/** Executions worked on at once. */
const AT_ONCE = 10;
/** Answering takes some time, too. */
const STOP_BEFORE_MS = 5_000;

/** Not open after all: both sources of the ids may be behind the log. */
const NOT_OPEN: ReadonlySet<string | undefined> = new Set(["execution.already_ended", "execution.not_found"]);

/**
 * Appends the epoch to every open execution; one that refuses or fails does not hold up the others. `complete` is false when one failed, or the time of the
 * request ran out: a repeat goes on, since those taken over already refuse the same epoch.
 */
export async function takeOverAll(
  deps: ApiDeps,
  request: TakeOverRequest,
  asked: Asked & { readonly actor: Actor; readonly remainingMs: () => number },
): Promise<{ readonly complete: boolean; readonly results: readonly TakenOver[] }> {
  const open = await openExecutions(deps);
  const results: TakenOver[] = [];
  for (let start = 0; start < open.length; start += AT_ONCE) {
    if (asked.remainingMs() < STOP_BEFORE_MS) return { complete: false, results };
    const batch = open.slice(start, start + AT_ONCE);
    const outcomes = await Promise.all(batch.map((executionId) => takeOverOne(deps, executionId, request, asked)));
    results.push(...outcomes.filter(({ code }) => !NOT_OPEN.has(code)));
  }
  return { complete: results.every(({ outcome }) => outcome !== "failed"), results };
}

/**
 * What the projection knows to be open, and who holds a lease. The projection follows the log through messages, which may be lost with their
 * Region; leases are written before an execution begins.
 */
async function openExecutions({ history, leases }: ApiDeps): Promise<readonly string[]> {
  const [held, ...shards] = await Promise.all([
    leases.listHolders(),
    ...Array.from({ length: ACTIVE_SHARDS }, (_, shard) => history.listActive(String(shard))),
  ]);
  return [...new Set([...shards.flat().map((item) => item.ExecutionId), ...held.map(({ holder }) => holder)])];
}

async function takeOverOne(
  deps: ApiDeps,
  executionId: string,
  request: TakeOverRequest,
  asked: Asked & { readonly actor: Actor },
): Promise<TakenOver> {
  const target = { log: deps.log, handler: deps.executions, streamId: executionStream(executionId), id: executionId };
  const command = { type: "TakeOver", ...request, actor: asked.actor, now: deps.clock.nowIso() } as const;
  try {
    await sendCommand(target, command, { ...asked, epoch: request.epoch });
    return { executionId, outcome: "taken_over" };
  } catch (error) {
    const { code, message } = toFailure(error);
    return { executionId, outcome: error instanceof DrError && !error.retryable ? "refused" : "failed", code, message };
  }
}
