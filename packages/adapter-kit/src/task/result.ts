/** What is reported: the result of a resource, and of a task as the worst of its resources. */
import type { Failure, ResourceResult, Rpo, TaskResult, UnaccountedEffect } from "@dr/events";
import type { LedgerItem, LedgerStep } from "../ledger/item.ts";
import type { Evidence } from "../operation.ts";
import { lastSeen, remainsOf } from "./remains.ts";

const NO_EFFECT: Rpo = { seconds: 0, method: "no_effect", confidence: "exact" };
const NOT_MEASURED: Rpo = { seconds: null, method: "not_measured", confidence: "unknown" };

/** The result of one resource. Without a measured RPO an effect counts as "nobody knows", never as zero. */
export function toResourceResult(
  step: LedgerStep,
  outcome: ResourceResult["outcome"],
  evidence: Evidence,
  at: { readonly target: string; readonly now: string; readonly reversible: boolean; readonly timeScale: number },
): ResourceResult {
  const startedAt = step.startedAt ?? at.now;
  const effectiveMs = Date.parse(at.now) + ((evidence.effectiveAfterSeconds ?? 0) * 1000) / at.timeScale;
  const rpo = evidence.rpo ?? (outcome === "completed" ? NOT_MEASURED : NO_EFFECT);
  return {
    resource: at.target,
    outcome,
    startedAt,
    finishedAt: at.now,
    rtoSeconds: Math.max(0, (effectiveMs - Date.parse(startedAt)) / 1000),
    rpo,
    dataLoss: evidence.dataLoss ?? { possible: rpo.seconds !== 0 },
    before: evidence.before ?? asObject(step.pre),
    after: {
      ...evidence.after,
      ...(evidence.effectiveAfterSeconds === undefined ? {} : { effectiveAt: new Date(effectiveMs).toISOString() }),
    },
    externalIds: evidence.externalIds ?? {},
    reversible: at.reversible && evidence.reversible !== false,
    warnings: [...step.warnings, ...(evidence.warnings ?? [])],
  };
}

/** What the report of a task depends on beside its ledger item. */
export interface Reporting {
  readonly now: string;
  readonly simulated: boolean;
  /** Whether the operation can take back what it may have done. */
  readonly reversible: boolean;
  readonly howToCheck: (target: string) => string | undefined;
}

/** The result of a task: each of its resources, the worst of them, and every effect that nobody accounts for. */
export function toTaskResult(item: LedgerItem, { now, simulated, reversible, howToCheck }: Reporting): TaskResult {
  const resources = Object.entries(item.steps).map(([target, step]) => step.result ?? failedResult(target, step, { now, reversible }));
  const unaccounted = unaccountedOf(item, howToCheck);
  const leftovers = item.task.phase === "cleanup" ? leftoversOf(Object.values(item.steps)) : undefined;
  const effects = resources.filter(({ outcome }) => outcome === "completed" || outcome === "failed" || outcome === "unknown");
  return {
    rtoSeconds: Math.max(0, ...resources.map(({ rtoSeconds }) => rtoSeconds)),
    rpo: worstRpo(effects.map(({ rpo }) => rpo)),
    dataLoss: worstLoss(resources),
    externalIds: Object.assign({}, ...resources.map(({ resource, externalIds }) => keyedBy(resource, externalIds))) as Record<
      string,
      string
    >,
    reversible: resources.every(({ reversible }) => reversible),
    warnings: resources.flatMap(({ resource, warnings }) => warnings.map((warning) => `${resource}: ${warning}`)),
    simulated,
    resources,
    ...(leftovers === undefined ? {} : { leftovers }),
    ...(unaccounted.length === 0 ? {} : { unaccounted, manualInterventionRequired: true }),
  };
}

/** Every effect that stands, or may, though its resource did not end well: what was done, and how a person finds out. */
function unaccountedOf({ steps, task }: LedgerItem, howToCheck: Reporting["howToCheck"]): UnaccountedEffect[] {
  return Object.entries(steps).flatMap(([resource, step]) => {
    const state = remainsOf(step);
    if (state === undefined) return [];
    const { actedAt, handle } = step;
    const answer = handle === undefined ? "its answer was lost" : `answered ${JSON.stringify(handle)}`;
    const did = `${task.type}.${task.operation} (${task.phase}) was sent at ${actedAt ?? "an unknown time"}, ${answer}`;
    return [{ resource, state, did, check: howToCheck(resource) ?? `look at ${resource} itself; last seen: ${lastSeen(step)}` }];
  });
}

/** What is left of a cleanup. Undefined when a resource failed before anybody saw what stood there: silence must not pass for "nothing". */
function leftoversOf(steps: readonly LedgerStep[]): string[] | undefined {
  if (steps.some(({ result, leftovers }) => result === undefined && leftovers === undefined)) return undefined;
  return steps.flatMap(({ leftovers = [] }) => leftovers);
}

/** The failure of a task: that of its worst resource (one that no retry can help first), naming every resource that failed. */
export function toTaskFailure(item: LedgerItem): Failure | undefined {
  const failures = Object.entries(item.steps).flatMap(([target, { failure }]) => (failure ? [[target, failure] as const] : []));
  const worst = failures.find(([, failure]) => !failure.retryable) ?? failures[0];
  if (!worst) return undefined;
  const resources = Object.fromEntries(failures.map(([target, { code, message }]) => [target, { code, message }]));
  return { ...worst[1], message: `${worst[0]}: ${worst[1].message}`, details: { ...worst[1].details, resources } };
}

/** A resource that failed, or that was still open when its task ended: `after` tells what is known. */
function failedResult(target: string, step: LedgerStep, { now, reversible }: Pick<Reporting, "now" | "reversible">): ResourceResult {
  const after = {
    state: step.state,
    ...(step.failure === undefined ? {} : { failure: step.failure }),
    ...(step.handle === undefined ? {} : { handle: step.handle }),
  };
  const outcome = remainsOf(step) === undefined ? "failed" : "unknown";
  const acted = step.acts > 0;
  const evidence = { after, rpo: acted ? NOT_MEASURED : NO_EFFECT };
  // What may stand is looked up and taken back, where the operation can.
  return toResourceResult(step, outcome, evidence, { target, now, reversible: !acted || reversible, timeScale: 1 });
}

function worstRpo(all: readonly Rpo[]): Rpo {
  return all.reduce((worst, rpo) => {
    if (worst.seconds === null) return worst;
    return rpo.seconds === null || rpo.seconds > worst.seconds ? rpo : worst;
  }, all[0] ?? NO_EFFECT);
}

function worstLoss(resources: readonly ResourceResult[]): TaskResult["dataLoss"] {
  const lossy = resources.filter(({ dataLoss }) => dataLoss.possible);
  const seconds = lossy.flatMap(({ dataLoss }) => (dataLoss.seconds === undefined ? [] : [dataLoss.seconds]));
  return { possible: lossy.length > 0, ...(seconds.length > 0 ? { seconds: Math.max(...seconds) } : {}) };
}

function keyedBy(resource: string, ids: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(ids).map(([name, id]) => [`${resource}/${name}`, id]));
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
