/** A request that the ledger does not know yet: it gets its item, open or closed, before anything is done. */
import { toFailure, type Failure } from "@dr/events";
import { regionRefusal } from "../allowed-regions.ts";
import { accountRefusal } from "../own-account.ts";
import { targetsOf } from "../targets.ts";
import type { LedgerItem, LedgerStep, OperationMember } from "../ledger/item.ts";
import type { OperationRequest } from "../messages/message.ts";
import { closedItem, failedOutcome } from "./closed-item.ts";
import type { Delivery, Engine } from "./engine.ts";
import { originalMembers, otherInverses, standingTargets } from "./originals.ts";
import { overtakenBy } from "./overtaken.ts";
import { toRun, type Run } from "./run.ts";
import { closeInverses, takeOverOlder } from "./supersede.ts";

/**
 * Makes the item of a new operation, open or closed; nothing of it is in the ledger yet but its name among the task's `members`. Throws `ledger.lease_held` while a worker acts on an
 * older attempt, which it takes over.
 */
export async function openOperation<Clients>(
  engine: Engine<Clients>,
  request: OperationRequest,
  members: readonly OperationMember[],
  delivery: Delivery,
): Promise<LedgerItem> {
  const { task } = request;
  const item = newItem(engine, request, delivery);
  const overtaken = overtakenBy(members, task);
  if (overtaken) return close(item, overtaken);
  if (request.intent === "cancel")
    return close(item, { code: "task.cancelled", message: `stopped before it began: ${request.reason ?? "cancelled"}`, retryable: false });
  const nowMs = Date.parse(item.createdAt);
  if (task.phase !== "execute") return openInverse(engine, item, members, await takeOverOlder(engine.ledger, members, { item, nowMs }));
  const { undone, atWork } = await closeInverses(engine.ledger, members, { item, nowMs });
  const inherited = await takeOverOlder(engine.ledger, members, { item, nowMs, undone });
  return openExecute(engine, atWork.length > 0 ? { ...item, waitsFor: atWork } : item, inherited);
}

function openExecute<Clients>(engine: Engine<Clients>, item: LedgerItem, inherited: ReadonlyMap<string, LedgerStep>): LedgerItem {
  const made = toRun(engine, item);
  if ("failure" in made) return close(item, made.failure);
  // What was done before the setting changed may still be taken back; nothing new is begun.
  const { allowedRegions, homeAccount } = engine.settings;
  const { operation } = made.run;
  const elsewhere = regionRefusal(operation, item.task, allowedRegions) ?? accountRefusal(operation, item.task, homeAccount);
  if (elsewhere) return close(item, elsewhere);
  const steps = stepsOf(made.run, inherited);
  return "code" in steps ? close(item, steps) : { ...item, deadlineAt: deadlineOf(made.run, item), steps: steps.steps };
}

/** A step for each resource; or why the input names none, which no redelivery can cure. */
function stepsOf<Clients>(run: Run<Clients>, inherited: ReadonlyMap<string, LedgerStep>): Pick<LedgerItem, "steps"> | Failure {
  try {
    return { steps: toSteps(targetsOf(run.operation, run.input), settleEnded(run, inherited)) };
  } catch (error) {
    return toFailure(error);
  }
}

/** What an earlier attempt did and later ended by itself is done: it does not stand, and is not to stand again. */
function settleEnded<Clients>({ operation }: Run<Clients>, inherited: ReadonlyMap<string, LedgerStep>): ReadonlyMap<string, LedgerStep> {
  return new Map(
    [...inherited].map(([target, step]): [string, LedgerStep] => {
      const { kept, ...open } = step;
      const end = operation.endedBy?.(target);
      const isEnded = end !== undefined && inherited.get(end)?.kept !== undefined;
      return [target, kept !== undefined && isEnded ? { ...open, state: "TERMINAL", result: kept.result } : step];
    }),
  );
}

