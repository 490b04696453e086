// What the solution answers to a GET: plans, protection groups, its quotas, and executions with what DRS says of their servers.
import { awsError } from "../../aws-error.ts";
import type { ReadCall } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import { activeJobs } from "../drs/job-state.ts";
import { sourceServerKind } from "../drs/records.ts";
import { liveInstanceOf } from "../drs/recovery-instance-state.ts";
import { planOf, plansOf, solutionRunKind, type DrsSolution, type SolutionPlan, type SolutionRun } from "./records.ts";
import { instancesOf, runJson } from "./run-state.ts";

/** What of a call is looked at. */
export type Looking = Pick<ReadCall, "world" | "region" | "nowMs">;

/** The answer for a path. Throws what the solution says of a name that it does not know. */
export const readSolution = (solution: DrsSolution, path: string, call: Looking): object => {
  const [, kind = "", id = "", rest] = path.split("/").map((part) => decodeURIComponent(part));
  switch (kind) {
    case "recovery-plans":
      return readPlans(solution, { id, rest }, call);
    case "protection-groups":
      return readGroups(solution, id, call);
    case "drs":
      return {
        capacity: { failedRegions: [] },
        concurrentJobs: { current: activeJobs(call.world, call.region, call.nowMs).length, max: 20 },
      };
    case "executions":
      return readExecutions(solution, { id, rest }, call);
    default:
      throw awsError("NOT_FOUND", `no such path: ${path}`, 404);
  }
};

type Named = { readonly id: string; readonly rest: string | undefined };

const readPlans = (solution: DrsSolution, { id, rest }: Named, call: Looking): object => {
  const json = (plan: SolutionPlan): object => ({ ...plan, planName: plan.planId, description: "simulated", waveCount: plan.waves.length });
  if (id === "") return listed("recoveryPlans", plansOf(solution, call.world).map(json));
  const plan = planOf(solution, call.world, id);
  if (plan === undefined) throw awsError("NOT_FOUND", `recovery plan ${id} not found`, 404);
  return rest === "check-existing-instances" ? { existingInstances: existingOf(plan, call) } : json(plan);
};

/** Recovery instances that the plan's servers have already. */
const existingOf = ({ region, waves }: SolutionPlan, { world, region: usual, nowMs }: Looking): readonly object[] =>
  waves
    .flatMap(({ serverIds }) => serverIds)
    .flatMap((id) => world.get(sourceServerKind, region ?? usual, id) ?? [])
    .flatMap((server) => liveInstanceOf(world, server, nowMs) ?? [])
    .map(({ sourceServerId, recoveryInstanceId }) => ({ sourceServerId, recoveryInstanceId, ec2InstanceId: recoveryInstanceId }));

const readGroups = (solution: DrsSolution, id: string, { world, region: usual }: Looking): object => {
  const waves = plansOf(solution, world).flatMap(({ region = usual, waves: some }) => some.map((wave) => ({ ...wave, region })));
  const groups = [...new Set(waves.map(({ protectionGroupId }) => protectionGroupId))].map((protectionGroupId) => {
    const own = waves.filter((wave) => wave.protectionGroupId === protectionGroupId);
    const sourceServerIds = [...new Set(own.flatMap(({ serverIds }) => serverIds))];
    return { protectionGroupId, groupName: protectionGroupId, description: "simulated", region: own[0]?.region, sourceServerIds };
  });
  if (id === "") return listed("protectionGroups", groups);
  const found = groups.find(({ protectionGroupId }) => protectionGroupId === id);
  if (found === undefined) throw awsError("PG_NOT_FOUND", `protection group ${id} not found`, 404);
  return found;
};

const listed = (name: string, items: readonly object[]): object => ({ [name]: items, count: items.length });

const readExecutions = (solution: DrsSolution, { id, rest }: Named, call: Looking): object => {
  const { world } = call;
  if (id === "") {
    const items = world.list(solutionRunKind, GLOBAL_REGION).map((run) => runJson(solution, run, call));
    return { items, count: items.length, nextToken: null };
  }
  const run: SolutionRun | undefined = world.get(solutionRunKind, GLOBAL_REGION, id);
  if (run === undefined) throw awsError("EXECUTION_NOT_FOUND", `execution ${id} not found`, 404);
  if (rest === "recovery-instances") return { executionId: id, instances: instancesOf(run, call) };
  if (rest === "job-logs") return { executionId: id, jobLogs: [] };
  return runJson(solution, run, call);
};
