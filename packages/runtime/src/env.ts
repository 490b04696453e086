/** The environment of a function, parsed once at cold start: a missing or invalid variable is named before the first event arrives. */
import { DrError, REGION_NAME } from "@dr/events";
import * as z from "zod";
import type { FunctionEnv } from "./lambda-entry.ts";

const name = z.string().min(1);
const regions = name.refine(
  (text) => text.split(",").every((each) => each.trim() === "" || REGION_NAME.test(each.trim())),
  "expected Regions such as us-east-1,us-west-2",
);
const endpoint = z.url({ protocol: /^https?$/ });

const namedSchema = z.object({
  DR_BUS_NAME: name,
  DR_QUEUE_URL: endpoint,
  DR_DLQ_URL: endpoint,
  DR_LOG_TABLE: name,
  DR_HISTORY_TABLE: name,
  DR_PLAN_TABLE: name,
  DR_CURSOR_TABLE: name,
  DR_OPERATION_TABLE: name,
  DR_IDEMPOTENCY_TABLE: name,
  DR_LEASE_TABLE: name,
  DR_SNAPSHOT_TABLE: name,
  DR_LEDGER_TABLE: name,
  DR_DISCOVERY_TABLE: name,
  DR_DEPLOYMENT_TABLE: name,
  DR_ACCOUNT_ID: z.string().regex(/^\d{12}$/, "expected a 12-digit account id"),
});

const baseSchema = z.object({
  AWS_REGION: name,
  DR_STAGE: name.default("local"),
  DR_DYNAMODB_ENDPOINT: endpoint.optional(),
  DR_SQS_ENDPOINT: endpoint.optional(),
  DR_EVENTS_ENDPOINT: endpoint.optional(),
  DR_SSM_ENDPOINT: endpoint.optional(),
  DR_SECRETS_ENDPOINT: endpoint.optional(),
  DR_S3_ENDPOINT: endpoint.optional(),
  DR_LAMBDA_ENDPOINT: endpoint.optional(),
  DR_STATES_ENDPOINT: endpoint.optional(),
  DR_AWS_ENDPOINT: endpoint.optional(),
  DR_ESTATE: z.enum(["real", "simulated"]).default("real"),
  /** How much faster the simulated estate's time runs; 1 on a real one. */
  DR_TIME_SCALE: z.coerce.number().positive().default(1),
  /** Regions that may lead, the first one until the log says otherwise (docs/how-to/run-two-regions.md). Default: this Region alone. */
  DR_REGIONS: regions.optional(),
  /** Regions in which tasks may act (docs/how-to/deploy.md). Default: any. */
  DR_ALLOWED_REGIONS: regions.optional(),
  /** Days that an ended execution stays in the list; 0: for ever. The log keeps it in any case. */
  DR_HISTORY_DAYS: z.coerce.number().int().nonnegative().max(36_500).default(90),
  DR_MAX_CONCURRENT_EXECUTIONS: z.coerce.number().int().positive().default(50),
  /** Key that exports are signed with: a file, or the id of a secret. */
  DR_EXPORT_KEY_FILE: name.optional(),
  DR_EXPORT_KEY_SECRET: name.optional(),
  /** Webhooks: events, lanes, tries, receivers, and the queue of lanes. */
  DR_OUTBOX_TABLE: name.optional(),
  DR_LANE_TABLE: name.optional(),
  DR_RECORD_TABLE: name.optional(),
  DR_RECEIVER_TABLE: name.optional(),
  DR_LANE_QUEUE_URL: endpoint.optional(),
  /** Queues of lanes of the other services that send. */
  DR_CONNECTORS_LANE_QUEUE_URL: endpoint.optional(),
  DR_ITSM_LANE_QUEUE_URL: endpoint.optional(),
  DR_MONITORING_LANE_QUEUE_URL: endpoint.optional(),
  DR_AUDIT_LANE_QUEUE_URL: endpoint.optional(),
  /** Parameters below this path say who receives, beside webhooks. */
  DR_RECEIVERS_PATH: z.string().startsWith("/").optional(),
  /** Secrets of other systems lie below this name. */
  DR_EXTERNAL_API_SECRETS: name.optional(),
  /** On one machine: the folder that has them as files. */
  DR_EXTERNAL_API_DIR: name.optional(),
  /** Key that webhooks' secrets are derived from: a file, or the id of a secret. */
  DR_WEBHOOK_KEY_FILE: name.optional(),
  DR_WEBHOOK_KEY_SECRET: name.optional(),
  /** Secret that snapshots are sealed with; who writes snapshots must have it. */
  DR_SNAPSHOT_KEY_FILE: name.optional(),
  DR_SNAPSHOT_KEY_SECRET: name.optional(),
  /** Key that checkpoints are signed with; only the publisher has it. */
  DR_CHECKPOINT_KEY_FILE: name.optional(),
  DR_CHECKPOINT_KEY_SECRET: name.optional(),
  /** Where checkpoints are kept: a bucket, or a folder of this machine. */
  DR_CHECKPOINT_BUCKET: name.optional(),
  DR_CHECKPOINT_DIR: name.optional(),
  /** How callers of the API prove who they are. */
  AUTH_MODE: z.enum(["role_based", "cognito"]).default("role_based"),
  /** Who may call, and who counts as a person; the API reads them (docs/reference/roles.md). */
  DR_CALLER_ACCOUNTS: name.optional(),
  DR_CALLER_ROLES: name.optional(),
  DR_PINNED_SESSION_ROLES: name.optional(),
  DR_MACHINE_ROLES: name.optional(),
  DR_ROLE_PEOPLE: name.optional(),
  /** What a saved plan names is made where it is missing: only the estate of one machine does that. */
  DR_NAMES_PROVIDED: z.enum(["true", "false"]).default("false"),
  /** How much one caller may ask of the API (docs/reference/http.md). */
  DR_API_QUOTAS: name.optional(),
  /** Where discovery looks beside its own account and Region (docs/how-to/tag-resources.md). */
  DR_DISCOVERY_REGIONS: name.optional(),
  DR_DISCOVERY_ACCOUNTS: name.optional(),
  /** Target accounts, kept by the API. */
  DR_ACCOUNT_TABLE: name.optional(),
  DR_REGISTRY_PATH: z.string().startsWith("/").default("/dr-orchestration/adapters"),
});

/** Variables that every function has; endpoints are absent on AWS itself. */
export type BaseEnv = z.infer<typeof baseSchema>;
/** Variables that a function has only if it asks for them by name. */
export type NamedEnv = z.infer<typeof namedSchema>;

/**
 * The base variables and the named ones, checked and typed. An empty value counts as missing.
 * Throws `env.invalid` that names every missing or invalid variable at once; values are never repeated in the message.
 */
export function parseEnv<const Name extends keyof NamedEnv>(env: FunctionEnv, names: readonly Name[]): BaseEnv & Pick<NamedEnv, Name> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const named = Object.fromEntries(names.map((key) => [key, namedSchema.shape[key]]));
  const parsed = baseSchema.extend(named).safeParse(present);
  if (parsed.success) return parsed.data as unknown as BaseEnv & Pick<NamedEnv, Name>;
  const problems = parsed.error.issues.map((issue) => {
    const key = issue.path.join(".");
    return key in present ? `${key}: ${issue.message}` : `${key} is missing`;
  });
  throw new DrError("env.invalid", `invalid environment: ${problems.join("; ")}`, {
    details: { variables: parsed.error.issues.map((issue) => issue.path.join(".")) },
  });
}
