/** `database.oracle_switchover`: an Oracle standby of RDS and its primary change roles; nothing is lost, and the way back is the same. */
import { databaseStatus } from "../failures.ts";
import {
  describePair,
  hasRoles,
  identityOfPair,
  placeIn,
  readPair,
  type PairFacts,
  type StandbyContext,
  type WantedRoles,
} from "../standby/facts.ts";
import { fitPair } from "../standby/fit.ts";
import { switchoverConfig, switchoverResources } from "../standby/input.ts";
import { listDatabases } from "../input.ts";
import { transition } from "../transitions.ts";

/** Makes standbys primaries, and their primaries standbys. */
export const oracleSwitchover = transition({
  description: "Lets Oracle standbys of RDS change roles with their primaries, planned and without loss",
  failback: { by: "oracle_switchover" },
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 3_600, heartbeatSeconds: 60, expectedSeconds: 180 },
  pollSeconds: 15,
  settleSeconds: 60,
  resources: switchoverResources,
  config: switchoverConfig,
  listTargets: ({ resources }) => listDatabases(resources),
  timeoutSeconds: ({ failoverTimeout }) => failoverTimeout,
  howToCheck: (target) => `aws rds describe-db-instances: is ${target} the source of its former primary?`,
  read: (context: StandbyContext, target, wanted: WantedRoles | undefined): Promise<PairFacts> => readPair(context, target, wanted),
  // Of the two, the one that does not serve tells.
  status: ({ named, other }) => {
    const first = databaseStatus(named.status);
    return other === null || first.meaning !== "serving" ? first : databaseStatus(other.status);
  },
  fit: fitPair,
  want: ({ named, other }): WantedRoles => ({ primary: named.arn, standby: other?.arn ?? "" }),
  reached: hasRoles,
  // RDS is asked in the Region of the standby that becomes the primary.
  act: ({ clients }, _target, { wanted: { primary } }) => {
    const { id, region } = placeIn(primary);
    return clients.standbys(region).switchOver(id);
  },
  describe: describePair,
  wouldDo: ({ before, wanted }) => ({ primary: wanted.standby, wouldMoveTo: wanted.primary, lagSeconds: before.lag?.seconds ?? null }),
  evidence: (facts, { before, wanted }) => ({
    before: { primary: wanted.standby, lagSeconds: before.lag?.seconds ?? null, lagSampledAt: before.lag?.sampledAt ?? null },
    after: { ...wanted, status: facts.named.status, endpoint: endpointOf(facts, wanted.primary) },
    externalIds: { ...wanted },
    rpo: { seconds: 0, method: "data_guard_switchover", confidence: "exact" },
    dataLoss: { possible: false },
    warnings: ["each instance keeps its endpoint: lead the application to that of the new primary"],
  }),
  undo: ({ named, other }): WantedRoles =>
    named.replicaOf === null ? { primary: named.arn, standby: other?.arn ?? "" } : { primary: other?.arn ?? "", standby: named.arn },
  identityOf: identityOfPair,
});

function endpointOf({ named, other }: PairFacts, arn: string): string | null {
  return [named, other].find((side) => side?.arn === arn)?.endpoint ?? null;
}
