/** The manifest of an adapter, made from its operations: queue, ledger, subscriptions and least privilege are the same for all. */
import { adapterSource, DrError, LOG_SOURCE } from "@dr/events";
import type {
  AdapterManifest,
  AlarmManifest,
  EnvBinding,
  FunctionManifest,
  GraphManifest,
  IamIntent,
  OperationManifest,
  SubscriptionManifest,
} from "@dr/runtime";
import { ACCOUNT_TABLE, READ_ROLE_SUFFIX, TARGET_ROLE } from "@dr/runtime/target-account";
import { toInputSchema } from "./input-schema.ts";
import { technologyAlarms, technologyGraphs } from "./metrics/technology-alarms.ts";
import type { Operation } from "./operation.ts";
import { assertReadable } from "./readable-schemas.ts";

/** The same for all Regions of an installation: what a plan names without a Region is in the first of them. */
const DR_REGIONS: EnvBinding = { setting: "DR_REGIONS", value: "" };

/** Regions in which tasks may act; nothing said: any. */
const DR_ALLOWED_REGIONS: EnvBinding = { setting: "DR_ALLOWED_REGIONS", value: "" };

/** Sizes of the function; the defaults suit adapters that only talk to AWS APIs. */
export interface AdapterSizing {
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly batchSize: number;
  readonly maxConcurrency: number;
}

/** What differs between adapters. `iam` holds the actions on what the adapter acts on, with ARN patterns. */
export interface AdapterManifestOptions {
  /** Folder name below services/, e.g. `adapter-infra`. */
  readonly service: string;
  readonly technology: string;
  readonly version: string;
  readonly description: string;
  /** Clients play no part in a manifest: operations of any. */
  readonly operations: Readonly<
    Record<string, Pick<Operation<never>, "description" | "reversibility" | "defaults" | "resources" | "config">>
  >;
  /** The operation that a plan means when it names none. Of one operation it is that one; of several, none unless it is declared here. */
  readonly defaultOperation?: string;
  /** A second source that it speaks as, for systems that do not know our events. */
  readonly echoes?: string;
  /** What the tasks may do. */
  readonly iam: readonly AdapterIam[];
  /**
   * What the adapter's queries may do: reads alone. With it goes a second function, `dr-<service>-queries` (entry `src/handlers/queries.ts`), which is invoked
   * and answers `readiness` and the adapter's own queries. Rights of both stand in one list that both get.
   */
  readonly queries?: { readonly iam: readonly AdapterIam[] };
  /** False where the rights are on what this account keeps (secrets) and nothing of AWS is acted on: no role of another account is ever taken. */
  readonly entersAccounts?: false;
  readonly sizing?: Partial<AdapterSizing>;
  /** Alarms and graphs on metrics of its own, beside those that every technology has. */
  readonly alarms?: readonly AlarmManifest[];
  readonly graphs?: readonly GraphManifest[];
}

/** A right on what the adapter acts on: its queue, its ledger and the bus come by themselves. */
export type AdapterIam = Exclude<IamIntent, { readonly table: string } | { readonly queue: string } | { readonly bus: true }>;

/** What taking the role of a target account needs. One name of role, in any account: which accounts there are is said by the table, and by each account's own trust. */
const accountRights = (role: string): readonly IamIntent[] => [
  { actions: ["sts:AssumeRole", "sts:SetSourceIdentity"], arns: [`arn:\${partition}:iam::*:role/${role}`] },
  // The API's table, in an app of its own: its name is fixed.
  { actions: ["dynamodb:GetItem"], arns: [`arn:\${partition}:dynamodb:\${region}:\${account}:table/${ACCOUNT_TABLE}`] },
  {
    actions: ["secretsmanager:GetSecretValue"],
    arns: ["arn:${partition}:secretsmanager:${region}:${account}:secret:dr-orchestration/cross-account/target-account-*"],
  },
];

/** An adapter that has rights on nothing acts on nothing of AWS, and so in no account. */
function accountsOf(
  { iam, entersAccounts }: Pick<AdapterManifestOptions, "iam" | "entersAccounts">,
  role: string,
): Pick<FunctionManifest, "environment" | "iam"> {
  if (iam.length === 0 || entersAccounts === false) return { environment: {}, iam: [] };
  return { environment: { DR_ACCOUNT_TABLE: { value: ACCOUNT_TABLE } }, iam: accountRights(role) };
}

