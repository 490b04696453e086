/** Where bugs can be planted: the product's own parts pass through here on their way into a process. */
import type { AppDeps } from "@dr/api/app";
import type { EngineDeps } from "@dr/adapter-kit";
import type { PlannerDeps } from "@dr/planner/planner";
import type { StreamPublisherDeps } from "@dr/publisher/publish-stream";
import type { PutEntries } from "@dr/runtime";
import type { SimClients } from "./sim-operations.ts";

/** Changes to the parts of the product. Without a bug each of them gives back what it was given. */
export interface Bugs {
  readonly planner: (deps: PlannerDeps) => PlannerDeps;
  readonly api: (deps: AppDeps) => AppDeps;
  readonly publisher: (deps: StreamPublisherDeps) => StreamPublisherDeps;
  readonly adapter: (engine: EngineDeps<SimClients>) => EngineDeps<SimClients>;
  readonly putEntries: (putEntries: PutEntries) => PutEntries;
}

const unchanged = <T>(part: T): T => part;

/** The product as it is. */
export const NO_BUGS: Bugs = { planner: unchanged, api: unchanged, publisher: unchanged, adapter: unchanged, putEntries: unchanged };
