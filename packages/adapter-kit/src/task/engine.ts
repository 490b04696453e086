/** What the parts of the task machine share. */
import type { Clock, Logger, Metrics } from "@dr/runtime";
import type { ClientsAt } from "../accounts/places.ts";
import type { Adapter } from "../define-adapter.ts";
import type { Ledger } from "../ledger/port.ts";
import type { EmfLine } from "../metrics/operation-metrics.ts";
import type { OwnMessage } from "../messages/message.ts";
import type { FactPublisher } from "./facts.ts";
import type { OperationPaces } from "./pace.ts";

/** Sends messages to the adapter's own queue, at least once. `delaySeconds` may be 0. */
export interface SelfQueue {
  readonly send: (message: OwnMessage, delaySeconds: number) => Promise<void>;
}

/** How an installation runs. */
export interface EngineSettings {
  /** The estate is not real; results say so. */
  readonly simulated: boolean;
  /** Seconds of estate time in one real second; 1 on anything real. Polls and settling times shrink by it. */
  readonly timeScale: number;
  /** Regions in which tasks may act; absent: any. */
  readonly allowedRegions?: readonly string[] | undefined;
  /** The function's own account, where tasks act that name no other; undefined where nobody knows it. */
  readonly homeAccount?: string | undefined;
}

/** Everything that a worker is made with. */
export interface EngineDeps<Clients> {
  readonly adapter: Adapter<Clients>;
  readonly clientsAt: ClientsAt<Clients>;
  readonly ledger: Ledger;
  readonly queue: SelfQueue;
  readonly facts: FactPublisher;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** Takes a line for CloudWatch when an operation has ended; a worker that dies right then loses it. */
  readonly emit?: (line: EmfLine) => void;
  readonly settings: EngineSettings;
}

/** Everything that running a task needs. */
export interface Engine<Clients> extends EngineDeps<Clients> {
  readonly paces: OperationPaces;
}

/** One delivery of one message: who works, for how long, and where it logs. */
export interface Delivery {
  /** Unique for this delivery: the mark of what it writes. */
  readonly workerId: string;
  readonly remainingMs: () => number;
  readonly logger: Logger;
}