const SIZING: AdapterSizing = { timeoutSeconds: 60, memoryMb: 512, batchSize: 5, maxConcurrency: 20 };

/** A message is received this often before it goes to the dead-letter queue; a held lease does not count, it re-sends. */
const MAX_RECEIVES = 8;
/** A message keeps its age when it is put aside, and a dead-letter queue keeps 14 days: the rest is what people have to look at it (SQS guide, "Dead-letter queues"). */
const RETENTION_DAYS = 7;

/** Who asks waits for the answer: less than the 29 seconds that API Gateway waits for a function. */
const QUERY_TIMEOUT_SECONDS = 25;

/**
 * Verbs of actions that read. `AssumeRole` and `AdminInitiateAuth` give no right of their own, and `InvokeFunction` and `Invoke` reach a system that tells of itself no other way:
 * what they can do is decided there, and which one is named by the ARN.
 */
const READS =
  /:(?:Get|List|Describe|BatchGet|Search|Query|Lookup|Select|View|Check|Head|Test|Simulate|AssumeRole$|AdminInitiateAuth$|InvokeFunction$|Invoke$)/;

/**
 * The manifest of the adapter in `services/adapter-<name>`: function `dr-adapter-<name>-tasks` (entry `src/handlers/tasks.ts`) on queue `adapter-<name>`, table
 * `dr-ledger-<name>`; with `queries` also the function `dr-adapter-<name>-queries`. The technology stands in patterns and sources alone: everything that is deployed is called as the folder.
 * Throws `adapter.invalid_service` for a folder of another name, `adapter.wildcard_action` for an action with `*`, `adapter.query_may_write` for a query that may do more than read, `adapter.unreadable_schema` for a schema that plans cannot be held against, and `adapter.wildcard_resource` for a bare `*` ARN: `noResourceLevelSupport` needs its reason.
 */
export function adapterManifest(options: AdapterManifestOptions): AdapterManifest {
  const { service, technology, version } = options;
  checkIam(options.iam);
  if (options.queries) checkReads(options.queries.iam);
  const name = /^adapter-([a-z0-9-]+)$/.exec(service)?.[1];
  if (name === undefined) throw new DrError("adapter.invalid_service", `service "${service}": expected adapter-<name>`);
  const queue = service;
  const table = `dr-ledger-${name}`;
  return {
    service,
    technology,
    version,
    ...defaultOf(options),
    operations: Object.entries(options.operations).map(([name, operation]) => toOperationManifest(name, operation)),
    tables: [{ name: table, partitionKey: "operationId" }],
    queues: [{ name: queue, maxReceives: MAX_RECEIVES, retentionDays: RETENTION_DAYS }],
    functions: [taskFunction(options, queue, table), ...(options.queries ? [queryFunction(options, options.queries.iam)] : [])],
    alarms: [...technologyAlarms(technology, Object.keys(options.operations)), ...(options.alarms ?? [])],
    graphs: [...technologyGraphs(technology), ...(options.graphs ?? [])],
  };
}

/** How an adapter's roles are called, so that the accounts that it works in can name them: `DR-Database-Adapter-Role-tasks-us-east-1`. */
function roleOf(technology: string): string {
  if (technology === "drs") return "DR-DRS-Integration-Role";
  const words = technology.split(/[^a-z0-9]+/i).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `DR-${words.join("-")}-Adapter-Role`;
}

function taskFunction(options: AdapterManifestOptions, queue: string, table: string): FunctionManifest {
  const { service, technology, description, iam, sizing, echoes } = options;
  const { timeoutSeconds, memoryMb, batchSize, maxConcurrency } = { ...SIZING, ...sizing };
  const accounts = accountsOf(options, `${TARGET_ROLE}*`);
  const dlq = `${queue}-dlq`;
  return {
    name: `dr-${service}-tasks`,
    role: `${roleOf(technology)}-tasks`,
    description,
    entry: "src/handlers/tasks.ts",
    trigger: { kind: "queue", queue, subscriptions: subscriptions(service, technology), batchSize, maxConcurrency },
    timeoutSeconds,
    memoryMb,
    environment: {
      DR_SERVICE: { value: service },
      DR_BUS_NAME: { bus: true },
      DR_QUEUE_URL: { queue },
      DR_DLQ_URL: { queue: dlq },
      DR_LEDGER_TABLE: { table },
      DR_REGIONS,
      DR_ALLOWED_REGIONS,
      ...accounts.environment,
    },
    iam: [
      { actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], table },
      {
        actions: ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
        queue,
      },
      { actions: ["sqs:SendMessage"], queue: dlq },
      { actions: ["events:PutEvents"], bus: true, source: adapterSource(technology) },
      ...(echoes === undefined ? [] : [{ actions: ["events:PutEvents"], bus: true as const, source: echoes }]),
      ...accounts.iam,
      ...iam,
    ],
  };
}

