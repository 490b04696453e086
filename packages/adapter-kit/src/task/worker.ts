/** Takes the messages of an adapter's queue: requests and polls, in any order and any number of times. */
import { hasCode } from "@dr/events";
import { boundedAll } from "../batch.ts";
import { toMember, type LedgerItem, type OperationMember } from "../ledger/item.ts";
import type { KitMessage, OperationRequest, OwnMessage } from "../messages/message.ts";
import type { Delivery, Engine, EngineDeps } from "./engine.ts";
import { assertNobodyActs } from "./lease.ts";
import { openOperation } from "./open.ts";
import { createPaces } from "./pace.ts";
import { takePen } from "./pen.ts";
import { reportReadiness } from "./report-readiness.ts";
import { sayAlive, sayOutcome } from "./say.ts";
import { takeTurn } from "./turn.ts";

/** Handles one message. An error means: deliver it again. */
export interface TaskWorker {
  readonly handle: (message: KitMessage, delivery: Delivery) => Promise<void>;
}

/** A request that meets a worker which acts comes back after this long at most: it is usually done by then. */
const MAX_REQUEUE_SECONDS = 5;
/** A request that others were faster than looks again this often, then lets the queue deliver it once more. */
const MAX_TRIES = 5;
/** A message of an older chain that finds its successor this much overdue takes its place: the successor was lost. */
const OVERDUE_MS = 30_000;

/** The worker of one adapter. At least once: every request ends in its outcome, each effect is made once. */
export function createTaskWorker<Clients>(deps: EngineDeps<Clients>): TaskWorker {
  const engine = { ...deps, paces: createPaces(deps.ledger, deps.settings.timeScale) };
  return {
    handle: async (message, delivery) => {
      if (message.kind === "readiness") return reportReadiness(engine, message.question, delivery);
      if (message.kind === "poll") {
        await requeueWhileHeld(engine, { ...message }, () => handlePoll(engine, message, delivery));
        return;
      }
      const errors = await boundedAll(message.requests, (request) =>
        requeueWhileHeld(engine, { kind: "request", request }, () => handleRequest(engine, request, delivery)).then(
          () => undefined,
          (error: unknown) => ({ error }),
        ),
      );
      for (const failed of errors) if (failed) throw failed.error;
    },
  };
}

async function requeueWhileHeld<Clients>(
  { queue, clock }: Engine<Clients>,
  message: OwnMessage,
  handle: () => Promise<void>,
): Promise<void> {
  try {
    await handle();
  } catch (error) {
    if (!hasCode(error, "ledger.lease_held")) throw error;
    const { untilMs = 0 } = (error as { details?: { untilMs?: number } }).details ?? {};
    const seconds = Math.max(1, Math.ceil((untilMs - clock.nowMs()) / 1000));
    await queue.send(message, message.kind === "poll" ? seconds : Math.min(seconds, MAX_REQUEUE_SECONDS));
  }
}

/** A look that another worker was faster with is done: the one who wrote goes on. */
async function handlePoll<Clients>(engine: Engine<Clients>, poll: { operationId: string; seq: number }, delivery: Delivery): Promise<void> {
  const known = await engine.ledger.get(poll.operationId);
  if (!known) {
    delivery.logger.warn("poll of an operation that the ledger does not know", { operationId: poll.operationId });
    return;
  }
  const isCurrent = poll.seq >= known.pollSeq;
  // The message that closed it may have died before it said so.
  if (known.status === "TERMINAL") return isCurrent ? sayOutcome(engine, known) : undefined;
  const nowMs = engine.clock.nowMs();
  if (!isCurrent && nowMs < overdueAt(known)) {
    if (poll.seq === known.pollSeq - 1) await lookAfterSuccessor(engine, known, poll.seq);
    return;
  }
  assertNobodyActs(known, nowMs);
  const isArranged = poll.seq === known.pollSeq;
  await unlessOvertaken(() => takeTurn(engine, takePen(engine.ledger, known, delivery.workerId), delivery, { isArranged }));
}

