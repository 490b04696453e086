/** Would these waves run now? Every adapter is asked, as the task would look; nothing is touched. */
import { createResolveTagFilters, resolveNothing } from "@dr/discovery";
import {
  environmentSchema,
  type ExecutionType,
  type Failure,
  lazyLooseObject,
  type Mode,
  type TaskSpec,
  toFailure,
  type WaveSpec,
} from "@dr/events";
import * as z from "zod";
import type { ApiDeps } from "../deps.ts";

/** How the run that is asked about would be. */
export interface ReadinessRequest {
  readonly waves: readonly WaveSpec[];
  /** Those of the plan: `Environment` says whose defaults count. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly executionType: ExecutionType;
  readonly mode: Mode;
  readonly remainingMs: () => number;
  /** `input`: only whether the operations take what is asked of them; nothing is looked at. Default: `readiness`. */
  readonly query?: "readiness" | "input";
}

/** One thing that was seen. */
interface Check {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly resource?: string | undefined;
}

/** What an adapter says of one task; `ready` is null where nobody could say. */
export interface TaskReadiness {
  readonly taskId: string;
  readonly waveNumber: number;
  readonly technology: string;
  readonly operation: string;
  readonly ready: boolean | null;
  readonly checks: readonly Check[];
}

const answerSchema = lazyLooseObject(() => ({
  ready: z.boolean(),
  checks: z.array(z.looseObject({ resource: z.string().optional(), severity: z.string(), code: z.string(), message: z.string() })),
}));

/** Adapters asked at once: each question is a function of its own. */
const WIDTH = 8;
/** Left for the answer itself; who is not asked by then is not asked. */
const ANSWER_MS = 6_000;
/** As long as one question is waited for: an adapter that hangs must leave time for the others. */
const QUESTION_MS = 10_000;

/** Asks one adapter; remembers those that were silent, for nobody waits for them twice. */
interface Asking extends ReadinessRequest {
  readonly functions: ReadonlyMap<string, string | undefined>;
  readonly silent: Map<string, Failure>;
}

/**
 * Asks for every task, a few at a time and each adapter in its turn, while there is time. A task that nobody can speak for has `ready: null` and the reason as a check:
 * `readiness.nobody_to_ask`, `readiness.out_of_time`, or what came in place of an answer.
 */
export async function checkReadiness(deps: ApiDeps, request: ReadinessRequest): Promise<readonly TaskReadiness[]> {
  const { waves, executionType } = request;
  const resolve = deps.discovery ? createResolveTagFilters(deps.discovery) : resolveNothing;
  const found = await resolve({ waves, executionType, allowPartialDiscovery: false, lostRegions: [] });
  const tasks = (found.ok ? found.waves : waves).flatMap((wave) => wave.tasks);
  const { entries } = await deps.technologies.read();
  const asking: Asking = {
    ...request,
    functions: new Map(entries.map((entry) => [entry.technology, entry.queryFunction])),
    silent: new Map(),
  };
  const answers: TaskReadiness[] = [];
  const queue = inTurn(tasks).values();
  const lane = async (): Promise<void> => {
    for (const task of queue) {
      const unresolved = !found.ok && task.resources["tagFilters"] !== undefined ? found.failure : undefined;
      answers.push(unresolved ? notReady(task, false, unresolved) : await askFor(deps, task, asking));
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
  const order = new Map(tasks.map(({ taskId }, index) => [taskId, index]));
  return answers.toSorted((a, b) => (order.get(a.taskId) ?? 0) - (order.get(b.taskId) ?? 0));
}

/** The first task of every technology, then the second of each: one that hangs keeps nobody else from being asked. */
function inTurn(tasks: readonly TaskSpec[]): readonly TaskSpec[] {
  const queues = [...Map.groupBy(tasks, ({ type }) => type).values()];
  return queues
    .flatMap((queue) => queue.map((task, turn) => ({ task, turn })))
    .toSorted((a, b) => a.turn - b.turn)
    .map(({ task }) => task);
}

async function askFor({ askAdapter }: ApiDeps, task: TaskSpec, asking: Asking): Promise<TaskReadiness> {
  const { remainingMs, functions, silent } = asking;
  const functionName = functions.get(task.type);
  if (functionName === undefined || !askAdapter)
    return notReady(task, null, {
      code: "readiness.nobody_to_ask",
      message: `${task.type} answers no questions: whether it is ready shows when it runs`,
    });
  const before = silent.get(functionName);
  if (before) return notReady(task, null, before);
  const withinMs = Math.min(QUESTION_MS, remainingMs() - ANSWER_MS);
  if (withinMs <= 0)
    return notReady(task, null, { code: "readiness.out_of_time", message: "not asked: the time of this request was over" });
  try {
    const { ready, checks } = answerSchema.parse(
      await askAdapter(functionName, asking.query ?? "readiness", toQuestion(task, asking), { withinMs }),
    );
    return { ...about(task), ready, checks };
  } catch (error) {
    const failure = toFailure(error);
    if (failure.details?.["waitedMs"] !== undefined) silent.set(functionName, failure);
    return notReady(task, failure.code === "query.invalid_input" ? false : null, failure);
  }
}

function toQuestion({ operation, resources, config, validation, target }: TaskSpec, { executionType, mode, tags }: Asking) {
  const environment = environmentSchema.safeParse(tags?.["Environment"]).data;
  return {
    operation,
    resources,
    config,
    validation,
    executionType,
    mode,
    ...(environment === undefined ? {} : { environment }),
    ...(target === undefined ? {} : { target }),
  };
}

function notReady(
  task: TaskSpec,
  ready: false | null,
  { code, message }: { readonly code: string; readonly message: string },
): TaskReadiness {
  return { ...about(task), ready, checks: [{ severity: ready === false ? "block" : "warn", code, message }] };
}

function about({ taskId, waveNumber, type: technology, operation }: TaskSpec) {
  return { taskId, waveNumber, technology, operation };
}