/** Nothing starts it by itself: the API and the planner invoke it. It has neither queue nor ledger nor bus, and takes in other accounts the role that only reads. */
function queryFunction(options: AdapterManifestOptions, iam: readonly AdapterIam[]): FunctionManifest {
  const { service, technology, description, sizing } = options;
  const accounts = accountsOf({ ...options, iam }, `${TARGET_ROLE}*${READ_ROLE_SUFFIX}`);
  return {
    name: `dr-${service}-queries`,
    role: `${roleOf(technology)}-queries`,
    description: `Answers questions, changes nothing: ${description}`,
    entry: "src/handlers/queries.ts",
    trigger: { kind: "invoke" },
    timeoutSeconds: QUERY_TIMEOUT_SECONDS,
    memoryMb: { ...SIZING, ...sizing }.memoryMb,
    environment: { DR_SERVICE: { value: service }, DR_REGIONS, DR_ALLOWED_REGIONS, ...accounts.environment },
    iam: [...accounts.iam, ...iam],
  };
}

/** The two rules that bring an adapter its work: waves (and questions about them) that hold one of its tasks, and requests for a single task of its own. */
function subscriptions(service: string, technology: string): readonly SubscriptionManifest[] {
  return [
    {
      name: `${service}-waves`,
      pattern: {
        source: [LOG_SOURCE],
        "detail-type": ["WaveStarted", "ReadinessRequested"],
        detail: { data: { technologies: { type: [technology] } } },
      },
    },
    {
      name: `${service}-tasks`,
      pattern: {
        source: [LOG_SOURCE],
        "detail-type": [
          "TechnologyRequested",
          "TechnologyRetryRequested",
          "TechnologyCancelRequested",
          "TechnologyRollbackRequested",
          "TechnologyCleanupRequested",
        ],
        detail: { data: { task: { type: [technology] } } },
      },
    },
  ];
}

/** Throws `adapter.invalid` for a default that is none of the operations. */
function defaultOf({ technology, operations, defaultOperation }: AdapterManifestOptions): { defaultOperation?: string } {
  const names = Object.keys(operations);
  const chosen = defaultOperation ?? (names.length === 1 ? names[0] : undefined);
  if (chosen === undefined) return {};
  if (names.includes(chosen)) return { defaultOperation: chosen };
  throw new DrError("adapter.invalid", `${technology}: defaultOperation "${chosen}" is none of its operations: ${names.join(", ")}`);
}

function toOperationManifest(name: string, operation: AdapterManifestOptions["operations"][string]): OperationManifest {
  const { description, reversibility, defaults, resources, config } = operation;
  const schemas = { resourcesSchema: toInputSchema(resources), configSchema: toInputSchema(config) };
  assertReadable(schemas, name);
  return { name, description, reversibility, defaults, ...schemas };
}

function checkIam(iam: AdapterManifestOptions["iam"]): void {
  for (const intent of iam) {
    const wild = intent.actions.find((action) => action.includes("*"));
    if (wild !== undefined) throw new DrError("adapter.wildcard_action", `action ${wild}: name each action`);
    if ("arns" in intent && intent.arns.includes("*")) {
      throw new DrError(
        "adapter.wildcard_resource",
        `${intent.actions.join(", ")}: name the ARNs, or give the reason in noResourceLevelSupport`,
      );
    }
  }
}

function checkReads(iam: readonly AdapterIam[]): void {
  checkIam(iam);
  const write = iam.flatMap(({ actions }) => actions).find((action) => !READS.test(action));
  if (write !== undefined) throw new DrError("adapter.query_may_write", `action ${write}: queries only read; it belongs to the tasks' iam`);
}
