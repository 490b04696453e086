/** Runs one operation: a plan of one wave with one task is made of it, and started as any other. */
import { hashOf, singleOperationPlanId, type ExecutionState, type Plan, type TechnologyEntry } from "@dr/domain";
import { DrError, toFailure } from "@dr/events";
import type { singleOperationFields } from "@dr/routes";
import type * as z from "zod";
import type { Actor } from "../access.ts";
import type { ApiDeps } from "../deps.ts";
import { loadExecution } from "../executions/find-execution.ts";
import { startExecution } from "../executions/start-execution.ts";
import { parseDocument } from "../plans/parse-document.ts";
import { sendPlanCommand } from "../plans/save-plan.ts";
import type { Asked } from "../send-command.ts";
import { splitBody, toBodyPath, type NamedParts } from "./single-operation.ts";

/** One operation as it was asked for. */
export interface RunRequest {
  readonly technology: string;
  readonly operation: TechnologyEntry["operations"][number];
  readonly body: z.output<typeof singleOperationFields> & Readonly<Record<string, unknown>>;
}

/** Makes the plan, keeps it like any other, and starts it. Throws `request.invalid`, `plan.invalid`, and what a start throws. */
export async function runOperation(deps: ApiDeps, request: RunRequest, asked: Asked & { readonly actor: Actor }): Promise<ExecutionState> {
  const { operation, technology, body } = request;
  const plan = await toPlan(deps, request);
  const { planId } = plan.header;
  await sendPlanCommand(deps, planId, { type: "CreatePlan", plan, now: deps.clock.nowIso(), actor: asked.actor }, asked);
  const { tags, mode, force, triggerSource, callback } = body;
  const executionType = executionTypeOf(operation.name, body.executionType);
  return startExecution(
    deps,
    { planId, executionType, mode, force, triggerSource, callback, tags: { "dr:operation": `${technology}.${operation.name}`, ...tags } },
    asked,
  );
}

/** Recovery, unless the body or the operation's own name says drill. */
export function executionTypeOf(operation: string, asked: "drill" | "recovery" | undefined): "drill" | "recovery" {
  return asked ?? (operation === "drill" ? "drill" : "recovery");
}

/** The plan by its content: the same order is the same plan, so that two of them at once are one too many. */
async function toPlan(deps: ApiDeps, { technology, operation, body }: RunRequest): Promise<Plan> {
  const named = splitBody({ technology, operation, body });
  const parts =
    body.executionId === undefined ? named : await withTargetsOf(deps, { technology, operation, executionId: body.executionId }, named);
  const name = `${technology} ${operation.name}`;
  const document = {
    planId: "operation",
    name,
    waves: [
      {
        waveNumber: 1,
        name,
        ...(body.requireApproval ? { pauseBeforeWave: true, approval: { minApprovals: 1 } } : {}),
        technologies: [
          {
            type: technology,
            operation: operation.name,
            ...parts,
            ...(body.validation === undefined ? {} : { validation: body.validation }),
            ...(body.timeoutSeconds === undefined ? {} : { timeoutSeconds: body.timeoutSeconds }),
          },
        ],
      },
    ],
  };
  const { plan } = await parseDocument(deps, { made: document }).catch((error: unknown) => {
    throw inTheBodysWords(error);
  });
  const planId = singleOperationPlanId(technology, operation.name, hashOf(plan.waves));
  return { ...plan, header: { ...plan.header, planId } };
}

function inTheBodysWords(error: unknown): unknown {
  const { code, message, details = {} } = toFailure(error);
  const { errors, ...more } = details;
  if (code !== "plan.invalid" || !Array.isArray(errors)) return error;
  const own = (errors as readonly Record<string, unknown>[]).map((problem) => ({ ...problem, path: toBodyPath(String(problem["path"])) }));
  return new DrError(code, message.replace(/^the plan has/, "the operation has"), { cause: error, details: { ...more, errors: own } });
}

/** What the tasks of an execution acted on, as far as the operation has a place for it. */
async function withTargetsOf(
  deps: ApiDeps,
  {
    technology,
    operation,
    executionId,
  }: { readonly technology: string; readonly operation: RunRequest["operation"]; readonly executionId: string },
  named: NamedParts,
): Promise<NamedParts> {
  const { state } = await loadExecution(deps, executionId);
  const tasks = state.waves.flatMap(({ tasks: each }) => each).filter(({ spec }) => spec.type === technology);
  const known = Object.keys(operation.resourcesSchema["properties"] ?? {});
  const resources: Record<string, unknown> = { ...named.resources };
  for (const { spec } of tasks)
    for (const [name, value] of Object.entries(spec.resources))
      if (known.includes(name) && Array.isArray(value))
        resources[name] = [...new Set([...asList(resources[name]), ...(value as unknown[])])];
  return { ...named, resources };
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
