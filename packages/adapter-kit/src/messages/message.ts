/** What arrives in an adapter's queue: requests from the log, and the adapter's own delayed messages. */
import {
  DrError,
  type Envelope,
  environmentSchema,
  type EventData,
  executionTypeSchema,
  lazyLooseObject,
  LOG_SOURCE,
  modeSchema,
  parseLoose,
  taskRequestSchema,
} from "@dr/events";
import { parseBusEvent } from "@dr/runtime";
import * as z from "zod";

const requestSchema = lazyLooseObject(() => ({
  intent: z.enum(["run", "cancel"]),
  executionId: z.string().min(1),
  planId: z.string().min(1),
  waveNumber: z.int().positive(),
  executionType: executionTypeSchema,
  mode: modeSchema,
  environment: environmentSchema.optional(),
  task: taskRequestSchema.loose(),
  /** Why a cancel was asked for; absent in a request to run. */
  reason: z.string().optional(),
  epoch: z.int().nonnegative(),
  correlationId: z.string().min(1),
  causationId: z.string().min(1),
}));

const ownMessageSchema = z.discriminatedUnion("kind", [
  lazyLooseObject(() => ({ kind: z.literal("poll"), operationId: z.string().min(1), seq: z.int().nonnegative() })),
  lazyLooseObject(() => ({ kind: z.literal("request"), request: requestSchema })),
]);

/** One thing asked of one task: run it (whatever its phase) or stop it. */
export type OperationRequest = z.infer<typeof requestSchema>;

/** What the planner wants to know before anything is begun, for this technology's tasks; `tasks` may be empty. */
export interface ReadinessQuestion {
  readonly executionId: string;
  readonly checkId: string;
  readonly part: number;
  readonly executionType: OperationRequest["executionType"];
  readonly mode: OperationRequest["mode"];
  readonly environment?: string | undefined;
  /** ISO 8601, UTC: nobody waits for the answer any longer. */
  readonly deadlineAt: string;
  readonly tasks: EventData<"ReadinessRequested">["technologies"];
  readonly epoch: number;
  readonly correlationId: string;
  readonly causationId: string;
}

/** A message in the queue, read. `requests` holds only this technology's tasks and may be empty. */
export type KitMessage =
  | { readonly kind: "readiness"; readonly question: ReadinessQuestion }
  | { readonly kind: "poll"; readonly operationId: string; readonly seq: number }
  | { readonly kind: "requests"; readonly requests: readonly OperationRequest[] };

/** A message that the adapter sends to itself. */
export type OwnMessage =
  | { readonly kind: "poll"; readonly operationId: string; readonly seq: number }
  | { readonly kind: "request"; readonly request: OperationRequest };

const REQUEST_TYPES = [
  "TechnologyRequested",
  "TechnologyRetryRequested",
  "TechnologyRollbackRequested",
  "TechnologyCleanupRequested",
] as const;

/**
 * Reads the JSON of a queue message. Anything malformed is poison and throws `event.*`: the caller sets it aside with the reason.
 * Events under another source than the log's are refused (`event.source_mismatch`): only the log asks adapters for effects.
 */
export function parseMessage(technology: string, body: unknown): KitMessage {
  if (typeof body === "object" && body !== null && "kind" in body) return parseOwnMessage(body);
  const { source, envelope } = parseBusEvent(body);
  if (source !== LOG_SOURCE) throw new DrError("event.source_mismatch", `an adapter takes requests from ${LOG_SOURCE}, not from ${source}`);
  if (envelope.type === "ReadinessRequested") return { kind: "readiness", question: readQuestion(technology, envelope) };
  return { kind: "requests", requests: readRequests(envelope).filter((request) => request.task.type === technology) };
}

/** Messages are independent of each other, except those of one lane: what concerns the same operation meets at the ledger's lease anyway. */
export function laneOf(message: KitMessage): string {
  if (message.kind === "readiness") return message.question.checkId;
  return message.kind === "poll" ? message.operationId : (message.requests[0]?.task.operationId ?? "");
}

function parseOwnMessage(body: object): KitMessage {
  const parsed = ownMessageSchema.safeParse(body);
  if (!parsed.success) {
    throw new DrError("event.malformed_message", `not a message of an adapter to itself: ${z.prettifyError(parsed.error)}`, {
      cause: parsed.error,
    });
  }
  const message = parsed.data;
  return message.kind === "poll" ? message : { kind: "requests", requests: [message.request] };
}

function readQuestion(technology: string, envelope: Envelope): ReadinessQuestion {
  const { technologies, ...data } = parseLoose("ReadinessRequested", envelope.data, envelope.schemaversion);
  const { executionId, checkId, part, executionType, mode, environment, deadlineAt } = data;
  const tasks = technologies.filter(({ type }) => type === technology);
  const ids = { epoch: envelope.epoch, correlationId: envelope.correlationid, causationId: envelope.id };
  return { executionId, checkId, part, executionType, mode, environment, deadlineAt, tasks, ...ids };
}

function readRequests(envelope: Envelope): readonly OperationRequest[] {
  const ids = { epoch: envelope.epoch, correlationId: envelope.correlationid, causationId: envelope.id };
  if (envelope.type === "WaveStarted") {
    const { technologies, ...wave } = parseLoose("WaveStarted", envelope.data, envelope.schemaversion);
    return technologies.map((task) => ({ intent: "run", ...contextOf({ ...wave, task }), ...ids }));
  }
  if (envelope.type === "TechnologyCancelRequested") {
    const data = parseLoose("TechnologyCancelRequested", envelope.data, envelope.schemaversion);
    return [{ intent: "cancel", ...contextOf(data), reason: data.reason, ...ids }];
  }
  const type = REQUEST_TYPES.find((known) => known === envelope.type);
  if (!type) throw new DrError("event.not_a_request", `an adapter cannot do anything with ${envelope.type}`);
  return [{ intent: "run", ...contextOf(parseLoose(type, envelope.data, envelope.schemaversion)), ...ids }];
}

type RequestContext = Pick<OperationRequest, "executionId" | "planId" | "waveNumber" | "executionType" | "mode" | "environment" | "task">;

function contextOf({ executionId, planId, waveNumber, executionType, mode, environment, task }: RequestContext): RequestContext {
  return { executionId, planId, waveNumber, executionType, mode, ...(environment === undefined ? {} : { environment }), task };
}
