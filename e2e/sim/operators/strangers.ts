/** Words and commands that nobody asked for: adapters that are confused, requests that come twice by other ways, messages that nobody can read. */
import { executionDecider, type ExecutionCommand } from "@dr/domain";
import { createCommandHandler } from "@dr/event-log";
import { toFailure, type Envelope, type EventData } from "@dr/events";
import type { ExecutionModel } from "../invariants/execution-model.ts";
import { createRandom, type Random } from "../kernel/random.ts";
import type { World } from "../run/world.ts";
import type { Region } from "../world/region.ts";

const RESTLESS_MS = 90_000;
const MAX_ACTIONS = 6;

/** Lets strangers in until the faults stop. */
export function startStrangers(world: World, leader: () => Region): void {
  const { kernel, scenario, watchtower } = world;
  const random = createRandom(scenario.seed, "strangers");
  let actions = 0;
  const act = (): void => {
    if (kernel.faults.isCalm() || actions >= MAX_ACTIONS) return;
    kernel.scheduler.after(RESTLESS_MS * (0.2 + 2 * random.next()), act);
    const models = [...watchtower.models.values()];
    if (models.length === 0 || leader().isDead() || !kernel.faults.strikes("stranger")) return;
    actions += 1;
    const model = random.pick(models);
    const unwinds = models.some(({ unwinding }) => unwinding === "rollback");
    const what =
      unwinds && random.chance(0.5)
        ? sayUnproven
        : random.pick([sayUnasked, sayUnasked, sayNonsense, repeatRequest, planAgain, resumeWithoutReason]);
    kernel.trace.note("stranger", () => `${what.name} in ${model.executionId}`);
    what(world, model, random, leader());
  };
  kernel.scheduler.after(RESTLESS_MS * random.next(), act);
}

type Deed = (world: World, model: ExecutionModel, random: Random, region: Region) => void;

/** An adapter speaks of an operation that it was never asked for; it does so twice, to be sure. */
const sayUnasked: Deed = (_world, model, random, region) => {
  const task = random.pick([...model.tasks.values()]);
  const { taskId, waveNumber, type } = task.spec;
  const asked = [...model.operations].filter(([, operation]) => operation.taskId === taskId);
  const [operationId, operation] = asked.length > 0 ? random.pick(asked) : ["nobody-knows", undefined];
  const ref = {
    executionId: model.executionId,
    waveNumber,
    taskId,
    operationId,
    attempt: operation?.attempt ?? 1,
    phase: operation?.phase ?? "execute",
  };
  const wrong = random.pick([{ taskId: "constructor" }, { operationId: "made-up" }, { attempt: 99 }, { technology: "gamma" }]);
  const failure = { code: "stranger.says", message: "it failed", retryable: true };
  const [eventType, rest] = random.pick([
    ["TechnologyStarted", {}],
    ["TechnologyFailed", { failure }],
    ["TechnologyFailed", { failure: { ...failure, retryable: false } }],
  ] as const);
  const data = { technology: type, ...ref, ...wrong, ...rest };
  const body = toBusEvent(eventType, { ...data, technology: data.technology });
  region.queueNamed("planner-facts").send(body, 0);
  region.queueNamed("planner-facts").send(body, 1_000);
};

/** An adapter of another make says that it took everything back, and of one resource that it does not know. */
const sayUnproven: Deed = ({ watchtower }, _model, _random, region) => {
  const asked = (model: ExecutionModel) =>
    [...model.tasks.values()].find(({ status, phase }) => status === "outstanding" && phase === "rollback");
  const model = [...watchtower.models.values()].find((one) => one.unwinding === "rollback" && asked(one));
  const task = model && asked(model);
  if (!model || !task?.operationId) return;
  const { taskId, waveNumber, type } = task.spec;
  const at = "2026-11-23T04:00:00.000Z";
  const resource = { ...RESULT, resource: taskId, outcome: "unknown", startedAt: at, finishedAt: at, before: {}, after: {} };
  const data = {
    technology: type,
    executionId: model.executionId,
    waveNumber,
    taskId,
    operationId: task.operationId,
    attempt: task.attempts.rollback,
    phase: "rollback",
    result: { ...RESULT, resources: [resource] },
  } as const;
  // Its own adapter knows nothing of that, and may act yet: whoever speaks in the name of an adapter ends what is known of the operation.
  const operation = model.operations.get(task.operationId);
  if (operation) operation.isForged = true;
  region.queueNamed("planner-facts").send(toBusEvent("TechnologyCompleted", data), 0);
};

