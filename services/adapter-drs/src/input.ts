/** What a plan may write for a DRS task that launches servers. */
import { declaredRegion, DrError, lazyStrictObject, namesResource, parseArn, resourceName } from "@dr/events";
import * as z from "zod";

const inArn = (service: string, kind: string): string => `arn:aws[a-z-]*:${service}:[a-z0-9-]+:[0-9]{12}:${kind}/`;
/** DRS refuses a whole request for one id of another form (API reference, SourceServerID). */
const SERVER = `(?:${inArn("drs", "source-server")})?s-[0-9a-zA-Z]{17}|(?:${inArn("ec2", "instance")})?i-[A-Za-z0-9-]{1,40}`;
const server = z
  .string()
  .regex(
    new RegExp(`^(?:${SERVER})$`),
    "expected a source server id (s- and 17 characters) or an EC2 instance id (i-…), or the ARN of either",
  )
  .meta(namesResource({ kind: ["drs-source-server", "ec2-instance"] }));

/**
 * A task reports all its servers in one item of its ledger and in one event: 400 KB in DynamoDB, 256 KB on EventBridge.
 * More servers are several tasks of a wave, which run side by side and share the service's limits.
 */
export const SERVERS_PER_TASK = 120;

/** DRS service quotas (AWS general reference, not adjustable): servers in a job, jobs at the same time, and servers in all of them. */
export const DRS_QUOTAS = { serversInJob: 100, jobs: 20, serversInJobs: 500 } as const;

const WAITS = "what is beyond waits until others are done, within its timeout";
/** The same for all operations that have DRS work on servers: jobs of other people count too, which only a look tells. */
const JOB_LIMITS = [
  {
    name: "drs.servers_in_jobs",
    max: DRS_QUOTAS.serversInJobs,
    reason: `DRS works on ${DRS_QUOTAS.serversInJobs} servers at once in an account and Region, and ${WAITS}`,
  },
  {
    name: "drs.jobs",
    per: DRS_QUOTAS.serversInJob,
    max: DRS_QUOTAS.jobs,
    reason: `DRS runs ${DRS_QUOTAS.jobs} jobs at once in an account and Region (a task has one for each ${DRS_QUOTAS.serversInJob} servers), and ${WAITS}`,
  },
];

/** Servers by DRS or EC2 id, at most `SERVERS_PER_TASK`. */
const serverNames = z
  .array(server)
  .min(1)
  .max(
    SERVERS_PER_TASK,
    `expected at most ${SERVERS_PER_TASK} servers in a task: name the others in further tasks of the wave, they run side by side`,
  )
  .describe("Source servers by DRS id (s-…) or by the id of the EC2 instance they replicate (i-…), or by the ARN of either");

/** The servers of an operation that has DRS jobs work on them. */
export const sourceServers = () => serverNames.meta({ atOnce: JOB_LIMITS });
/** The servers of an operation that needs no job. */
export const serversWithoutJob = serverNames;

/** Servers by DRS or EC2 id, which DRS launches; or, through the existing DRS solution, one of its recovery plans. */
export const recoveryResources = lazyStrictObject(() => ({
  sourceServers: sourceServers().optional(),
  recoveryPlanId: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("Recovery plan of the existing DRS solution; native DRS launches the listed servers instead"),
  protectionGroups: z
    .array(z.string())
    .optional()
    .meta({ deprecated: true, description: "native DRS launches the listed servers, the DRS solution the groups of its plan" }),
  enterpriseContext: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("Sent to the existing DRS solution; native DRS takes no context"),
}));
/** Servers by DRS or EC2 id. */
export type RecoveryResources = z.infer<typeof recoveryResources>;

/** Region of DRS, for every operation. */
export const regionConfig = () => ({
  region: declaredRegion({ ofNames: true }).optional().describe("Region to recover to; default is the adapter's own"),
});

const pointInTime = () =>
  z
    .union([z.literal("latest"), z.iso.datetime({ offset: true })])
    .describe("`latest`, or the newest point in time up to this one (ISO 8601 with offset)");

const SECONDS_PER: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };
const duration = () =>
  z.union([
    z.number().positive().max(86_400),
    z
      .string()
      .regex(/^[1-9]\d{0,5}[smh]$/, 'expected seconds, or a number with its unit: "30s", "5m", "1h"')
      .transform((text) => Number(text.slice(0, -1)) * (SECONDS_PER[text.slice(-1)] ?? 1)),
  ]);

const integrationMode = () => z.enum(["native", "api", "lambda", "step_functions"]);
const machineArn = () =>
  z.string().regex(/^arn:aws[\w-]*:states:[\w-]+:\d{12}:stateMachine:[\w-]+$/, "expected the ARN of a state machine");
const authConfig = () =>
  z
    .record(z.string(), z.unknown())
    .refine(
      (auth) => !("password" in auth) || String(auth["password"]).startsWith("${"),
      "a plan holds no password: it stands in secret dr-orchestration/external-apis/drs",
    );

