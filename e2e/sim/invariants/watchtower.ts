/** Sees everything as it happens, and judges it. Nothing of the product reads from here. */
import { hashOf, headOf, toDomainEvent, type Commit } from "@dr/event-log";
import { planHash, type Plan } from "@dr/domain";
import type { DomainEvent, Envelope, EventData, EventType } from "@dr/events";
import { MAX_SKEW_MS } from "../kernel/process.ts";
import type { Estate } from "../world/estate.ts";
import { answerRules } from "./answer-rules.ts";
import { changeRules } from "./change-rules.ts";
import { courseRules } from "./course-rules.ts";
import { judgeAct, type Act } from "./effects.ts";
import { newExecutionModel, type ExecutionModel } from "./execution-model.ts";
import { createFacts } from "./facts.ts";
import { judgePreemption } from "./preemption.ts";
import { isRecorded, watchPublication, type PublicationWatch } from "./publication.ts";
import { readinessRules } from "./readiness-rules.ts";
import { requestRules } from "./request-rules.ts";
import type { RuleContext } from "./rule.ts";
import { startRules } from "./start-rules.ts";
import type { Judge } from "./violation.ts";

/** What the watchtower needs to know of the world. */
export interface WatchtowerDeps {
  readonly judge: Judge;
  readonly nowMs: () => number;
  readonly estate: () => Estate;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly maxConcurrentExecutions: number;
  /** Whether a commit of a planner is one of the Region that leads in its epoch; anybody else may write under any. */
  readonly isOfLeader: (commit: Commit) => boolean;
}

/** Judges commits, acts and publications. */
export interface Watchtower {
  readonly models: ReadonlyMap<string, ExecutionModel>;
  readonly publication: PublicationWatch;
  readonly onCommit: (commit: Commit) => void;
  readonly onAct: (act: Act) => void;
  readonly onAccepted: (source: string, detail: Envelope) => void;
  readonly events: () => number;
  readonly lastCommitMs: () => number;
  /** Executions that hold a slot. */
  readonly running: () => number;
}

const rules: ReadonlyMap<string, (context: RuleContext, data: never) => void> = new Map(
  Object.entries({ ...requestRules, ...startRules, ...answerRules, ...courseRules, ...changeRules, ...readinessRules }),
);

/** A watchtower over a world in which nothing has happened. */
export function createWatchtower(deps: WatchtowerDeps): Watchtower {
  const { judge } = deps;
  const models = new Map<string, ExecutionModel>();
  const heads = new Map<string, { version: number; hash: string }>();
  const facts = createFacts();
  const publication = watchPublication(judge);
  let events = 0;
  let lastCommitMs = 0;

  const judgeChain = (commit: Commit): void => {
    const head = heads.get(commit.streamId);
    judge.expect(
      commit.firstVersion === (head?.version ?? 0) + 1 && (head === undefined || commit.prevHash === head.hash),
      "the chain of hashes is unbroken",
      () => `${commit.streamId}: commit ${commit.firstVersion} after version ${head?.version ?? 0}`,
    );
    judge.expect(
      hashOf(commit) === commit.hash,
      "the chain of hashes is unbroken",
      () => `${commit.streamId}: hash of ${commit.firstVersion}`,
    );
    heads.set(commit.streamId, headOf(commit));
  };

  const judgeEpoch = (model: ExecutionModel, commit: Commit): void => {
    judge.expect(
      commit.epoch >= model.epoch && deps.isOfLeader(commit),
      "no split brain",
      () => `${commit.streamId}:${commit.firstVersion} by ${commit.commitId} of epoch ${commit.epoch} after epoch ${model.epoch}`,
    );
    model.epoch = Math.max(model.epoch, commit.epoch);
  };

  const judgeEvent = (model: ExecutionModel, event: DomainEvent, label: string, actor: string): void => {
    const nowMs = deps.nowMs();
    const atMs = Date.parse(event.at);
    judge.expect(atMs <= nowMs + MAX_SKEW_MS, "no event from the future", () => `${label} at ${event.at}`);
    const afterEnd = ["OperationResultIgnored", "ExecutionQueued", "ExecutionRedriven", "RollbackStarted"].includes(event.type);
    judge.expect(model.status !== "ended" || afterEnd, "nothing after the end", () => `${label} after ${model.outcome}`);
    rules.get(event.type)?.({ model, judge, nowMs, atMs, facts, estate: deps.estate(), label, actor }, event.data as never);
    if (event.type === "ExecutionStarted") judgeAdmission(model, label);
    if (isType(event, "ExecutionCancelRequested")) judgePreemption(models, judge, model, { ...event.data, label });
  };

  const judgeAdmission = (started: ExecutionModel, label: string): void => {
    const running = [...models.values()].filter((model) => model.status === "running" && !model.redriven);
    judge.expect(
      running.length <= deps.maxConcurrentExecutions,
      "no more executions than slots",
      () => `${label}: ${running.length} of ${deps.maxConcurrentExecutions}`,
    );
    const twin = running.find((model) => model !== started && model.request.planId === started.request.planId);
    judge.expect(
      twin === undefined || started.request.force || twin.request.force,
      "one execution of a plan at a time",
      () => `${label} beside ${twin?.executionId}`,
    );
  };

  const judgeExecution = (commit: Commit): void => {
    for (const [index, stored] of commit.events.entries()) {
      const event = toDomainEvent(stored);
      const label = `${commit.streamId}:${commit.firstVersion + index} ${event.type}`;
      if (isType(event, "ExecutionRequested")) {
        judge.expect(!models.has(commit.streamId), "an execution is asked for once", () => label);
        const plan = deps.plans.get(event.data.planId);
        if (plan) models.set(commit.streamId, newExecutionModel(event.data, plan, planHash(plan)));
      }
      const model = models.get(commit.streamId);
      judge.expect(model !== undefined, "a stream begins with a request", () => label);
      if (!model) return;
      if (index === 0) judgeEpoch(model, commit);
      judgeEvent(model, event, label, commit.actor);
    }
  };

  return {
    models,
    publication,
    events: () => events,
    lastCommitMs: () => lastCommitMs,
    running: () => [...models.values()].filter(({ status }) => status === "running").length,
    onCommit: (commit) => {
      lastCommitMs = deps.nowMs();
      events += commit.events.length;
      judgeChain(commit);
      publication.onCommit(commit);
      if (commit.streamId.startsWith("EXEC#")) judgeExecution(commit);
    },
    onAct: (act) => judgeAct(judge, models.values(), act),
    onAccepted: (source, detail) => {
      if (source.startsWith("dr.adapter.")) facts.hear(detail.type, detail.data as unknown as Parameters<typeof facts.hear>[1]);
      else if (isRecorded(detail)) publication.onAccepted(detail.id.slice(0, detail.id.lastIndexOf(":")), detail.sequence);
    },
  };
}

function isType<T extends EventType>(event: DomainEvent, type: T): event is Extract<DomainEvent, { type: T }> & { data: EventData<T> } {
  return event.type === type;
}