const RESULT = {
  rtoSeconds: 1,
  rpo: { seconds: 0, method: "none", confidence: "exact" },
  dataLoss: { possible: false },
  externalIds: {},
  reversible: true,
  warnings: [],
  simulated: true,
} as const;

/** A message that nobody can read must keep nothing from its neighbours. */
const sayNonsense: Deed = (_world, _model, random, region) => {
  const queue = random.pick(["planner-facts", "planner-log", "adapter-alpha", "adapter-beta"]);
  region
    .queueNamed(queue)
    .send(random.pick(["{", "[]", '{"kind":"poll"}', toBusEvent("NeverHeardOf", {}), toBusEvent("WaveStarted", {})]), 0);
};

/** The same request once more, by another way, changes nothing; another one under the same id is refused. */
const repeatRequest: Deed = (world, model, random) => {
  const { requestedBy = "", ...request } = model.request;
  const changed = random.chance(0.5);
  const actor = { principal: requestedBy, role: "DROperator" };
  const command = {
    type: "RequestExecution",
    now: nowIso(world),
    actor,
    request: changed ? { ...request, planName: "another" } : request,
  } as const;
  send(world, model, command, (outcome) =>
    world.judge.expect(
      outcome === (changed ? "execution.already_exists" : "nothing"),
      "a request is made once",
      () => `${model.executionId}: ${outcome}`,
    ),
  );
};

/** Planning what is planned changes nothing. */
const planAgain: Deed = (world, model, random) => {
  // One that waits may still be refused.
  if (model.status === "requested" || model.status === "queued") return;
  const { waves } = model.plan;
  const now = nowIso(world);
  const failure = { code: "stranger.says", message: "it cannot be planned", retryable: false };
  const command = random.pick<ExecutionCommand>([
    { type: "PlanExecution", now, waves, manifestHash: "another", admit: true, maxConcurrentExecutions: 1 },
    { type: "RejectPlanning", now, failure },
  ]);
  send(world, model, command, (outcome) =>
    world.judge.expect(outcome === "nothing", "an execution is planned once", () => `${model.executionId}: ${outcome}`),
  );
};

/** A client of an older version gives no reason. */
const resumeWithoutReason: Deed = (world, model) => {
  const actor = { principal: "stranger", role: "DROperator" };
  send(world, model, { type: "ResumeExecution", now: nowIso(world), actor }, () => undefined);
};

function send(
  { tables, kernel }: World,
  { executionId }: ExecutionModel,
  command: ExecutionCommand,
  onEnd: (outcome: string) => void,
): void {
  const handler = createCommandHandler({
    log: tables.log,
    decider: executionDecider,
    toStreamId: (id) => `EXEC#${id}`,
    clock: { nowIso: () => command.now },
    newCommitId: () => `stranger-${kernel.scheduler.steps()}`,
    jitter: () => 0,
  });
  handler.handle(executionId, command, { actor: "stranger", correlationId: "stranger", causationId: "stranger" }).then(
    ({ commit }) => onEnd(commit === null ? "nothing" : "written"),
    (error: unknown) => onEnd(toFailure(error).code),
  );
}

function nowIso({ kernel }: World): string {
  return new Date(Math.floor(kernel.scheduler.nowMs())).toISOString();
}

function toBusEvent(type: string, data: Readonly<Record<string, unknown>> & Partial<EventData<"TechnologyStarted">>): string {
  const source = `dr.adapter.${data.technology ?? "alpha"}`;
  const detail: Envelope = {
    specversion: "1.0",
    id: `stranger:${type}`,
    source,
    type,
    time: "2026-11-23T04:00:00.000Z",
    subject: data.executionId ?? "nobody",
    dataschema: "urn:made-up",
    correlationid: "stranger",
    causationid: "stranger",
    epoch: 0,
    schemaversion: 1,
    actor: source,
    data: { ...data },
  };
  return JSON.stringify({ version: "0", id: "stranger", "detail-type": type, source, detail });
}
