/** What a service needs from its platform, as plain data. Read by stacks/ (AWS), local/ (one machine) and tests. */

/** A DynamoDB table. `stream: true` feeds stream consumers; point-in-time recovery and encryption are always on. */
export interface TableManifest {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly indexes?: readonly {
    readonly name: string;
    readonly partitionKey: string;
    readonly partitionKeyType?: "S" | "N";
    readonly sortKey?: string;
    readonly sortKeyType?: "S" | "N";
    readonly projection: "ALL" | "KEYS_ONLY";
  }[];
  readonly stream?: boolean;
  readonly ttlAttribute?: string;
  /** Whose key encrypts it: evidence (what auditors read), what came from or goes to other systems, or the state of the platform (the default). */
  readonly dataClass?: "evidence" | "outside" | "state";
  /**
   * Why the table is one of its own in each Region of an installation that runs in two. Without a reason it is one table in both; one with `ttlAttribute` never
   * is (DynamoDB's global tables with strong consistency have no time to live).
   */
  readonly regional?: string;
}

/**
 * A bucket whose objects are written once: nobody removes or replaces one before `lockDays` are over (S3 Object Lock, compliance mode). Versioned,
 * encrypted and closed to the public. Its full name carries account and Region.
 */
export interface BucketManifest {
  readonly name: string;
  readonly lockDays: number;
}

/** A queue between the bus and a function. Every queue gets a dead-letter queue after `maxReceives` receives. */
export interface QueueManifest {
  readonly name: string;
  readonly maxReceives: number;
  readonly retentionDays: number;
}

/** EventBridge pattern; becomes one rule whose target is the queue. */
export interface SubscriptionManifest {
  readonly name: string;
  readonly pattern: {
    readonly source?: readonly unknown[];
    readonly "detail-type"?: readonly unknown[];
    readonly detail?: Readonly<Record<string, unknown>>;
  };
  /** The rule is made switched off; its service switches it on while somebody wants what it brings. */
  readonly onDemand?: true;
}

/** What an environment variable of a function points at. A `setting` is what whoever deploys says under that name; `value` where they say nothing. */
export type EnvBinding =
  | { readonly table: string }
  | { readonly bucket: string }
  | { readonly queue: string }
  | { readonly bus: true }
  | { readonly value: string; readonly setting?: string };

/** A condition as IAM writes it, e.g. `{ test: "Bool", variable: "aws:ViaAWSService", values: ["true"] }`. */
export interface IamCondition {
  readonly test: string;
  readonly variable: string;
  readonly values: readonly string[];
}

/** Least-privilege intent. `resource` is turned into ARNs; `noResourceLevelSupport` gives the reason why AWS accepts only `*` there. */
export type IamIntent = { readonly actions: readonly string[] } & (
  | { readonly table: string; readonly indexes?: boolean }
  | { readonly queue: string }
  /** `objects`: on what is in the bucket, otherwise on the bucket itself. */
  | { readonly bucket: string; readonly objects: boolean }
  | { readonly bus: true; /** The one `events:source` that this function may put. */ readonly source: string }
  /** ARN patterns; `${account}`, `${region}` and `${partition}` are filled in, in the values of conditions, too. All `conditions` must hold. */
  | { readonly arns: readonly string[]; readonly conditions?: readonly IamCondition[] }
  | { readonly noResourceLevelSupport: string }
);

/** A route of an HTTP API: `path` may hold `{name}` segments. Every route demands an AWS signature, unless it is `open` to anybody. */
export interface HttpRouteManifest {
  readonly method: string;
  readonly path: string;
  readonly open?: true;
  /** Calls that share a budget on the gateway; routes without one share the stage's. */
  readonly rate?: string;
}

