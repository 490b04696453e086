// The simulated DRS solution: what an organisation deployed before us, with plans of its own, on DRS itself.
import { headerOf } from "../../http-message.ts";
import { defineService, type ServiceErrors } from "../../service.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { solutionFront } from "./front.ts";
import { change, read, solutionIn } from "./operations.ts";
import { nameSolutionServers, planSolution } from "./plan.ts";
import { solutionPlanKind, solutionRunKind } from "./records.ts";
import { runJson } from "./run-state.ts";
import { solutionSeed } from "./seed.ts";
import { SOLUTION_HOST, solutionProtocol } from "./wire.ts";

const errors: ServiceErrors = {
  invalidInput: "INVALID_PARAMETER",
  unknownAction: "INVALID_OPERATION",
  throttled: { code: "DRS_ERROR", status: 429 },
  internal: { code: "INTERNAL_ERROR", status: 500 },
};

/** An existing DRS solution of its third generation, by REST; by Lambda it is a function of the estate's. */
export const drsSolution = defineService({
  service: "drs-solution",
  errors,
  wire: () => Promise.resolve(solutionProtocol),
  claim: (request, world) => {
    if (headerOf(request, "host") !== SOLUTION_HOST) return undefined;
    return { region: solutionIn(world)?.region ?? "us-east-1", accessKeyId: SOLUTION_HOST };
  },
  front: solutionFront,
  operations: { Read: read, StartExecution: change, ChangeExecution: change },
  seed: solutionSeed,
  nameTasks: nameSolutionServers,
  planResources: planSolution,
  view: (world, { nowMs }) => {
    const found = solutionIn(world);
    return {
      plans: world.list(solutionPlanKind, GLOBAL_REGION),
      executions: world.list(solutionRunKind, GLOBAL_REGION).map((run) => (found ? runJson(found.solution, run, { world, nowMs }) : run)),
    };
  },
  quotas: {},
  durations: {},
  events: [],
});
