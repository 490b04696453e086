/** One adapter, one world and one virtual clock: requests go in, facts come out, and anything may fail in between. */
import { DrError, type Envelope } from "@dr/events";
import { createVirtualClock, type Bus, type VirtualClock } from "@dr/runtime";
import { sameEverywhere } from "../accounts/places.ts";
import { createMemoryLedger } from "../ledger/memory-ledger.ts";
import type { Ledger } from "../ledger/port.ts";
import type { EmfLine } from "../metrics/operation-metrics.ts";
import { parseMessage } from "../messages/message.ts";
import { createFactPublisher } from "../task/facts.ts";
import { createTaskWorker, type TaskWorker } from "../task/worker.ts";
import { createConductor, type Choose, type Conductor } from "./conductor.ts";
import { createCoverage } from "./coverage.ts";
import { createFaults, type FaultPlan, type Gate } from "./faults.ts";
import type { ConformanceSubject, FakeWorld, Scenario } from "./scenario.ts";
import { toBusEvent, toOperationId, toTask, type RequestOptions } from "./harness-requests.ts";
import { createSimulatedQueue, type QueuedMessage } from "./simulated-queue.ts";
import { createMishaps, wrapWithGate, type Mishap } from "./mishaps.ts";

const START = "2026-11-23T04:00:00.000Z";
const VISIBILITY_MS = 360_000;
const LAMBDA_MS = 60_000;

/** What a run can be told to suffer. */
export interface Hardship extends Mishap {
  readonly faults?: FaultPlan;
  /** Every event and every poll is delivered this often, at the same time. */
  readonly deliveries?: number;
  /** Seconds of estate time in one second of the queue's and the worker's. */
  readonly timeScale?: number;
  /** The account that the worker is in. */
  readonly homeAccount?: string;
}

/** A run. */
export interface Harness<Clients> {
  readonly clock: VirtualClock;
  readonly world: FakeWorld<Clients>;
  readonly ledger: Ledger;
  /** Puts a request into the queue and returns its operationId. */
  readonly request: (options?: RequestOptions) => string;
  /** The operationId that a request to execute has. */
  readonly operationIdOf: (attempt: number) => string;
  /** Works until the queue is empty, or until the virtual time has passed. Returns the number of deliveries. */
  readonly run: (forSeconds?: number) => Promise<number>;
  /** Delivers everything that is due, each message to a worker of its own; of the calls that wait at any moment `choose` tells which one goes on. */
  readonly runTogether: (choose: Choose) => Promise<void>;
  /** Delivers one message of any content, as the queue would. Throws what the worker throws. */
  readonly deliver: (body: unknown) => Promise<void>;
  /** Takes everything out of the queue, undelivered, as a dead-letter queue would have it: bodies in the order of their time. */
  readonly setAside: () => readonly unknown[];
  readonly facts: () => readonly Envelope[];
  /** Makes the next `times` publications fail. */
  readonly failBus: (times: number) => void;
  /** The last closing fact of an operation: its type and failure code. */
  readonly outcomeOf: (operationId: string) => string | undefined;
  /** Gates passed so far. */
  readonly gates: () => number;
  readonly staleEpochs: () => number;
  /** How often the workers called each method of the ledger. */
  readonly ledgerCalls: () => Readonly<Record<string, number>>;
  /** What CloudWatch was told. */
  readonly metricLines: () => readonly EmfLine[];
}