async function handleRequest<Clients>(engine: Engine<Clients>, request: OperationRequest, delivery: Delivery): Promise<void> {
  const { executionId, epoch, task } = request;
  const highest = await engine.ledger.raiseEpoch(executionId, epoch);
  if (highest > epoch) {
    const ids = { executionId, operationId: task.operationId, epoch, highest };
    delivery.logger.warn("request of a lower epoch refused", { code: "task.stale_epoch", ...ids });
    engine.metrics.count("StaleEpochRefused");
    return;
  }
  for (let tries = 1; ; tries += 1) {
    const { members, wasKnown } = await engine.ledger.register(executionId, task.taskId, toMember(task));
    // Of two that come first together only one is the first. What was closed before its first request came is met when the item is created, and then read.
    const known = wasKnown ? await engine.ledger.get(task.operationId) : undefined;
    const work = known ? handleKnown(engine, known, request, delivery) : handleNew(engine, request, members, delivery);
    if (tries === MAX_TRIES) return work;
    if (await unlessOvertaken(() => work)) return;
  }
}

async function handleNew<Clients>(
  engine: Engine<Clients>,
  request: OperationRequest,
  members: readonly OperationMember[],
  delivery: Delivery,
): Promise<void> {
  const opened = await openOperation(engine, request, members, delivery);
  const pen = takePen(engine.ledger, opened, delivery.workerId, true);
  // An inverse looks for the other one when it can be seen itself.
  if (opened.status === "TERMINAL" || opened.unsettled) await pen.write();
  if (opened.status === "OPEN") return takeTurn(engine, pen, delivery);
  await sayOutcome(engine, pen.item());
}

/** The same operation once more: tell what is known, and make sure that it goes on. */
async function handleKnown<Clients>(
  engine: Engine<Clients>,
  known: LedgerItem,
  request: OperationRequest,
  delivery: Delivery,
): Promise<void> {
  if (known.status === "TERMINAL") return sayOutcome(engine, echoing(known, request));
  if (!isDue(engine, known, request)) {
    if (known.pollSeq === 1) await lookAfterSuccessor(engine, known, 0);
    return sayAlive(engine, known);
  }
  assertNobodyActs(known, engine.clock.nowMs());
  const pen = takePen(engine.ledger, echoing(known, request), delivery.workerId);
  if (request.intent === "cancel") {
    const cancel = { reason: request.reason ?? "cancelled", at: engine.clock.nowIso() };
    pen.stage((open) => ({ ...open, cancel: open.cancel ?? cancel }));
  }
  await takeTurn(engine, pen, delivery);
  if (pen.item().status === "OPEN") await sayAlive(engine, pen.item());
}

/** When the next look counts as lost, in milliseconds since the epoch. */
function overdueAt({ nextPollAt = 0 }: LedgerItem): number {
  return nextPollAt + OVERDUE_MS;
}

/**
 * A message that arranged the next look and is delivered once more: its successor may have died with whoever wrote it down, between the write and the
 * sending. It comes back when that would be overdue; a successor that lives has gone on by then, and this one ends.
 */
async function lookAfterSuccessor<Clients>({ queue, clock }: Engine<Clients>, known: LedgerItem, seq: number): Promise<void> {
  const delaySeconds = Math.max(1, Math.ceil((overdueAt(known) - clock.nowMs()) / 1000));
  await queue.send({ kind: "poll", operationId: known.operationId, seq }, delaySeconds);
}

/** False if another worker wrote in between; nothing was done then. */
async function unlessOvertaken(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (hasCode(error, "ledger.conflict")) return false;
    throw error;
  }
}

/** A request brings news, or the look that should have come has not. */
function isDue<Clients>({ clock }: Engine<Clients>, known: LedgerItem, request: OperationRequest): boolean {
  const isNews = request.intent === "cancel" || request.epoch > known.epoch || request.mode !== known.mode;
  return isNews || (known.nextPollAt ?? 0) <= clock.nowMs();
}

/** The item with the newest request's epoch and ids, which every fact echoes. */
function echoing(item: LedgerItem, { epoch, correlationId, causationId, mode, task, waveNumber }: OperationRequest): LedgerItem {
  if (epoch < item.epoch) return item;
  const named = { ...item.task, attempt: task.attempt, taskId: task.taskId };
  return { ...item, epoch, correlationId, causationId, mode, waveNumber, task: item.status === "OPEN" ? item.task : named };
}
