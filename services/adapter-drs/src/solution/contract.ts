/** What the existing DRS solution answers, in one shape: its generations differ in spelling, case and units. */
import { lazyLooseObject } from "@dr/events";
import * as z from "zod";

/** A server as the solution tells of it. `launchStatus` is in capitals. */
export interface SolutionServer {
  readonly sourceServerId: string;
  readonly launchStatus: string;
  readonly instanceId: string | undefined;
  readonly privateIp: string | undefined;
  readonly sourceInstanceId: string | undefined;
  /** The job of DRS that launched it, where the answer says so. */
  readonly jobId: string | undefined;
}

/** An execution of the solution. `status` is in capitals, times are ISO 8601. */
export interface SolutionExecution {
  readonly executionId: string;
  readonly status: string;
  readonly initiatedBy: string;
  readonly startedAt: string | undefined;
  readonly endedAt: string | undefined;
  readonly pausedBeforeWave: number | undefined;
  readonly jobIds: readonly string[];
  readonly waveSeconds: Readonly<Record<string, number>>;
  readonly servers: readonly SolutionServer[];
  readonly errorMessage: string | undefined;
  /** The answer as it came, without task tokens and snapshots of paused states. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** A recovery plan of the solution. */
export interface SolutionPlan {
  readonly planId: string;
  readonly lastStatus: string;
  readonly hasServerConflict: boolean;
  readonly waves: readonly { readonly name: string; readonly groups: readonly string[]; readonly serverIds: readonly string[] }[];
}

const text = () => z.string().optional().catch(undefined);
const time = () => z.union([z.string(), z.number()]).nullish().catch(undefined);
const texts = () => z.array(z.string()).nullish().catch([]);

const serverSchema = lazyLooseObject(() => ({
  sourceServerId: text(),
  launchStatus: text(),
  status: text(),
  recoveryInstanceId: text(),
  instanceId: text(),
  ec2InstanceId: text(),
  privateIp: text(),
  sourceInstanceId: text(),
  jobId: text(),
  recoveryJobId: text(),
}));

const waveSchema = lazyLooseObject(() => ({
  waveNumber: z.number().optional().catch(undefined),
  waveName: text(),
  status: text(),
  jobId: text(),
  startTime: time(),
  endTime: time(),
  servers: z.array(serverSchema).optional().catch([]),
  serverStatuses: z.array(serverSchema).optional().catch([]),
}));

const executionSchema = lazyLooseObject(() => ({
  executionId: z.string(),
  status: z.string(),
  initiatedBy: text(),
  startTime: time(),
  endTime: time(),
  pausedBeforeWave: z.coerce.number().optional().catch(undefined),
  waves: z.array(waveSchema).optional().catch([]),
  errorMessage: text(),
}));

const planSchema = lazyLooseObject(() => ({
  planId: text(),
  id: text(),
  lastExecutionStatus: text(),
  hasServerConflict: z.boolean().optional().catch(undefined),
  waves: z
    .array(z.looseObject({ waveName: text(), name: text(), protectionGroupId: text(), protectionGroupIds: texts(), serverIds: texts() }))
    .optional()
    .catch([]),
}));

/** Secrets of the solution that any reader of an execution gets to see. */
const SECRET = /token|snapshot$/i;

/** Without task tokens and snapshots of paused states, at any depth. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !SECRET.test(key) || key === "nextToken")
      .map(([key, one]) => [key, withoutSecrets(one)]),
  );
}

/** Undefined for what is no execution: the list also holds lock rows. */
export function toExecution(value: unknown): SolutionExecution | undefined {
  const parsed = executionSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { executionId, status, waves = [], ...rest } = parsed.data;
  if (status.toUpperCase() === "LOCK" || executionId.startsWith("execution-lock-")) return undefined;
  return {
    executionId,
    status: status.toUpperCase(),
    initiatedBy: rest.initiatedBy ?? "",
    startedAt: toIso(rest.startTime),
    endedAt: toIso(rest.endTime),
    pausedBeforeWave: rest.pausedBeforeWave,
    jobIds: [...new Set(waves.flatMap(({ jobId }) => jobId ?? []))],
    waveSeconds: Object.fromEntries(waves.flatMap(secondsOfWave)),
    servers: waves.flatMap(({ servers = [], serverStatuses = [] }) => [...servers, ...serverStatuses].flatMap(toServer)),
    errorMessage: rest.errorMessage,
    raw: withoutSecrets(value) as Record<string, unknown>,
  };
}

/** A server of any of the answers; none without its id. */
export function toServer(value: unknown): SolutionServer[] {
  const parsed = serverSchema.safeParse(value);
  if (!parsed.success || parsed.data.sourceServerId === undefined) return [];
  const { sourceServerId, launchStatus, status, recoveryInstanceId, instanceId, ec2InstanceId, ...rest } = parsed.data;
  const id = [instanceId, ec2InstanceId, recoveryInstanceId].find((one) => one?.startsWith("i-"));
  return [
    {
      sourceServerId,
      launchStatus: (launchStatus ?? status ?? "").toUpperCase(),
      instanceId: id,
      privateIp: rest.privateIp,
      sourceInstanceId: rest.sourceInstanceId,
      jobId: rest.jobId ?? rest.recoveryJobId,
    },
  ];
}

/** A plan, under either spelling of its id. */
export function toPlan(value: unknown): SolutionPlan | undefined {
  const parsed = planSchema.safeParse(value);
  const planId = parsed.data?.planId ?? parsed.data?.id;
  if (!parsed.success || planId === undefined) return undefined;
  const { lastExecutionStatus = "", hasServerConflict = false, waves = [] } = parsed.data;
  return {
    planId,
    lastStatus: lastExecutionStatus.toUpperCase(),
    hasServerConflict,
    waves: waves.map(({ waveName, name, protectionGroupId, protectionGroupIds, serverIds }, index) => ({
      name: waveName ?? name ?? `wave ${index}`,
      groups: [...new Set([...(protectionGroupId === undefined ? [] : [protectionGroupId]), ...(protectionGroupIds ?? [])])],
      serverIds: serverIds ?? [],
    })),
  };
}

function secondsOfWave({ waveNumber, waveName, startTime, endTime }: z.infer<typeof waveSchema>): [string, number][] {
  const seconds = (Date.parse(toIso(endTime) ?? "") - Date.parse(toIso(startTime) ?? "")) / 1000;
  return Number.isNaN(seconds) ? [] : [[waveName ?? String(waveNumber), seconds]];
}

/** Epoch seconds for executions, milliseconds in some answers of the first generation, ISO text in others. */
function toIso(value: string | number | null | undefined): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const number = Number(value);
  const ms = Number.isNaN(number) ? Date.parse(String(value).replace("+00:00Z", "Z")) : number < 1e11 ? number * 1000 : number;
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