/** Whether DRS itself is asked, or the existing DRS solution: by its REST API, or by its function. The second spelling is that of the samples. */
const integration = () => ({
  integrationMode: integrationMode()
    .optional()
    .describe(
      "native (default): DRS itself; api, lambda, step_functions: the existing DRS solution, by its API, by its function, or by its function and followed by its state machine",
    ),
  integration_mode: integrationMode().optional().describe("As integrationMode"),
  drsApiEndpoint: z.url().optional().describe("Must be that of the secret dr-orchestration/external-apis/drs"),
  drs_api_endpoint: z.url().optional().describe("As drsApiEndpoint"),
  drs_auth_config: authConfig()
    .optional()
    .meta({ deprecated: true, description: "credentials come from the secret dr-orchestration/external-apis/drs" }),
  drsStepFunctionArn: machineArn()
    .optional()
    .describe(
      "State machine of the solution, which is followed in the mode step_functions; never started directly: that would skip its checks and its history",
    ),
  drs_step_function_arn: machineArn().optional().describe("As drsStepFunctionArn"),
  recoveryPlanId: z.string().min(1).max(200).optional().describe("As in the resources"),
});

/** What a launch looks at, and how long it may take: the same in both directions. */
export const launchSettings = () => ({
  launchTimeout: z.number().positive().max(86_400).optional().describe("Seconds until the launch counts as failed"),
  replaceExisting: z
    .boolean()
    .optional()
    .describe("Launch although a recovery instance of the server exists, which DRS then terminates; default: refuse, it may be live"),
  preExecutionChecks: z
    .boolean()
    .optional()
    .describe("false: launch template, network and post-launch actions are not looked at. What protects a live instance always is"),
  serverHealthValidation: z.boolean().optional().describe("false: done when launched and running, without waiting for the status checks"),
  networkConnectivityCheck: z.boolean().optional().describe("true: EC2's reachability check has to pass, and the instance has an address"),
  healthCheckRetries: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe("Failed status checks are looked at this often, 30 s apart; default: until the deadline"),
  healthCheckTimeout: duration().optional().describe('Seconds (or "30s", "5m") after the launch by which the checks have to pass'),
  allowPostLaunchActions: z
    .array(z.string().min(1))
    .optional()
    .describe("Documents of post-launch actions that the adapter's role has been given the rights for"),
});

/** How to recover. Whether it is a drill is the execution's own type, never a setting. */
const recoveryConfigInput = lazyStrictObject(() => ({
  ...regionConfig(),
  pointInTime: pointInTime().optional().describe("Point in time of every server that pointsInTime does not name; default: latest"),
  pointsInTime: z
    .record(resourceName(["drs-source-server", "ec2-instance"], { use: "chooses" }), pointInTime())
    .optional()
    .describe("Point in time by server, named as in sourceServers"),
  ...launchSettings(),
  ...integration(),
  executionType: z.string().optional().describe("Accepted for compatibility: the execution's own type counts"),
}));
/** The configuration under one spelling. */
export const recoveryConfig = recoveryConfigInput.transform(({ integration_mode, drs_api_endpoint, drs_step_function_arn, ...config }) => ({
  ...config,
  integrationMode: config.integrationMode ?? integration_mode ?? "native",
  drsApiEndpoint: config.drsApiEndpoint ?? drs_api_endpoint,
  drsStepFunctionArn: config.drsStepFunctionArn ?? drs_step_function_arn,
}));
/** How to recover. */
export type RecoveryConfig = z.infer<typeof recoveryConfig>;

/** The id in a name that may be an ARN. */
export function idOf(name: string): string {
  return parseArn(name)?.resource.split("/").at(-1) ?? name;
}

/** The servers as the plan names them, each once: every one is launched, retried, taken back and reported by itself. */
export function listServers({ sourceServers: servers = [] }: Pick<RecoveryResources, "sourceServers">): readonly string[] {
  return [...new Set(servers)];
}

/** What a task acts on: its servers, or its plan. Throws `drs.nothing_to_recover` where it names neither. */
export function listLaunched(resources: RecoveryResources, { integrationMode, recoveryPlanId }: RecoveryConfig): readonly string[] {
  const planId = resources.recoveryPlanId ?? recoveryPlanId;
  const targets = integrationMode === "native" ? listServers(resources) : planId === undefined ? [] : [`recovery-plan/${planId}`];
  if (targets.length > 0) return targets;
  const expected = integrationMode === "native" ? "sourceServers" : `recoveryPlanId, because integrationMode is ${integrationMode}`;
  throw new DrError("drs.nothing_to_recover", `expected ${expected}`);
}

/** Names that mean something to the existing orchestrator only. */
export function compatibilityWarnings({ recoveryPlanId, protectionGroups = [] }: RecoveryResources): readonly string[] {
  const named = [
    ...(recoveryPlanId === undefined ? [] : [`recovery plan ${recoveryPlanId}`]),
    ...protectionGroups.map((name) => `protection group ${name}`),
  ];
  return named.length === 0 ? [] : [`${named.join(", ")}: not used, native DRS launches the listed servers`];
}