/** What starts a function. */
export type TriggerManifest =
  | { readonly kind: "http"; readonly routes: readonly HttpRouteManifest[] }
  | {
      readonly kind: "queue";
      readonly queue: string;
      readonly subscriptions: readonly SubscriptionManifest[];
      readonly batchSize: number;
      readonly maxConcurrency: number;
      /** On one machine, how long messages are gathered before the function is called; for what must not compete with a recovery for its processors. Default: not at all. */
      readonly localBatchWindowSeconds?: number;
    }
  | {
      readonly kind: "stream";
      readonly table: string;
      readonly batchSize: number;
      /** How long records are gathered before the function is called; for what is not urgent. At most 300. Default: not at all. */
      readonly batchWindowSeconds?: number;
      /** The same on one machine, where a person waits. Default: not at all. */
      readonly localBatchWindowSeconds?: number;
    }
  | { readonly kind: "schedule"; readonly everySeconds: number; readonly localEverySeconds: number }
  | { readonly kind: "invoke" };

/** One Lambda function. `entry` is a module below the service folder that exports `create(env)` and `handler` (see `lambdaEntry`). */
export interface FunctionManifest {
  readonly name: string;
  readonly description: string;
  readonly entry: string;
  readonly trigger: TriggerManifest;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, EnvBinding>>;
  readonly iam: readonly IamIntent[];
  /** Files that lie beside its code under the name `to`; `from` is below the service's folder. */
  readonly files?: readonly { readonly from: string; readonly to: string }[];
  /** How the name of its role begins, before the Region; without it, as the function is called. */
  readonly role?: string;
}

/** A figure that a service writes and that must not be too high. `runbook` is a page in docs/how-to/runbooks. */
export interface AlarmManifest {
  readonly metric: string;
  readonly description: string;
  readonly runbook: string;
  /** Where the metric is. Absent: among the service's own counts, and it must stay at nothing. */
  readonly of?: MetricPlace;
}

/** A metric in a namespace of its own. */
export interface MetricPlace {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Maximum" | "Sum";
  /** More than this within a minute is too much; in the metric's own unit. */
  readonly above: number;
  /** What the alarm is called after the service; absent: as the metric. */
  readonly name?: string;
}

/** Figures of a service's own for the dashboard. */
export interface GraphManifest {
  readonly title: string;
  /** Its counts, one line each. */
  readonly metrics: readonly string[];
  /** A metric of another namespace: a line for each combination of values that these dimensions have. */
  readonly each?: { readonly namespace: string; readonly dimensions: readonly string[]; readonly statistic: "Maximum" | "Sum" };
}

/** One service = one folder = one team. */
export interface ServiceManifest {
  /** Folder name below services/, e.g. `adapter-database`. */
  readonly service: string;
  readonly tables: readonly TableManifest[];
  readonly queues: readonly QueueManifest[];
  readonly buckets?: readonly BucketManifest[];
  readonly functions: readonly FunctionManifest[];
  /** Alarms on counts of its own. Queues, streams, schedules, functions and tables have theirs without being named. */
  readonly alarms?: readonly AlarmManifest[];
  /** Graphs of its own on the dashboard, beside those that every service has. */
  readonly graphs?: readonly GraphManifest[];
}

/** What an adapter adds to its service: what goes into the registry at deploy. */
export interface AdapterManifest extends ServiceManifest {
  readonly technology: string;
  readonly version: string;
  /** The operation that a plan means when it names none. */
  readonly defaultOperation?: string;
  readonly operations: readonly OperationManifest[];
}

/** One operation of an adapter as the registry shows it (`/dr-orchestration/adapters/<technology>/<operation>` in Parameter Store). */
export interface OperationManifest {
  readonly name: string;
  readonly description: string;
  readonly reversibility: "reversible" | "compensable" | "irreversible";
  readonly defaults: { readonly timeoutSeconds: number; readonly heartbeatSeconds: number; readonly expectedSeconds?: number };
  /** JSON Schemas (draft 2020-12) of `resources` and `config`. */
  readonly resourcesSchema: Readonly<Record<string, unknown>>;
  readonly configSchema: Readonly<Record<string, unknown>>;
}
