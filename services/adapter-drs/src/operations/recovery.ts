/** `drs.recovery`: launches servers from their newest point in time, as a drill or for real; and removes what it launched. */
import type { Operation } from "@dr/adapter-kit";
import type { DrsClients } from "../clients.ts";
import { classifyDrsError } from "../failures.ts";
import { listServers, recoveryConfig, recoveryResources, type RecoveryConfig, type RecoveryResources } from "../input.ts";
import type { LaunchPre } from "../preflight.ts";
import { launch, type JobHandle } from "./launch.ts";
import { terminateLaunched } from "./terminate.ts";

/** Recovers source servers. */
export const recovery: Operation<DrsClients, RecoveryResources, RecoveryConfig, LaunchPre, JobHandle> = {
  ...launch,
  identityOf: serverOf,
  description: "Launches DRS source servers as drill or recovery instances",
  reversibility: "compensable",
  drill: { kind: "isolated_copy" },
  // Linux servers take 20 minutes and more; nothing is up before a tenth of that.
  defaults: { timeoutSeconds: 5_400, heartbeatSeconds: 300, expectedSeconds: 120 },
  pollSeconds: 20,
  settleSeconds: () => 60,
  resources: recoveryResources,
  config: recoveryConfig,
  listTargets: ({ resources }) => listServers(resources),
  timeoutSeconds: ({ launchTimeout }) => launchTimeout,
  howToCheck: (server) => `aws drs describe-recovery-instances --filters sourceServerIDs=<id of ${server}>, and its state in EC2`,
  classify: classifyDrsError,
  rollback: { ...terminateLaunched({ onlyDrills: false }), identityOf: serverOf },
  cleanup: { ...terminateLaunched({ onlyDrills: true }), identityOf: serverOf },
};

/** A server is itself by its DRS id, which is unique everywhere, whether the plan names it by that or by its instance. */
function serverOf({ sourceServerId }: { readonly sourceServerId: string }): string {
  return `drs-source-server:::${sourceServerId}`;
}