async function openInverse<Clients>(
  engine: Engine<Clients>,
  item: LedgerItem,
  members: readonly OperationMember[],
  inherited: ReadonlyMap<string, LedgerStep>,
): Promise<LedgerItem> {
  const { phase, undoes } = item.task;
  const originals = await loadOriginals(engine, item, originalMembers(members, item.task));
  if (phase === "cleanup" && !engine.adapter.operations[item.task.operation]?.cleanup) return item;
  if (phase === "cleanup" && item.executionType !== "drill") {
    return close(item, { code: "task.cleanup_outside_drill", message: "only a drill is cleaned up", retryable: false });
  }
  if (
    phase === "rollback" &&
    originals.every(({ steps, outcome }) => Object.keys(steps).length === 0 && outcome?.type !== "TechnologyCompleted")
  ) {
    const message = `the ledger has no record of operation ${undoes ?? "(none named)"}: nobody knows what to take back`;
    return close(item, { code: "task.unknown_original", message, retryable: false });
  }
  // An original that is still open may act yet: count all of its resources. `effectsOn` looks closer when their time has come.
  const open = originals.filter(({ status }) => status === "OPEN").flatMap(({ steps }) => Object.keys(steps));
  const inverses = await loadKnown(engine, otherInverses(members, item.task));
  const targets = [...new Set([...standingTargets(originals, inverses), ...open])];
  if (targets.length === 0) return item;
  const made = toRun(engine, item);
  if ("failure" in made) return close(item, made.failure);
  return { ...item, steps: toSteps(targets, inherited), originals: originals.map(({ operationId }) => operationId), unsettled: true };
}

/** Items of the originals. One that never came gets a closed item first, so that its late request cannot act after its effect was taken back. */
async function loadOriginals<Clients>(
  { ledger, clock }: Engine<Clients>,
  item: LedgerItem,
  members: readonly OperationMember[],
): Promise<readonly LedgerItem[]> {
  const load = async (member: OperationMember): Promise<LedgerItem | undefined> => {
    const known = await ledger.get(member.operationId);
    if (known) return known;
    const closed = closedItem(item, member, clock.nowMs());
    return (await ledger.create(closed)) ? closed : ledger.get(member.operationId);
  };
  return (await Promise.all(members.map(load))).filter((original) => original !== undefined);
}

async function loadKnown<Clients>({ ledger }: Engine<Clients>, members: readonly OperationMember[]): Promise<readonly LedgerItem[]> {
  const items = await Promise.all(members.map(({ operationId }) => ledger.get(operationId)));
  return items.filter((item) => item !== undefined);
}

function newItem<Clients>(engine: Engine<Clients>, request: OperationRequest, delivery: Delivery): LedgerItem {
  const { executionId, planId, waveNumber, executionType, mode, environment, task, epoch, correlationId, causationId } = request;
  const nowMs = engine.clock.nowMs();
  return {
    operationId: task.operationId,
    rev: 1,
    executionId,
    planId,
    waveNumber,
    executionType,
    mode,
    ...(environment === undefined ? {} : { environment }),
    task,
    epoch,
    correlationId,
    causationId,
    status: "OPEN",
    createdAt: new Date(nowMs).toISOString(),
    deadlineAt: task.deadlineAt,
    steps: {},
    writtenBy: delivery.workerId,
    pollSeq: 0,
  };
}

function toSteps(targets: readonly string[], inherited: ReadonlyMap<string, LedgerStep>): Record<string, LedgerStep> {
  return Object.fromEntries(targets.map((target) => [target, inherited.get(target) ?? { state: "PENDING", acts: 0, warnings: [] }]));
}

function deadlineOf<Clients>({ operation, input }: Run<Clients>, item: LedgerItem): string {
  const seconds = operation.timeoutSeconds?.(input.config);
  if (seconds === undefined) return item.deadlineAt;
  const asked = Date.parse(item.createdAt) + seconds * 1000;
  return asked < Date.parse(item.deadlineAt) ? new Date(asked).toISOString() : item.deadlineAt;
}

function close(item: LedgerItem, failure: Failure): LedgerItem {
  return { ...item, status: "TERMINAL", outcome: failedOutcome(item, failure, item.createdAt) };
}
