/** Which real code runs behind each function of the manifests. */
import { laneOf, type Ledger } from "@dr/adapter-kit";
import { hasCode } from "@dr/events";
import { react } from "@dr/planner/log-handler";
import { parseAdapterMessage, parseLogMessage } from "@dr/planner/messages";
import type { CursorStore } from "@dr/publisher/cursors";
import { startAdapter, type SimTechnology } from "../components/adapter.ts";
import { startApi } from "../components/api.ts";
import { handleBatch } from "../components/batch.ts";
import type { Bugs } from "../components/bugs.ts";
import { startPlanner, type PlannerWorld } from "../components/planner.ts";
import { startPublisher, type PublisherWorld } from "../components/publisher.ts";
import { simAdapters } from "../components/sim-adapters.ts";
import type { InvocationContext } from "../kernel/function-pool.ts";
import type { Kernel, SimProcess } from "../kernel/process.ts";
import { createSimTelemetry } from "../kernel/silence.ts";
import type { Estate } from "../world/estate.ts";
import type { FunctionCode, Region } from "../world/region.ts";
import type { SharedTables } from "../world/tables.ts";

/** What the functions of all Regions share. */
export interface CodeWorld {
  readonly kernel: Kernel;
  readonly tables: SharedTables;
  readonly estate: Estate;
  readonly ledgers: ReadonlyMap<SimTechnology, Ledger>;
  readonly cursorsOf: (region: string) => CursorStore;
  readonly maxConcurrentExecutions: number;
  readonly bugs: Bugs;
  /** An adapter dealt with a request. */
  readonly onHandled: (executionId: string, taskId: string, epoch: number) => void;
}

/** A scheduled run begins nothing new with less than this left, as `deadlineOf` of the runtime has it. */
const STOP_STARTING_MS = 3_000;
const isNear =
  ({ remainingMs }: InvocationContext) =>
  (): boolean =>
    remainingMs() < STOP_STARTING_MS;

/** The code behind a function. */
export function codeOf(world: CodeWorld, name: string, region: Region): FunctionCode {
  const { kernel, tables, bugs } = world;
  const planner: PlannerWorld = { kernel, tables, maxConcurrentExecutions: world.maxConcurrentExecutions, plant: bugs.planner };
  const putEntries = (process: SimProcess) => bugs.putEntries(region.bus.putEntriesFor(process));
  const publisher = (): PublisherWorld => {
    const { log, feed, deployments } = tables;
    return {
      kernel,
      log,
      feed,
      deployments,
      cursors: world.cursorsOf(region.name),
      putEntries,
      plant: bugs.publisher,
    };
  };
  const adapterCode = adapterFunctions(world, region, putEntries).get(name);
  if (adapterCode) return adapterCode;
  switch (name) {
    case "dr-api-http":
      return { http: (process) => startApi({ kernel, tables, plant: bugs.api }, process) };
    case "dr-planner-facts":
      return { queue: factsQueue(planner) };
    case "dr-planner-log":
      return { queue: logQueue(planner) };
    case "dr-planner-sweep":
      return { schedule: scheduled(planner, "sweep") };
    case "dr-planner-reconcile":
      return { schedule: scheduled(planner, "reconcile") };
    case "dr-planner-projector":
      return {
        stream: (process) => {
          const { projectStream } = startPlanner(planner, process);
          return async ({ streamId, lastVersion }) => void (await projectStream(streamId, lastVersion));
        },
      };
    case "dr-publisher-stream":
      return { stream: (process) => startPublisher(publisher(), process).onCommit };
    case "dr-publisher-sweep":
      return {
        schedule: (process) => {
          const { sweep } = startPublisher(publisher(), process);
          return (context) => sweep(isNear(context));
        },
      };
    default:
      throw new Error(`the simulation has no code for function ${name}`);
  }
}

function factsQueue(world: PlannerWorld): NonNullable<FunctionCode["queue"]> {
  return (process) => {
    const { recordFact } = startPlanner(world, process);
    const { logger } = createSimTelemetry(world.kernel.trace, process.id);
    return (batch) =>
      handleBatch(batch, {
        parse: parseAdapterMessage,
        laneOf: ({ envelope }) => envelope.subject,
        handle: (message) => recordFact(message, logger),
        isPoison: (error) => hasCode(error, "execution.not_found"),
      });
  };
}

function logQueue(world: PlannerWorld): NonNullable<FunctionCode["queue"]> {
  return (process) => {
    const planner = startPlanner(world, process);
    const { logger } = createSimTelemetry(world.kernel.trace, process.id);
    return (batch) =>
      handleBatch(batch, {
        parse: parseLogMessage,
        laneOf: ({ executionId }) => executionId,
        handle: (message) => react(planner, message, logger),
      });
  };
}

function scheduled(world: PlannerWorld, what: "sweep" | "reconcile"): NonNullable<FunctionCode["schedule"]> {
  return (process) => {
    const planner = startPlanner(world, process);
    const { logger } = createSimTelemetry(world.kernel.trace, process.id);
    return async (context) => {
      await planner[what]({ runId: context.invocationId, logger, isNear: isNear(context) });
    };
  };
}

function adapterFunctions(
  { kernel, ledgers, estate, bugs, onHandled }: CodeWorld,
  region: Region,
  putEntries: Parameters<typeof startAdapter>[0]["putEntries"],
): ReadonlyMap<string, FunctionCode> {
  return new Map(
    simAdapters.map(({ adapter, technology }) => {
      const queue: FunctionCode["queue"] = (process) => {
        const ledger = ledgers.get(technology);
        if (!ledger) throw new Error(`no ledger for ${technology}`);
        const sendToSelf = (body: string, delayMs: number): void => region.queueNamed(`adapter-${technology}`).send(body, delayMs);
        const { parse, handle } = startAdapter({ kernel, ledger, estate, putEntries, sendToSelf, adapter, plant: bugs.adapter }, process);
        return (batch, { invocationId, remainingMs }) => {
          let deliveries = 0;
          return handleBatch(batch, {
            parse,
            laneOf,
            handle: async (message) => {
              deliveries += 1;
              await handle(message, { workerId: `${invocationId}.${deliveries}`, remainingMs });
              if (message.kind !== "requests") return;
              for (const { executionId, task, epoch } of message.requests) onHandled(executionId, task.taskId, epoch);
            },
          });
        };
      };
      return [`dr-adapter-${technology}-tasks`, { queue }];
    }),
  );
}
