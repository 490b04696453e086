/** Takes the messages of an adapter's queue: requests and polls, in any order and any number of times. */
import { hasCode } from "@dr/events";
import type { LedgerItem } from "../ledger/item.ts";
import type { KitMessage, OperationRequest } from "../messages/message.ts";
import { advance } from "./advance.ts";
import { publishProgress, publishStarted } from "./conclude.ts";
import type { Delivery, Engine } from "./engine.ts";
import { operationRef } from "./facts.ts";
import { leaseEnd, leaseHeld } from "./lease.ts";
import { openOperation } from "./open.ts";
import { openSession } from "./session.ts";

/** Handles one message. An error means: deliver it again. */
export interface TaskWorker {
  readonly handle: (message: KitMessage, delivery: Delivery) => Promise<void>;
}

/** A request that meets a held lease comes back after this long at most: the holder is usually done by then. A poll has time: its holder sends the next one. */
const MAX_REQUEUE_SECONDS = 5;

/** The worker of one adapter. At least once: every request ends in its outcome, each effect is made once. */
export function createTaskWorker<Clients>(engine: Engine<Clients>): TaskWorker {
  return {
    handle: async (message, delivery) => {
      if (message.kind === "poll") {
        await requeueWhileHeld(engine, { ...message }, () => handlePoll(engine, message, delivery));
        return;
      }
      // An event holds at most some twenty tasks: recorded events stay below 16 KB.
      const handled = await Promise.allSettled(
        message.requests.map((request) =>
          requeueWhileHeld(engine, { kind: "request", request }, () => handleRequest(engine, request, delivery)),
        ),
      );
      for (const outcome of handled) if (outcome.status === "rejected") throw outcome.reason;
    },
  };
}

async function requeueWhileHeld<Clients>(
  { queue, clock }: Engine<Clients>,
  message: Parameters<Engine<Clients>["queue"]["send"]>[0],
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

async function handleRequest<Clients>(engine: Engine<Clients>, request: OperationRequest, delivery: Delivery): Promise<void> {
  const { executionId, epoch, task } = request;
  const highest = await engine.ledger.raiseEpoch(executionId, epoch);
  if (highest > epoch) {
    delivery.logger.warn("request of a lower epoch refused", {
      code: "task.stale_epoch",
      executionId,
      operationId: task.operationId,
      epoch,
      highest,
    });
    engine.metrics.count("StaleEpochRefused");
    return;
  }
  const known = await engine.ledger.get(task.operationId);
  if (known) return handleKnown(engine, known, request, delivery);
  const opened = await openOperation(engine, request, delivery);
  if (opened?.status === "TERMINAL") return publishOutcome(engine, opened);
  if (opened) return advance(engine, openSession(engine.ledger, opened), delivery);
  const winner = await engine.ledger.get(task.operationId);
  if (winner) return handleKnown(engine, winner, request, delivery);
}

/** The same operation once more: tell what is known, and make sure that it goes on. */
async function handleKnown<Clients>(
  engine: Engine<Clients>,
  known: LedgerItem,
  request: OperationRequest,
  delivery: Delivery,
): Promise<void> {
  if (known.status === "TERMINAL") return publishOutcome(engine, echoing(known, request));
  if (!isDue(engine, known, request)) return publishAlive(engine, known);
  const item = await lease(engine, known.operationId, delivery);
  if (item?.status !== "OPEN") return item && publishOutcome(engine, echoing(item, request));
  const session = openSession(engine.ledger, echoing(item, request));
  if (request.intent === "cancel") session.stage((open) => askedToStop(open, request, engine.clock.nowIso()));
  await advance(engine, session, delivery);
  if (session.item().status === "OPEN") await publishAlive(engine, session.item());
}

/** A request brings news, or the poll that should have come has not. */
function isDue<Clients>({ clock }: Engine<Clients>, known: LedgerItem, request: OperationRequest): boolean {
  const isNews = request.intent === "cancel" || request.epoch > known.epoch || request.mode !== known.mode;
  return isNews || (known.nextPollAt ?? 0) <= clock.nowMs();
}

function askedToStop(item: LedgerItem, { reason = "cancelled" }: OperationRequest, at: string): LedgerItem {
  return { ...item, cancel: item.cancel ?? { reason, at } };
}

async function handlePoll<Clients>(engine: Engine<Clients>, poll: { operationId: string; seq: number }, delivery: Delivery): Promise<void> {
  const known = await engine.ledger.get(poll.operationId);
  if (!known) {
    delivery.logger.warn("poll of an operation that the ledger does not know", { operationId: poll.operationId });
    return;
  }
  // An older chain of polls: a newer message exists, because it was sent before its number was written down.
  if (known.status === "OPEN" && poll.seq < known.pollSeq) return;
  const item = known.status === "OPEN" ? await lease(engine, poll.operationId, delivery) : known;
  if (item?.status === "OPEN") await advance(engine, openSession(engine.ledger, item), delivery);
  else if (item && item.outcomePublished !== true) await publishOutcome(engine, item);
}

/** Takes the lease; answers with the item as it stands when it is closed, undefined when there is none. Throws `ledger.lease_held`. */
async function lease<Clients>(engine: Engine<Clients>, operationId: string, delivery: Delivery): Promise<LedgerItem | undefined> {
  const nowMs = engine.clock.nowMs();
  const answer = await engine.ledger.takeLease(operationId, delivery.workerId, nowMs, leaseEnd(nowMs, delivery));
  if (answer.taken || answer.item?.status !== "OPEN") return answer.item;
  throw leaseHeld(operationId, answer.item.leaseUntil ?? nowMs);
}

/** The item with the newest request's epoch and ids, which every fact echoes. */
function echoing(item: LedgerItem, { epoch, correlationId, causationId, mode, task, waveNumber }: OperationRequest): LedgerItem {
  if (epoch < item.epoch) return item;
  const named = { ...item.task, attempt: task.attempt, taskId: task.taskId };
  return { ...item, epoch, correlationId, causationId, mode, waveNumber, task: item.status === "OPEN" ? item.task : named };
}

async function publishAlive<Clients>(engine: Engine<Clients>, item: LedgerItem): Promise<void> {
  const now = engine.clock.nowIso();
  if (item.startedAt !== undefined) await publishStarted(engine, item, item.startedAt);
  await publishProgress(engine, item, item.progress ?? { message: "accepted", at: now });
}

async function publishOutcome<Clients>(engine: Engine<Clients>, item: LedgerItem): Promise<void> {
  const { outcome } = item;
  if (!outcome) return;
  // The reference is that of the request: an item that was closed before its request came could not know the attempt.
  const data = { ...outcome.data, ...operationRef(item) };
  await engine.facts.publish(item, { type: outcome.type, data, time: outcome.time });
  if (item.outcomePublished === true) return;
  // Only spares a repetition; a stale revision means that somebody else wrote the mark.
  await engine.ledger.save({ ...item, outcomePublished: true }).catch(() => undefined);
}
