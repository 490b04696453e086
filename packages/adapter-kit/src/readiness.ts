/** Is an operation ready to be done? Looks as the task would, in the same mode, and changes nothing. */
import type { ExecutionType, Mode } from "@dr/events";
import { askAll, boundedAll, type Settled } from "./batch.ts";
import { classifyAwsError } from "./errors/classify.ts";
import { block, wait, type Finding } from "./finding.ts";
import type { Operation, Preparation, TaskContext } from "./operation.ts";
import { toFindings } from "./preparation.ts";
import { targetsOf } from "./targets.ts";

/** What is asked. A check that a dead primary cannot pass blocks no `unplanned` recovery: that is the operation's to know. */
export interface ReadinessQuestion<Clients> {
  readonly clients: Clients;
  /** Parsed by the operation's own schemas. */
  readonly resources: unknown;
  readonly config: unknown;
  readonly executionType: ExecutionType;
  readonly mode: Mode;
  /** Whose defaults count. */
  readonly environment?: string | undefined;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** One thing seen on one resource. */
export interface ReadinessCheck extends Finding {
  readonly resource: string;
}

/** `ready` is false as soon as one check blocks, whether it passes by itself or not. */
export interface Readiness {
  readonly mode: Mode | "drill";
  readonly ready: boolean;
  readonly checks: readonly ReadinessCheck[];
}

/** In which way a run would look: a drill has one of its own, whatever the mode. */
export function shownMode({ executionType, mode }: Pick<ReadinessQuestion<unknown>, "executionType" | "mode">): Readiness["mode"] {
  return executionType === "drill" ? "drill" : mode;
}

/** Looks at every resource of the question. An error of looking is a check that blocks, never a throw. */
export async function checkReadiness<Clients>(operation: Operation<Clients>, question: ReadinessQuestion<Clients>): Promise<Readiness> {
  const { resources, config } = question;
  const items = targetsOf(operation, { resources, config }).map((target) => ({ target, context: contextOf(question) }));
  const found = await (operation.readiness ? ownChecks(operation, items) : checksOfPrepare(operation, items));
  const checks = found.flatMap(([resource, findings]) => findings.map((finding) => ({ resource, ...finding })));
  return { mode: shownMode(question), ready: checks.every(({ severity }) => severity !== "block"), checks };
}

type Item<Clients> = { readonly target: string; readonly context: TaskContext<Clients> };
type Found = readonly (readonly [string, readonly Finding[]])[];

async function ownChecks<Clients>(operation: Operation<Clients>, items: readonly Item<Clients>[]): Promise<Found> {
  return boundedAll(items, async ({ target, context }) => {
    try {
      return [target, (await operation.readiness?.(context, target)) ?? []] as const;
    } catch (error) {
      return [target, [toObstacle(operation, error)]] as const;
    }
  });
}

async function checksOfPrepare<Clients>(operation: Operation<Clients>, items: readonly Item<Clients>[]): Promise<Found> {
  const answers = await askAll<Item<Clients>, Preparation<unknown>>(items, operation.batch?.prepare, ({ context, target }) =>
    operation.prepare(context, target),
  );
  return items.map(({ target }) => [target, toChecks(operation, answers.get(target))]);
}

function toChecks<Clients>(operation: Operation<Clients>, settled: Settled<Preparation<unknown>> | undefined): readonly Finding[] {
  if (settled === undefined) return [wait("task.not_ready", "no answer")];
  return "error" in settled ? [toObstacle(operation, settled.error)] : toFindings(settled.answer);
}

function toObstacle<Clients>(operation: Operation<Clients>, error: unknown): Finding {
  const { failure } = operation.classify?.(error) ?? classifyAwsError(error);
  return (failure.retryable ? wait : block)(failure.code, failure.message, failure.details);
}

function contextOf<Clients>({
  clients,
  resources,
  config,
  executionType,
  mode,
  environment,
  now,
}: ReadinessQuestion<Clients>): TaskContext<Clients> {
  const nobody = "readiness";
  const ids = { executionId: nobody, waveNumber: 1, taskId: nobody, operationId: nobody, resourceOperationId: nobody, attempt: 1 };
  const secondsSince = (iso: string): number => (Date.parse(now) - Date.parse(iso)) / 1000;
  return {
    clients,
    resources,
    config,
    executionType,
    mode,
    ...(environment === undefined ? {} : { environment }),
    now,
    deadlineAt: now,
    intentAt: now,
    secondsSince,
    earlier: () => undefined,
    ...ids,
  };
}
