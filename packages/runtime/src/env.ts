/** The environment of a function, parsed once at cold start: a missing or invalid variable is named before the first event arrives. */
import { DrError } from "@dr/events";
import { endpoint, matching, oneOf, positive, regions, text, whole, type ReadVariable, type ValueOf } from "./env-readers.ts";
import type { FunctionEnv } from "./lambda-entry.ts";

/** Variables that a function asks for by name. */
const NAMED = {
  DR_BUS_NAME: text,
  DR_QUEUE_URL: endpoint,
  DR_DLQ_URL: endpoint,
  DR_LOG_TABLE: text,
  DR_HISTORY_TABLE: text,
  DR_PLAN_TABLE: text,
  DR_CURSOR_TABLE: text,
  DR_OPERATION_TABLE: text,
  DR_IDEMPOTENCY_TABLE: text,
  DR_LEASE_TABLE: text,
  DR_SNAPSHOT_TABLE: text,
  DR_LEDGER_TABLE: text,
  DR_DISCOVERY_TABLE: text,
  DR_DEPLOYMENT_TABLE: text,
  DR_ACCOUNT_ID: matching(/^\d{12}$/, "expected a 12-digit account id"),
};

/** Variables that every function has. */
const REQUIRED = { AWS_REGION: text };

const path = matching(/^\//, "expected a path that begins with /");

const OPTIONAL = {
  DR_DYNAMODB_ENDPOINT: endpoint,
  DR_SQS_ENDPOINT: endpoint,
  DR_EVENTS_ENDPOINT: endpoint,
  DR_SSM_ENDPOINT: endpoint,
  DR_SECRETS_ENDPOINT: endpoint,
  DR_S3_ENDPOINT: endpoint,
  DR_LAMBDA_ENDPOINT: endpoint,
  DR_STATES_ENDPOINT: endpoint,
  DR_AWS_ENDPOINT: endpoint,
  /** Regions that may lead, the first one until the log says otherwise (docs/how-to/run-two-regions.md). Default: this Region alone. */
  DR_REGIONS: regions,
  /** Regions in which tasks may act (docs/how-to/deploy.md). Default: any. */
  DR_ALLOWED_REGIONS: regions,
  /** Key that exports are signed with: a file, or the id of a secret. */
  DR_EXPORT_KEY_FILE: text,
  DR_EXPORT_KEY_SECRET: text,
  /** Webhooks: events, lanes, tries, receivers, and the queue of lanes. */
  DR_OUTBOX_TABLE: text,
  DR_LANE_TABLE: text,
  DR_RECORD_TABLE: text,
  DR_RECEIVER_TABLE: text,
  DR_LANE_QUEUE_URL: endpoint,
  /** Queues of lanes of the other services that send. */
  DR_CONNECTORS_LANE_QUEUE_URL: endpoint,
  DR_ITSM_LANE_QUEUE_URL: endpoint,
  DR_MONITORING_LANE_QUEUE_URL: endpoint,
  DR_AUDIT_LANE_QUEUE_URL: endpoint,
  /** Parameters below this path say who receives, beside webhooks. */
  DR_RECEIVERS_PATH: path,
  /** Secrets of other systems lie below this name. */
  DR_EXTERNAL_API_SECRETS: text,
  /** On one machine: the folder that has them as files. */
  DR_EXTERNAL_API_DIR: text,
  /** Key that webhooks' secrets are derived from: a file, or the id of a secret. */
  DR_WEBHOOK_KEY_FILE: text,
  DR_WEBHOOK_KEY_SECRET: text,
  /** Secret that snapshots are sealed with; who writes snapshots must have it. */
  DR_SNAPSHOT_KEY_FILE: text,
  DR_SNAPSHOT_KEY_SECRET: text,
  /** Key that checkpoints are signed with; only the publisher has it. */
  DR_CHECKPOINT_KEY_FILE: text,
  DR_CHECKPOINT_KEY_SECRET: text,
  /** Where checkpoints are kept: a bucket, or a folder of this machine. */
  DR_CHECKPOINT_BUCKET: text,
  DR_CHECKPOINT_DIR: text,
  /** Who may call, and who counts as a person; the API reads them (docs/reference/roles.md). */
  DR_CALLER_ACCOUNTS: text,
  DR_CALLER_ROLES: text,
  DR_PINNED_SESSION_ROLES: text,
  DR_MACHINE_ROLES: text,
  DR_ROLE_PEOPLE: text,
  /** How much one caller may ask of the API (docs/reference/http.md). */
  DR_API_QUOTAS: text,
  /** Where discovery looks beside its own account and Region (docs/how-to/tag-resources.md). */
  DR_DISCOVERY_REGIONS: text,
  DR_DISCOVERY_ACCOUNTS: text,
  /** Target accounts, kept by the API. */
  DR_ACCOUNT_TABLE: text,
};

const DEFAULTED = {
  DR_STAGE: text,
  DR_ESTATE: oneOf("real", "simulated"),
  /** How much faster the simulated estate's time runs; 1 on a real one. */
  DR_TIME_SCALE: positive,
  /** Days that an ended execution stays in the list; 0: for ever. The log keeps it in any case. */
  DR_HISTORY_DAYS: whole(0, 36_500),
  DR_MAX_CONCURRENT_EXECUTIONS: whole(1),
  /** How callers of the API prove who they are. */
  AUTH_MODE: oneOf("role_based", "cognito"),
  /** What a saved plan names is made where it is missing: only the estate of one machine does that. */
  DR_NAMES_PROVIDED: oneOf("true", "false"),
  DR_REGISTRY_PATH: path,
};

const DEFAULTS: ValuesOf<typeof DEFAULTED> = {
  DR_STAGE: "local",
  DR_ESTATE: "real",
  DR_TIME_SCALE: 1,
  DR_HISTORY_DAYS: 90,
  DR_MAX_CONCURRENT_EXECUTIONS: 50,
  AUTH_MODE: "role_based",
  DR_NAMES_PROVIDED: "false",
  DR_REGISTRY_PATH: "/dr-orchestration/adapters",
};

type ValuesOf<Readers> = { [Name in keyof Readers]: ValueOf<Readers[Name]> };

/** Variables that every function has; endpoints are absent on AWS itself. */
export type BaseEnv = ValuesOf<typeof REQUIRED> &
  ValuesOf<typeof DEFAULTED> & { [Name in keyof typeof OPTIONAL]?: ValueOf<(typeof OPTIONAL)[Name]> | undefined };
/** Variables that a function has only if it asks for them by name. */
export type NamedEnv = ValuesOf<typeof NAMED>;

/**
 * The base variables and the named ones, checked and typed. An empty value counts as missing.
 * Throws `env.invalid` that names every missing or invalid variable at once; values are never repeated in the message.
 */
export function parseEnv<const Name extends keyof NamedEnv>(env: FunctionEnv, names: readonly Name[]): BaseEnv & Pick<NamedEnv, Name> {
  const read: Record<string, string | number> = { ...DEFAULTS };
  const wrong: { readonly variable: string; readonly problem: string }[] = [];
  const take = (variable: string, reader: ReadVariable, required: boolean) => {
    const value = env[variable] ?? "";
    if (value === "") {
      if (required) wrong.push({ variable, problem: `${variable} is missing` });
      return;
    }
    const found = reader(value);
    if (typeof found === "object") wrong.push({ variable, problem: `${variable}: ${found.expected}` });
    else read[variable] = found;
  };
  for (const [variable, reader] of Object.entries(REQUIRED)) take(variable, reader, true);
  for (const [variable, reader] of Object.entries({ ...OPTIONAL, ...DEFAULTED })) take(variable, reader, false);
  for (const variable of names) take(variable, NAMED[variable], true);
  if (wrong.length === 0) return read as unknown as BaseEnv & Pick<NamedEnv, Name>;
  throw new DrError("env.invalid", `invalid environment: ${wrong.map(({ problem }) => problem).join("; ")}`, {
    details: { variables: wrong.map(({ variable }) => variable) },
  });
}