/** Sets a run up. */
export function createHarness<Clients>(
  subject: ConformanceSubject<Clients>,
  scenario: Scenario<Clients>,
  hardship: Hardship = {},
): Harness<Clients> {
  const clock = createVirtualClock(START);
  const world = scenario.createWorld(clock);
  const ledgerCalls: Record<string, number> = {};
  const ledger = createMemoryLedger();
  const counted = wrapWithGate(ledger, async (call, when) => {
    if (when === "before") ledgerCalls[call] = (ledgerCalls[call] ?? 0) + 1;
  });
  const queue = createSimulatedQueue();
  const facts: Envelope[] = [];
  const mishaps = createMishaps(hardship, subject.mutations, whileAsleep);
  const faults = createFaults(hardship.faults ?? {}, subject.mutations, clock);
  const lines: EmfLine[] = [];
  const coverage = createCoverage(subject.adapter.technology, scenario);
  let staleEpochs = 0;
  let workers = 0;
  let busFailures = 0;
  let inHand: QueuedMessage | undefined;
  let conductor: Conductor | undefined;
  const bus: Bus = {
    publish: async (entries) => {
      if (busFailures > 0) {
        busFailures -= 1;
        throw new DrError("bus.publish_failed", "told to fail", { retryable: true });
      }
      const told = entries.map(({ detail }) => JSON.parse(JSON.stringify(detail)) as Envelope);
      facts.push(...told);
      coverage.note(told);
    },
  };
  const { technology } = subject.adapter;

  const createWorker = (gate: Gate): TaskWorker =>
    createTaskWorker({
      adapter: subject.adapter,
      clientsAt: world.clientsAt ?? sameEverywhere(world.createClients(faults(gate))),
      ledger: wrapWithGate(counted, gate),
      queue: wrapWithGate({ send: async (message, delaySeconds) => queue.send(message, clock.nowMs() + delaySeconds * 1000) }, gate),
      facts: createFactPublisher(wrapWithGate(bus, gate), technology),
      clock,
      metrics: {
        count: (name) => {
          if (name === "StaleEpochRefused") staleEpochs += 1;
        },
        durationMs: () => undefined,
        flush: () => undefined,
      },
      emit: (line) => lines.push(line),
      settings: { simulated: true, timeScale: hardship.timeScale ?? 1, homeAccount: hardship.homeAccount },
    });
  const deliver = async (body: unknown): Promise<void> => {
    workers += 1;
    const { gate, assertAlive } = mishaps.newWorker();
    const worker = createWorker(async (call, when) => {
      await gate(call, when);
      if (when === "before") await conductor?.turn();
    });
    const endsAtMs = clock.nowMs() + LAMBDA_MS;
    const delivery = { workerId: `worker-${workers}`, remainingMs: () => endsAtMs - clock.nowMs(), logger: silentLogger };
    await worker.handle(parseMessage(technology, body), delivery);
    assertAlive();
  };
  const deliverQueued = async (message: QueuedMessage): Promise<void> => {
    // A request that the adapter sends back to itself is the copy of a copy: to copy it again would double without end.
    const isCopy = (message.body as { kind?: string }).kind === "request";
    inHand = message;
    const copies = Array.from({ length: isCopy ? 1 : (hardship.deliveries ?? 1) }, () => deliver(message.body));
    const settled = await Promise.allSettled(copies);
    const failed = settled.find((outcome) => outcome.status === "rejected");
    if (!failed) return;
    if (!mishaps.isCrash(failed.reason) && message.receives > 8) throw failed.reason;
    queue.giveBack(message, clock.nowMs() + VISIBILITY_MS);
  };

  async function work(forSeconds = 86_400): Promise<number> {
    const untilMs = clock.nowMs() + forSeconds * 1000;
    let deliveries = 0;
    for (let message = queue.take(); message; message = queue.take()) {
      if (message.visibleAtMs > untilMs) {
        queue.giveBack(message, message.visibleAtMs);
        clock.advance(untilMs - clock.nowMs());
        return deliveries;
      }
      clock.advance(Math.max(0, message.visibleAtMs - clock.nowMs()));
      deliveries += 1;
      if (deliveries > 5_000) throw new Error("the queue never empties");
      await deliverQueued(message);
    }
    return deliveries;
  }
  /** The queue knows nothing of a sleeper: it delivers the message again, and everything takes its course. */
  async function whileAsleep(): Promise<void> {
    if (inHand) queue.giveBack(inHand, clock.nowMs() + VISIBILITY_MS);
    await work();
  }

  return {
    clock,
    world,
    ledger,
    request: (options = {}) => {
      const task = toTask(subject, scenario, clock, options);
      coverage.asked(task);
      queue.send(toBusEvent(scenario, clock, task, options), clock.nowMs());
      return task.operationId;
    },
    operationIdOf: (attempt) => toOperationId(scenario.operation, "execute", attempt),
    run: work,
    runTogether: async (choose) => {
      const due: QueuedMessage[] = [];
      for (let message = queue.take(); message; message = queue.take()) {
        if (message.visibleAtMs > clock.nowMs()) {
          queue.giveBack(message, message.visibleAtMs);
          break;
        }
        due.push(message);
      }
      conductor = createConductor(choose);
      await conductor.until(Promise.all(due.map(deliverQueued)));
      conductor = undefined;
    },
    deliver,
    setAside: () => {
      const bodies: unknown[] = [];
      for (let message = queue.take(); message; message = queue.take()) bodies.push(message.body);
      return bodies;
    },
    facts: () => facts,
    failBus: (times) => {
      busFailures = times;
    },
    outcomeOf: (operationId) => {
      const last = facts.findLast((fact) => fact.data["operationId"] === operationId && /Completed|Failed/.test(fact.type));
      if (!last) return undefined;
      const failure = last.data["failure"] as { code: string } | undefined;
      return failure ? `${last.type} ${failure.code}` : last.type;
    },
    gates: mishaps.gates,
    staleEpochs: () => staleEpochs,
    ledgerCalls: () => ledgerCalls,
    metricLines: () => lines,
  };
}

const silentLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => silentLogger,
};
