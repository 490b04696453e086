/** From a valid draft to the plan that is kept: every default filled in. */
import {
  declareNames,
  declaresResources,
  type ApprovalPolicy,
  type PausePolicy,
  type PlanHeader,
  type ResourceScope,
  type RetryPolicy,
  type TaskSpec,
  type WaveSpec,
} from "@dr/events";
import type { ChosenOperation } from "./check-operation.ts";
import type { DraftPlan, DraftTask, DraftWave } from "./draft.ts";
import { DEFAULT_APPROVAL } from "../default-approval.ts";
import type { Plan } from "./plan.ts";

/** Tries, waits 30 s, then 60 s: what most throttles and failing-over endpoints need. */
const DEFAULT_RETRY: RetryPolicy = { maxAttempts: 3, intervalSeconds: 30, backoffRate: 2, maxIntervalSeconds: 600 };
/** The longest pause that the product promises (30 days), and then it fails loudly. */
const DEFAULT_PAUSE = { maxPauseSeconds: 30 * 86_400, onExpiry: "fail" } as const;

/** What checking found out about the tasks of a draft. */
export interface CheckedTasks {
  readonly ids: ReadonlyMap<DraftTask, string>;
  readonly dependsOn: ReadonlyMap<DraftTask, readonly string[]>;
  readonly operations: ReadonlyMap<DraftTask, ChosenOperation>;
  /** Where names of resources are looked up that tell no account and Region. */
  readonly scope: ResourceScope;
}

/** The normalised plan of a draft without problems. Waves and dependencies come out sorted, so that equal plans are equal. */
export function normalise(draft: DraftPlan, checked: CheckedTasks): Plan {
  const header = toHeader(draft);
  const sorted = draft.waves.toSorted((a, b) => (a.waveNumber ?? 0) - (b.waveNumber ?? 0));
  const waves = sorted.map((wave, index) => toWave(wave, draft.header, checked, sorted[index - 1]?.waveNumber));
  return { header, waves };
}

function toHeader({ header }: DraftPlan): PlanHeader {
  return {
    planId: header.planId ?? "",
    name: header.name ?? "",
    description: header.description ?? "",
    onFailure: header.onFailure ?? "fail",
    ...(header.timeoutSeconds === undefined ? {} : { timeoutSeconds: header.timeoutSeconds }),
    ...(header.rtoSeconds === undefined ? {} : { rtoSeconds: header.rtoSeconds }),
    ...(header.rpoSeconds === undefined ? {} : { rpoSeconds: header.rpoSeconds }),
    tags: header.tags ?? {},
    ...(header.preemptDrills === undefined ? {} : { preemptDrills: header.preemptDrills }),
    ...(header.changeRequired === undefined ? {} : { changeRequired: header.changeRequired }),
  };
}

function toWave(wave: DraftWave, header: DraftPlan["header"], checked: CheckedTasks, previous: number | undefined): WaveSpec {
  const { waveNumber = 0, name = `Wave ${waveNumber}` } = wave;
  const inOrder = previous === undefined ? [] : [previous];
  return {
    waveNumber,
    name,
    dependencies: [...new Set(wave.dependencies ?? inOrder)].toSorted((a, b) => a - b),
    ...toPauses(wave, header),
    onFailure: wave.onFailure ?? header.onFailure ?? "fail",
    ...(wave.timeoutSeconds === undefined ? {} : { timeoutSeconds: wave.timeoutSeconds }),
    tasks: wave.tasks.map((task) => toTask(task, waveNumber, layer(DEFAULT_RETRY, header.retry, wave.retry, task.retry), checked)),
  };
}

function toPauses(wave: DraftWave, header: DraftPlan["header"]): Pick<WaveSpec, "pauseBeforeWave" | "pauseAfterWave" | "pause"> {
  const manual = wave.tasks.some((task) => task.validation?.["requireManualApproval"] === true);
  const approval = approvalOf(wave, header) ?? (manual ? DEFAULT_APPROVAL : undefined);
  const asks = wave.approval !== undefined || wave.pause?.approval !== undefined;
  const { pauseAfterWave = false } = wave;
  // An approval needs a boundary at which to ask; the one before the wave is where it still protects something.
  const { pauseBeforeWave = asks && !pauseAfterWave } = wave;
  const limits = layer<Omit<PausePolicy, "approval">>(DEFAULT_PAUSE, header.pause, wave.pause);
  const pause = { ...limits, ...(approval === undefined ? {} : { approval }) };
  return { pauseBeforeWave: pauseBeforeWave || manual, pauseAfterWave, pause };
}

function approvalOf(wave: DraftWave, header: DraftPlan["header"]): ApprovalPolicy | undefined {
  const layers = [header.pause?.approval, header.approval, wave.pause?.approval, wave.approval].filter((layer) => layer !== undefined);
  return layers.length === 0 ? undefined : layer(DEFAULT_APPROVAL, ...layers);
}

/** `defaults`, each field overridden by the last layer that says something about it. */
function layer<T extends object>(defaults: T, ...layers: readonly (NullableFields<T> | undefined)[]): T {
  const said = layers.flatMap((fields) => Object.entries(fields ?? {})).filter(([key, value]) => key in defaults && value !== undefined);
  return { ...defaults, ...Object.fromEntries(said) };
}

type NullableFields<T> = { readonly [K in keyof T]?: T[K] | undefined };

function toTask(task: DraftTask, waveNumber: number, retry: RetryPolicy, checked: CheckedTasks): TaskSpec {
  const chosen = checked.operations.get(task);
  if (!chosen) throw new Error(`invariant: task at ${task.path.join(".")} has no operation`);
  const { defaults, reversibility } = chosen.operation;
  const names = { resources: { ...task.resources }, config: { ...task.config } };
  return {
    taskId: checked.ids.get(task) ?? "",
    waveNumber,
    type: task.type ?? "",
    operation: chosen.name,
    ...names,
    validation: { ...task.validation },
    ...(task.target === undefined ? {} : { target: task.target }),
    dependsOn: [...(checked.dependsOn.get(task) ?? [])],
    reversibility,
    retry,
    timeoutSeconds: task.timeoutSeconds ?? defaults.timeoutSeconds,
    heartbeatSeconds: task.heartbeatSeconds ?? defaults.heartbeatSeconds,
    ...(defaults.expectedSeconds === undefined ? {} : { expectedSeconds: defaults.expectedSeconds }),
    ...(declaresResources(chosen.operation) ? { declared: declareNames(chosen.operation, names, scopeOf(task, checked.scope)) } : {}),
    ...(chosen.operation.answersReadiness === true ? { answersReadiness: true as const } : {}),
  };
}

/** Names of a task that acts elsewhere are looked up there: `orders` in another account is another cluster. */
function scopeOf({ target }: DraftTask, { account, region }: ResourceScope): ResourceScope {
  return { account: target?.accountId ?? account, region: target?.region ?? region };
}
