/** People: they start executions, hold them up, wave them through, change their minds, and get things wrong. */
import type { Plan } from "@dr/domain";
import type { ExecutionModel } from "../invariants/execution-model.ts";
import { createRandom, type Random } from "../kernel/random.ts";
import type { World } from "../run/world.ts";
import type { Client } from "./client.ts";
import { actionsFor, endActions, type Action } from "./actions.ts";

/** Who there is. The first one starts executions, and must not approve them. */
const PEOPLE = ["ada", "ben", "cyn", "dan"] as const;

/** Sets people to work until the faults stop. */
export function startOperators(world: World, client: Client): void {
  const { kernel, scenario } = world;
  const random = createRandom(scenario.seed, "operators");
  // Few people are busy, and none of them for ever: a run of refused requests shows nothing new.
  const restless = random.pick([5_000, 20_000, 60_000, 180_000]);
  const patience = random.between(3, 30);
  let actions = 0;
  let requests = 0;

  const perform = ({ request, mustFail }: Action): void => {
    requests += 1;
    const idempotencyKey = `request-${requests}`;
    kernel.trace.note("operator", () => `${request.route} by ${request.person} (${request.role}) ${JSON.stringify(request.body ?? {})}`);
    const send = (): void =>
      client.send({ ...request, idempotencyKey }, (answer) => {
        world.judge.expect(!answer.ok || mustFail === undefined, "the api refuses what it must", () => `${request.route}: ${mustFail}`);
      });
    send();
    // A nervous finger.
    if (random.chance(0.1)) kernel.scheduler.after(random.below(500), send);
  };

  const startPlan = (plan: Plan): void => perform({ request: startRequest(random, plan) });

  /** A recovery that ended badly, and a drill of its plan: first the drill is begun, then the recovery is taken up again over it. True if there was one. */
  const meetInTheWay = (models: readonly ExecutionModel[]): boolean => {
    const bad = models.filter((model) => isUnfinishedRecovery(model));
    if (bad.length === 0) return false;
    const model = random.pick(bad);
    const { planId } = model.request;
    const plan = scenario.plans.get(planId);
    const inTheWay = models.some(
      ({ request, status }) => request.planId === planId && request.executionType === "drill" && status !== "ended",
    );
    const by = { params: { executionId: model.executionId }, role: "DRRecoveryManager", person: "ben" };
    if (inTheWay) perform(random.pick(endActions(model, by)));
    else if (plan) perform({ request: startRequest(random, plan, true) });
    return true;
  };

  for (const plan of scenario.plans.values()) kernel.scheduler.after(random.below(20_000), () => startPlan(plan));
  const act = (): void => {
    if (kernel.faults.isCalm() || actions >= patience) return;
    actions += 1;
    kernel.scheduler.after(restless * (0.3 + random.next()), act);
    if (!kernel.faults.strikes("operator")) return;
    const models = [...world.watchtower.models.values()];
    if (models.length === 0 || random.chance(0.04)) startPlan(random.pick([...scenario.plans.values()]));
    else if (random.chance(0.3) && meetInTheWay(models)) return;
    else perform(random.pick(actionsFor(random, chooseExecution(random, models))));
  };
  kernel.scheduler.after(restless * random.next(), act);
}

/** Mostly one that is under way; of those, one that waits for somebody. */
function chooseExecution(random: Random, models: readonly ExecutionModel[]): ExecutionModel {
  const open = models.filter(({ status }) => status !== "ended");
  const waiting = open.filter(({ pause }) => pause !== null);
  if (waiting.length > 0 && random.chance(0.5)) return random.pick(waiting);
  return random.pick(open.length > 0 && random.chance(0.8) ? open : models);
}

function isUnfinishedRecovery({ request, status, outcome }: ExecutionModel): boolean {
  return request.executionType === "recovery" && status === "ended" && (outcome === "failed" || outcome === "cancelled");
}

function startRequest(random: Random, plan: Plan, drill = random.chance(0.4)) {
  return {
    route: "POST /api/v1/executions",
    role: "DROperator",
    person: PEOPLE[0],
    body: {
      planId: plan.header.planId,
      executionType: drill ? "drill" : "recovery",
      mode: random.pick(["planned", "unplanned"]),
      ...(random.chance(0.1) ? { force: true } : {}),
    },
  };
}
