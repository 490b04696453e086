/** The API on given stores: command handlers, what follows an append, and the router. */
import { executionDecider, planDecider, toCatalogItem, toHistoryItem, type ExecutionState, type PlanState } from "@dr/domain";
import {
  createCommandHandler,
  createLead,
  createStateCache,
  LEADERSHIP_STREAM,
  leadershipDecider,
  type DeploymentStore,
  type EventLog,
  type HistoryStore,
  type LeaseStore,
  type PlanCatalog,
  type SnapshotPolicy,
} from "@dr/event-log";
import { systemSleep, type Clock, type HttpRoute, type Logger, type NewId, type Sleep } from "@dr/runtime";
import type { AuditTrail } from "@dr/delivery";
import type { ApiDeps } from "./deps.ts";
import type { SignExport } from "./evidence/export-signer.ts";
import type { ReadProgress } from "./executions/progress.ts";
import { createThrottle, parseQuotas, type Quotas } from "./http/throttle.ts";
import { createRouter } from "./http/router.ts";
import { createIdentities } from "./identity/identity.ts";
import type { IdentitySettings } from "./identity/settings.ts";
import { createIdempotency } from "./idempotency/idempotency.ts";
import { createAnswerKeeping } from "./idempotency/kept-answer.ts";
import type { IdempotencyRecords } from "./idempotency/records.ts";
import type { TechnologyReader } from "./registry/technology-reader.ts";
import { createHandlers } from "./routes/index.ts";
import { executionStream, planStream } from "./streams.ts";

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
  readonly snapshots?: SnapshotPolicy;
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

/** Outlasts the function's 29 s. */
const LOCK_MS = 35_000;
/** A client that repeats itself after more than a day means it. */
const KEEP_SECONDS = 86_400;

/** The answer to every request. Lists are written right after each append; the projector repairs what a crash leaves out. */
export function createApp(deps: AppDeps): HttpRoute {
  const { log, clock, newId, jitter, logger, history, planCatalog } = deps;
  const common = { log, clock, jitter, logger, newCommitId: newId, ...(deps.sleep ? { sleep: deps.sleep } : {}) };
  const executions = createCommandHandler({
    ...common,
    decider: deps.decider ?? executionDecider,
    toStreamId: executionStream,
    cache: createStateCache<ExecutionState>(),
    ...(deps.snapshots === undefined ? {} : { snapshots: deps.snapshots }),
    endFirst: Number.POSITIVE_INFINITY,
    onAppended: async (state, commit) => void (await history.put(toHistoryItem(state, commit.lastVersion))),
  });
  const plans = createCommandHandler({
    ...common,
    decider: planDecider,
    toStreamId: planStream,
    cache: createStateCache<PlanState>({ maxStreams: 50 }),
    onAppended: async (state, commit) => {
      const item = toCatalogItem(state, commit.lastVersion);
      if (item) await planCatalog.put({ ...item });
    },
  });
  const leadership = createCommandHandler({ ...common, decider: leadershipDecider, toStreamId: () => LEADERSHIP_STREAM });
  const { region, regions } = deps.about;
  const lead = createLead({ log, region, regions, clock });
  const idempotency = createIdempotency({
    records: deps.idempotencyRecords,
    keeping: createAnswerKeeping(async () => deps.openWebhooks?.()),
    clock,
    newId,
    lockMs: LOCK_MS,
    keepSeconds: KEEP_SECONDS,
  });
  return createRouter({
    handlers: createHandlers({ ...deps, sleep: deps.sleep ?? systemSleep, executions, plans, leadership, lead }),
    identities: createIdentities(deps.identity),
    throttle: createThrottle(deps.quotas ?? parseQuotas(undefined), clock),
    idempotency,
    audit: deps.audit,
  });
}
