/** The manifest of an adapter, made from its operations: queue, ledger, subscriptions and least privilege are the same for all. */
import { adapterSource, DrError, LOG_SOURCE } from "@dr/events";
import type { AdapterManifest, FunctionManifest, IamIntent, OperationManifest, SubscriptionManifest } from "@dr/runtime";
import { z } from "zod";
import type { Operation } from "./operation.ts";

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
  readonly iam: readonly Exclude<IamIntent, { readonly table: string } | { readonly queue: string } | { readonly bus: true }>[];
  readonly sizing?: Partial<AdapterSizing>;
}

const SIZING: AdapterSizing = { timeoutSeconds: 60, memoryMb: 512, batchSize: 5, maxConcurrency: 20 };

/** A message is received this often before it goes to the dead-letter queue; a held lease does not count, it re-sends. */
const MAX_RECEIVES = 8;
const RETENTION_DAYS = 14;

/**
 * The manifest of the adapter in `services/adapter-<name>`: function `dr-adapter-<name>-tasks` (entry `src/handlers/tasks.ts`) on queue `adapter-<name>`, table
 * `dr-ledger-<name>`. The technology stands in patterns and sources alone: everything that is deployed is called as the folder.
 * Throws `adapter.invalid_service` for a folder of another name, `adapter.wildcard_action` for an action with `*`, and `adapter.wildcard_resource` for a bare `*` ARN: `noResourceLevelSupport` needs its reason.
 */
export function adapterManifest(options: AdapterManifestOptions): AdapterManifest {
  const { service, technology, version } = options;
  checkIam(options.iam);
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
    functions: [taskFunction(options, queue, table)],
  };
}

function taskFunction(
  { service, technology, description, iam, sizing }: AdapterManifestOptions,
  queue: string,
  table: string,
): FunctionManifest {
  const { timeoutSeconds, memoryMb, batchSize, maxConcurrency } = { ...SIZING, ...sizing };
  const dlq = `${queue}-dlq`;
  return {
    name: `dr-${service}-tasks`,
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
    },
    iam: [
      { actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], table },
      {
        actions: ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
        queue,
      },
      { actions: ["sqs:SendMessage"], queue: dlq },
      { actions: ["events:PutEvents"], bus: true, source: adapterSource(technology) },
      ...iam,
    ],
  };
}

/** The two rules that bring an adapter its work: waves that hold one of its tasks, and requests for a single task of its own. */
function subscriptions(service: string, technology: string): readonly SubscriptionManifest[] {
  return [
    {
      name: `${service}-waves`,
      pattern: { source: [LOG_SOURCE], "detail-type": ["WaveStarted"], detail: { data: { technologies: { type: [technology] } } } },
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
  return { name, description, reversibility, defaults, resourcesSchema: toSchema(resources), configSchema: toSchema(config) };
}

/** The schema of what a plan may write: its input side, before defaults are filled in. */
function toSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { target: "draft-2020-12", io: "input" });
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
