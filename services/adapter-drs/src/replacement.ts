/** What a launch would replace. DRS terminates a server's recovery instance when it launches another one. */
import { block, warn, type Evidence, type Finding } from "@dr/adapter-kit";
import type { RecoveryInstanceFacts } from "./drs-client.ts";
import { isLeaving } from "./instance-states.ts";
import type { RecoveryContext } from "./launch-pre.ts";

/** Findings on what stands; or the instance that this very execution launched in an earlier wave, which is taken as it is. */
export type Standing = { readonly findings: readonly Finding[] } | { readonly adopted: Evidence };

/** An instance that is no drill may be live production by now. */
export async function replacementOf(
  context: RecoveryContext,
  { sourceServerId, isDrill, asked }: { readonly sourceServerId: string; readonly isDrill: boolean; readonly asked: string },
  instances: readonly RecoveryInstanceFacts[],
): Promise<Standing> {
  const { clients, executionId, config } = context;
  const standing = instances.filter((one) => one.sourceServerId === sourceServerId && !isLeaving(one.ec2State));
  if (standing.length === 0) return { findings: [] };
  const ownJobId = await clients.launches.jobOf({ executionId, region: config.region, sourceServerId });
  const own = standing.find((one) => one.jobId === ownJobId && one.isDrill === isDrill);
  if (own) return { adopted: adopt(own) };
  return { findings: standing.map((instance) => replacing(context, { asked, sourceServerId, isDrill }, instance)) };
}

function replacing(
  { config }: RecoveryContext,
  {
    asked,
    sourceServerId: server,
    isDrill: isDrillWanted,
  }: { readonly asked: string; readonly sourceServerId: string; readonly isDrill: boolean },
  { recoveryInstanceId: instanceId, isDrill, jobId }: RecoveryInstanceFacts,
): Finding {
  if (isDrill) return warn("drs.drill_replaced", `drill instance ${instanceId} of ${server} is replaced`);
  const evidence = { recoveryInstanceId: instanceId, jobId, asked };
  if (isDrillWanted) return block("drs.live_instance", `a drill would replace ${instanceId} of ${server}, which may be live`, evidence);
  if (config.replaceExisting === true) return warn("drs.recovery_replaced", `recovery instance ${instanceId} of ${server} is replaced`);
  const next = `terminate it, leave the server out, or say config.replaceExisting: true`;
  return block("drs.instance_exists", `${server} was recovered before: ${instanceId} exists and may be live; ${next}`, evidence);
}

function adopt({ recoveryInstanceId, sourceServerId, jobId, isDrill }: RecoveryInstanceFacts): Evidence {
  return {
    after: { isDrill, instances: { [sourceServerId]: recoveryInstanceId }, adopted: true },
    externalIds: { jobId, recoveryInstanceId },
    warnings: [`an earlier wave of this execution launched ${recoveryInstanceId}: it is taken as it is`],
  };
}
