/** `drs.recovery` and `drs.drill`: launch servers, for real or as a drill; and remove what they launched. */
import type { Operation } from "@dr/adapter-kit";
import type { DrsClients } from "../clients.ts";
import { classifyDrsError } from "../failures.ts";
import { listLaunched, recoveryConfig, recoveryResources, type RecoveryConfig, type RecoveryResources } from "../input.ts";
import type { LaunchPre, RecoveryContext } from "../launch-pre.ts";
import { throughSolution, type SolutionHandle, type SolutionPre } from "../solution/through-solution.ts";
import { byIntegration } from "./by-integration.ts";
import { launchServers } from "./launch.ts";
import type { JobHandle } from "./launch-verdict.ts";
import { serverOf } from "./removal.ts";
import { terminateLaunched } from "./terminate-launched.ts";

type Launch = Operation<DrsClients, RecoveryResources, RecoveryConfig, LaunchPre | SolutionPre, JobHandle | SolutionHandle>;

type Ways = Required<Pick<Launch, "rollback" | "failback">>;

function launching(description: string, isDrill: (context: RecoveryContext) => boolean, ways: Ways): Launch {
  return {
    ...byIntegration(launchServers(isDrill), throughSolution(isDrill)),
    identityOf: (pre) => ("planId" in pre ? `drs-recovery-plan:::${pre.planId}` : serverOf(pre)),
    description,
    reversibility: "compensable",
    drill: { kind: "isolated_copy" },
    // Linux servers take 20 minutes and more; nothing is up before a quarter of that.
    defaults: { timeoutSeconds: 5_400, heartbeatSeconds: 300, expectedSeconds: 300 },
    pollSeconds: 20,
    settleSeconds: () => 60,
    resources: recoveryResources,
    config: recoveryConfig,
    listTargets: ({ resources, config }) => listLaunched(resources, config),
    timeoutSeconds: ({ launchTimeout }) => launchTimeout,
    howToCheck: (server) => `aws drs describe-recovery-instances --filters sourceServerIDs=<id of ${server}>, and its state in EC2`,
    classify: classifyDrsError,
    ...ways,
    cleanup: terminateLaunched({ onlyDrills: true }),
  };
}

/** Recovers source servers; in a drill as drill instances. */
export const recovery: Launch = launching(
  "Launches DRS source servers as drill or recovery instances",
  ({ executionType }) => executionType === "drill",
  { rollback: terminateLaunched({ onlyDrills: false }), failback: { by: "failback" } },
);

/** Launches drill instances, whatever the execution is: a rehearsal inside of a recovery, too. */
export const drill: Launch = launching("Launches DRS source servers as drill instances, never for real", () => true, {
  rollback: terminateLaunched({ onlyDrills: true }),
  failback: { none: "a rehearsal moves nothing" },
});
