/** Claims what resources really are for their task, before anything is done: one thing under two names is one thing. */
import { boundedAll } from "../batch.ts";
import type { LedgerItem, LedgerStep } from "../ledger/item.ts";
import type { LedgerLock } from "../ledger/port.ts";
import type { Engine } from "./engine.ts";
import type { Decided } from "./observe.ts";
import type { Run } from "./run.ts";
import { fail, seeing, type View } from "./steps.ts";

/**
 * The decisions, each with its claim. What another task acts on is not acted on: its step fails with `task.resource_taken`, for good, with who has
 * it. A holder whose operation has ended, or whose time is up, has lost its claim: a worker that died before it gave it back keeps nobody out. What a
 * drill launched keeps its claim until the drill has cleaned up; a recovery goes before it.
 */
export async function claimAll<Clients>(
  engine: Engine<Clients>,
  { run, item, view }: { readonly run: Run<Clients>; readonly item: LedgerItem; readonly view: View },
  decided: readonly Decided<Clients>[],
): Promise<readonly Decided<Clients>[]> {
  const { effect } = run;
  if (!effect.identityOf) return decided;
  return boundedAll(decided, async (seat) => {
    const { step, target } = seat;
    if (step.state === "TERMINAL" || step.pre === undefined || (step.claimed?.by === item.operationId && !seat.act)) return seat;
    const { taken, holder } = await takeAll(engine, item, [effect.identityOf?.(step.pre, target) ?? target].flat(), view.now);
    const claimed = claimOf(taken, item.operationId);
    if (holder === undefined) return claimed ? { ...seat, step: { ...step, claimed } } : seat;
    // What was sent before is looked after, whoever has it now.
    if (!seat.act) return seat;
    // What was taken before the one that somebody else has is given back with the operation's end.
    return { ...seat, act: false, step: refused(view, claimed ? { ...step, claimed } : step, target, holder) };
  });
}

/** Takes one after the other, in an order that is the same for everybody, up to the first that somebody else has. */
async function takeAll<Clients>(
  engine: Engine<Clients>,
  item: LedgerItem,
  references: readonly string[],
  now: string,
): Promise<{ readonly taken: readonly string[]; readonly holder?: LedgerLock }> {
  const taken: string[] = [];
  for (const reference of [...new Set(references)].toSorted()) {
    const holder = await take(engine, { lock: lockOf(item, reference), isRecovery: item.executionType === "recovery" }, now);
    if (holder !== undefined) return { taken, holder };
    taken.push(reference);
  }
  return { taken };
}

function claimOf([reference, ...others]: readonly string[], by: string): LedgerStep["claimed"] {
  return reference === undefined ? undefined : { reference, ...(others.length > 0 ? { others } : {}), by };
}

/** How long after its deadline a drill's launch may wait for its clean-up; then its claim is worth nothing any more. */
const STANDS_FOR_MS = 24 * 3_600_000;

/**
 * Gives back what the operation claimed, but for what it launched in a drill and did not clean up yet: by whatever name another drill calls it, it would
 * replace that. A claim that is not given back for a crash is lost with the end of its operation.
 */
export async function settleClaims<Clients>(engine: Engine<Clients>, item: LedgerItem): Promise<void> {
  const { ledger } = engine;
  const stands = new Map<string, boolean>();
  for (const step of await claimedSteps(engine, item)) {
    if (!step.claimed) continue;
    const { reference, others = [] } = step.claimed;
    for (const one of [reference, ...others]) stands.set(one, stands.get(one) === true || launchedInDrill(item, step));
  }
  await boundedAll([...stands], async ([reference, isStanding]) => {
    const lock = lockOf(item, reference);
    if (!isStanding) return ledger.releaseLock(lock);
    const until = new Date(Date.parse(item.deadlineAt) + STANDS_FOR_MS).toISOString();
    await ledger.takeLock({ ...lock, until, standing: true });
  });
}

/** Also those of what was taken back: its own effect need not say what things really are. */
async function claimedSteps<Clients>({ ledger, adapter }: Engine<Clients>, item: LedgerItem): Promise<readonly LedgerStep[]> {
  const own = Object.values(item.steps);
  const { originals = [], executionType, task } = item;
  if (executionType !== "drill" || !adapter.operations[task.operation]?.identityOf) return own;
  const taken = await boundedAll([...originals], (operationId) => ledger.get(operationId));
  return [...own, ...taken.flatMap((original) => Object.values(original?.steps ?? {}))];
}

function launchedInDrill({ executionType, task }: LedgerItem, { result, remains }: LedgerStep): boolean {
  if (executionType !== "drill" || task.phase !== "execute") return false;
  return remains !== undefined || result?.outcome === "completed" || result?.outcome === "unknown";
}

function lockOf({ executionId, operationId, task, createdAt, deadlineAt }: LedgerItem, reference: string): LedgerLock {
  return { reference, executionId, taskId: task.taskId, operationId, since: createdAt, until: deadlineAt };
}

async function take<Clients>(
  { ledger }: Engine<Clients>,
  { lock, isRecovery }: { readonly lock: LedgerLock; readonly isRecovery: boolean },
  now: string,
): Promise<LedgerLock | undefined> {
  const holder = await ledger.takeLock(lock);
  if (holder === undefined) return undefined;
  const isOver = holder.until <= now || (holder.standing ? isRecovery : (await ledger.get(holder.operationId))?.status !== "OPEN");
  return isOver ? ledger.takeLock(lock, holder.operationId) : holder;
}

function refused(
  view: View,
  step: LedgerStep,
  target: string,
  { reference, executionId, taskId, operationId, since, until, standing }: LedgerLock,
): LedgerStep {
  const what = standing ? "has something standing that its drill did not clean up yet" : "is at work";
  const span = `${since === undefined ? "" : `since ${since}, `}until ${until} at the latest`;
  const next = standing
    ? `redrive this execution when it is removed; GET /executions/${executionId}/status tells where that clean-up stands`
    : `redrive this execution when that one is over, or end it first: PUT /executions/${executionId}/cancel`;
  const message = `it is ${reference}, on which task ${taskId} of execution ${executionId} ${what}, ${span}; ${next}`;
  const failure = {
    code: "task.resource_taken",
    message,
    retryable: false,
    details: { target, reference, executionId, taskId, operationId, ...(since === undefined ? {} : { since }), until },
  };
  const untouched = { ...seeing(view, step, "prepare", message), acts: step.acts - 1 };
  return fail(untouched, failure);
}
