/** What the API runs on: given by its function, by tests, and by the simulation. */
import type { AuditTrail } from "@dr/delivery";
import type { executionDecider } from "@dr/domain";
import type { DeploymentStore, EventLog, HistoryStore, LeaseStore, PlanCatalog, SnapshotPolicy } from "@dr/event-log";
import type { Clock, Logger, NewId, Sleep } from "@dr/runtime";
import type { ApiDeps } from "./deps.ts";
import type { SignExport } from "./evidence/export-signer.ts";
import type { ReadProgress } from "./executions/progress.ts";
import type { Quotas } from "./http/throttle.ts";
import type { IdentitySettings } from "./identity/settings.ts";
import type { IdempotencyRecords } from "./idempotency/records.ts";
import type { TechnologyReader } from "./registry/technology-reader.ts";

/** What the API runs on. */
export interface AppDeps {
  readonly log: EventLog;
  readonly history: HistoryStore;
  readonly planCatalog: PlanCatalog;
  readonly leases: LeaseStore;
  readonly deployments: DeploymentStore;
  readonly idempotencyRecords: IdempotencyRecords;
  readonly identity: IdentitySettings;
  /** Default: those of throttle.ts. */
  readonly quotas?: Quotas;
  readonly readProgress: ReadProgress;
  /** Of executions; the version of their state is added. */
  readonly snapshots?: Omit<SnapshotPolicy, "stateVersion">;
  readonly signExport: SignExport;
  readonly checkpoints?: ApiDeps["checkpoints"];
  readonly technologies: TechnologyReader;
  readonly askAdapter?: ApiDeps["askAdapter"];
  readonly readParameters?: ApiDeps["readParameters"];
  readonly accounts?: ApiDeps["accounts"];
  readonly openWebhooks?: ApiDeps["openWebhooks"];
  readonly openCallbacks?: ApiDeps["openCallbacks"];
  /** Where commands and refusals are told; absent where nobody audits. */
  readonly audit?: AuditTrail | undefined;
  readonly discovery?: ApiDeps["discovery"];
  readonly clock: Clock;
  readonly newId: NewId;
  readonly jitter: () => number;
  readonly logger: Pick<Logger, "warn">;
  readonly about: ApiDeps["about"];
  /** Waits between two tries of an append. Default: the real time. */
  readonly sleep?: Sleep;
  /** What decides on executions; the simulation plants bugs here. Default: the real one. */
  readonly decider?: typeof executionDecider;
}
