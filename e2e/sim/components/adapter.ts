/** The adapters: the kit's own task worker over a ledger, a queue, a bus and an estate that fail. */
import {
  createFactPublisher,
  createTaskWorker,
  defineAdapter,
  parseMessage,
  sameEverywhere,
  type Adapter,
  type EngineDeps,
  type FactPublisher,
  type KitMessage,
  type Ledger,
  type OwnMessage,
} from "@dr/adapter-kit";
import type { EventData } from "@dr/events";
import { createBus, type PutEntries } from "@dr/runtime";
import type { Kernel, SimProcess } from "../kernel/process.ts";
import { awsError } from "../kernel/process.ts";
import { createSimTelemetry } from "../kernel/silence.ts";
import { wrapPort } from "../kernel/wrap-port.ts";
import type { Estate } from "../world/estate.ts";
import { simOperations, type EstateClient, type SimClients } from "./sim-operations.ts";

/** Technologies of the simulated estate. */
export const SIM_TECHNOLOGIES = ["alpha", "beta"] as const;
/** One of them. */
export type SimTechnology = (typeof SIM_TECHNOLOGIES)[number];

/** What an adapter's process reaches. */
export interface AdapterWorld {
  readonly kernel: Kernel;
  readonly ledger: Ledger;
  readonly estate: Estate;
  readonly putEntries: (process: SimProcess) => PutEntries;
  readonly sendToSelf: (body: string, delayMs: number) => void;
  /** The adapter as deployed; a planted bug may replace parts of it. */
  readonly adapter: Adapter<SimClients>;
  readonly plant: (engine: EngineDeps<SimClients>) => EngineDeps<SimClients>;
}

/** The adapter of one technology. */
export function simAdapter(technology: SimTechnology): Adapter<SimClients> {
  return defineAdapter({
    technology,
    version: "1.0.0",
    operations: simOperations,
    createClients: () => {
      throw new Error("the simulation makes its clients itself");
    },
  });
}

/** Handles the messages of one process. */
export interface AdapterProcess {
  readonly parse: (body: unknown) => KitMessage;
  readonly handle: (message: KitMessage, delivery: { readonly workerId: string; readonly remainingMs: () => number }) => Promise<void>;
}

/** What runs in a process of an adapter. */
export function startAdapter(world: AdapterWorld, process: SimProcess): AdapterProcess {
  const { technology } = world.adapter;
  const telemetry = createSimTelemetry(world.kernel.trace, process.id);
  const bus = createBus({ putEntries: world.putEntries(process), sleep: process.sleep, nextTurn: () => Promise.resolve() });
  const queue = {
    send: (message: OwnMessage, delaySeconds: number) =>
      process.call("self.send", "repeated_write", async () =>
        world.sendToSelf(JSON.stringify(message), Math.min(delaySeconds, 900) * 1000),
      ),
  };
  const worker = createTaskWorker(
    world.plant({
      adapter: world.adapter,
      clientsAt: sameEverywhere({ estate: createEstateClient(world.kernel, process, world.estate) }),
      ledger: wrapPort(process, "ledger", world.ledger, {
        raiseEpoch: "repeated_write",
        register: "repeated_write",
        create: "repeated_write",
        save: "repeated_write",
        writePaces: "repeated_write",
        takeLock: "repeated_write",
        releaseLock: "repeated_write",
      }),
      queue,
      facts: technology === "beta" ? saidByAnOlderKit(createFactPublisher(bus, technology)) : createFactPublisher(bus, technology),
      clock: process.clock,
      metrics: telemetry.metrics,
      settings: { simulated: true, timeScale: 1 },
    }),
  );
  return {
    parse: (body) => parseMessage(technology, body),
    handle: (message, delivery) => worker.handle(message, { ...delivery, logger: telemetry.logger }),
  };
}

/** An older kit said at once what it had started, and did not mention that nothing was left over. */
function saidByAnOlderKit({ publish, report }: FactPublisher): FactPublisher {
  return {
    report,
    publish: (item, fact) => {
      if (fact.type === "TechnologyStarted")
        return publish(item, { ...fact, data: { ...(fact.data as object), externalIds: { request: "made up" } } as typeof fact.data });
      if (fact.type !== "TechnologyCompleted") return publish(item, fact);
      const data = fact.data as EventData<"TechnologyCompleted">;
      if (data.result.leftovers?.length !== 0) return publish(item, fact);
      const { leftovers: _none, ...result } = data.result;
      return publish(item, { ...fact, data: { ...data, result } as typeof fact.data });
    },
  };
}

/** How far a glance may lag behind. */
const MAX_GLANCE_LAG_MS = 18_000;

function createEstateClient({ faults }: Kernel, process: SimProcess, estate: Estate): EstateClient {
  const request = (begin: () => string): string => {
    if (faults.strikes("estate_throttled")) throw awsError("ThrottlingException", 400);
    const jobId = begin();
    if (faults.strikes("estate_500_after_accept")) throw awsError("InternalFailure", 500);
    if (faults.strikes("estate_reset_after_accept")) throw awsError("Error", undefined, "ECONNRESET");
    return jobId;
  };
  return {
    look: (resource) => process.call("estate.look", "read", async () => estate.look(resource)),
    glance: (resource) =>
      process.call("estate.glance", "read", async () =>
        estate.look(resource, faults.strikes("estate_stale_read") ? faults.random.between(500, MAX_GLANCE_LAG_MS) : 0),
      ),
    start: (resource, kind, operationId) =>
      process.call("estate.start", "write", async () => request(() => estate.start(resource, kind, operationId))),
    startAll: (resources, kind, operationId) =>
      process.call("estate.startAll", "write", async () => {
        request(() => resources.map((resource) => estate.start(resource, kind, operationId)).join());
      }),
    stop: (resource, jobId) => process.call("estate.stop", "write", async () => estate.stop(resource, jobId)),
  };
}
