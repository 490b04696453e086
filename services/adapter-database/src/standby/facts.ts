/** Both sides of an Oracle Data Guard pair of RDS: the instance that a plan names, and the one that it changes roles with. */
import type { TaskContext } from "@dr/adapter-kit";
import { identify, parseArn } from "@dr/events";
import type { DatabaseClients } from "../clients.ts";
import { parseTarget } from "../input.ts";
import { lagNow, ofInstance } from "../lag.ts";
import type { Lag } from "../lag-client.ts";
import type { StandbyFacts } from "../standby-client.ts";
import type { SwitchoverConfig, SwitchoverResources } from "./input.ts";

/** What a switchover knows of its task. */
export type StandbyContext = TaskContext<DatabaseClients, SwitchoverResources, SwitchoverConfig>;

/** The pair. `other` is null where the instance is of no pair, or of several. The lag is read before the switchover alone. */
export interface PairFacts {
  readonly named: StandbyFacts;
  readonly other: StandbyFacts | null;
  readonly lag: Lag | null;
}

/** Who shall be the primary, and whose standby then; by ARN. */
export interface WantedRoles {
  readonly primary: string;
  readonly standby: string;
}

/** Reads both sides, each in its own Region. */
export async function readPair(context: StandbyContext, target: string, wanted: WantedRoles | undefined): Promise<PairFacts> {
  const { id, region } = parseTarget(target, context.config.region);
  const named = await context.clients.standbys(region).describe(id);
  const other = otherOf(named, wanted);
  return {
    named,
    other: other === undefined ? null : await describeAt(context, other, parseArn(named.arn)?.region ?? region),
    lag: wanted === undefined && named.replicaOf !== null ? await lagNow(context, region, ofInstance("ReplicaLag", id)) : null,
  };
}

/** Once roles were changed, the pair is the one that was journaled; before, a standby has one source, and a primary of several has no one counterpart. */
function otherOf({ arn, replicaOf, replicas }: StandbyFacts, wanted: WantedRoles | undefined): string | undefined {
  if (wanted !== undefined) return wanted.primary === arn ? wanted.standby : wanted.primary;
  return replicaOf ?? (replicas.length === 1 ? replicas[0] : undefined);
}

function describeAt({ clients }: StandbyContext, reference: string, region: string | undefined): Promise<StandbyFacts> {
  const place = placeIn(reference);
  return clients.standbys(place.region ?? region).describe(place.id);
}

/** Identifier and Region of a reference that may be an ARN. */
export function placeIn(reference: string): { readonly id: string; readonly region: string | undefined } {
  const parts = parseArn(reference);
  return { id: parts?.resource.replace(/^db:/, "") ?? reference, region: parts?.region };
}

/** Whether both sides have these roles: a primary that stands alone, and a standby that follows it. */
export function hasRoles({ named, other }: PairFacts, { primary, standby }: WantedRoles): boolean {
  const sides = [named, ...(other ? [other] : [])];
  const first = sides.find(({ arn }) => arn === primary);
  const second = sides.find(({ arn }) => arn === standby);
  if (!first || !second || first.replicaOf !== null) return false;
  return second.replicaOf === first.arn || second.replicaOf === first.instanceId;
}

/** The pair in words. */
export function describePair({ named, other }: PairFacts): string {
  const told = ({ instanceId, status, replicaOf }: StandbyFacts): string =>
    `${instanceId} is ${status}, ${replicaOf === null ? "the primary" : `a standby of ${replicaOf}`}`;
  return [named, ...(other ? [other] : [])].map(told).join("; ");
}

/** Claims both: whoever moves one of them moves the other. */
export function identityOfPair({ before: { named, other } }: { readonly before: PairFacts }): readonly string[] {
  const defaults = { account: "", region: "" };
  return [named, ...(other ? [other] : [])].flatMap(({ arn }) => identify("rds-instance", arn, { defaults })?.reference ?? []);
}
