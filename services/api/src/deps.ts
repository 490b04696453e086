/** What the routes need of the world. Tests pass memory twins. */
import type { ExecutionCommand, ExecutionState, PlanCommand, PlanState } from "@dr/domain";
import type { Collect, DiscoveryTarget } from "@dr/discovery";
import type {
  CheckpointStore,
  CommandHandler,
  DeploymentStore,
  EventLog,
  HistoryStore,
  Lead,
  Leadership,
  LeaseStore,
  PlanCatalog,
  TakeTheLead,
} from "@dr/event-log";
import type { Clock, Logger, Sleep } from "@dr/runtime";
import type { Accounts } from "./accounts/accounts.ts";
import type { Callbacks } from "./callbacks/callbacks.ts";
import type { SignExport } from "./evidence/export-signer.ts";
import type { ReadProgress } from "./executions/progress.ts";
import type { IdentitySettings } from "./identity/settings.ts";
import type { AskAdapter } from "./technologies/ask-adapter.ts";
import type { RegistryParameter, TechnologyReader } from "./registry/technology-reader.ts";
import type { Webhooks } from "./webhooks/webhooks.ts";

/** Everything that routes are built from. */
export interface ApiDeps {
  readonly log: EventLog;
  readonly executions: CommandHandler<ExecutionState, ExecutionCommand>;
  readonly plans: CommandHandler<PlanState, PlanCommand>;
  readonly leadership: CommandHandler<Leadership, TakeTheLead>;
  /** Who leads, as far as this process knows. */
  readonly lead: Lead;
  readonly deployments: Pick<DeploymentStore, "read">;
  readonly history: Pick<HistoryStore, "listAll" | "listByStatus" | "listByPlan" | "listActive" | "get">;
  readonly planCatalog: Pick<PlanCatalog, "list">;
  readonly leases: Pick<LeaseStore, "take" | "releaseKeys" | "occupants" | "listHolders">;
  readonly readProgress: ReadProgress;
  readonly signExport: SignExport;
  /** Where checkpoints are read from; undefined where nothing is anchored. */
  readonly checkpoints?: Pick<CheckpointStore, "newest"> | undefined;
  readonly logger: Pick<Logger, "warn">;
  readonly technologies: TechnologyReader;
  /** Parameters below a path of Parameter Store; undefined where nobody may read them. */
  readonly readParameters?: ((path: string) => Promise<readonly RegistryParameter[]>) | undefined;
  /** Accounts in which adapters act; undefined where they are not kept. */
  readonly accounts?: Accounts | undefined;
  /** Undefined where no adapter can be asked. */
  readonly askAdapter?: AskAdapter | undefined;
  /** Looks at accounts and Regions; undefined where nobody may look. */
  readonly discovery?: { readonly collect: Collect; readonly targets: readonly DiscoveryTarget[] } | undefined;
  readonly identity: IdentitySettings;
  /** Webhooks, set up when somebody needs them; undefined where the service is not deployed. */
  readonly openWebhooks?: (() => Promise<Webhooks | undefined>) | undefined;
  /** Callbacks, set up when somebody calls back; undefined where nobody can. */
  readonly openCallbacks?: (() => Promise<Callbacks | undefined>) | undefined;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly about: {
    readonly account: string;
    readonly region: string;
    readonly stage: string;
    readonly estate: "real" | "simulated";
    /** What a saved plan names is made where it is missing: the estate of one machine does. */
    readonly providesNames?: boolean;
    /** Seconds of a simulated estate in a real one; absent: 1. */
    readonly timeScale?: number;
    /** Regions that may lead; the first one does until the log says otherwise. */
    readonly regions: readonly string[];
    /** Regions in which tasks may act; absent: any. */
    readonly allowedRegions?: readonly string[] | undefined;
  };
}
