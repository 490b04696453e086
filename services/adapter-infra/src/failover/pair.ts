/** A pair of failover record sets and the health check that decides between them, as they are. */
import { block, refuseWith, type TaskContext } from "@dr/adapter-kit";
import type { CheckFacts, CheckSetting } from "../clients/health-check-client.ts";
import type { RecordSet } from "../clients/route53-client.ts";
import { plainZoneId } from "../input.ts";
import type { InfraClients } from "../infra-client.ts";
import { describeRecordSet } from "../record-set.ts";
import { targetOf, type Answer, type FailoverRequest, type FailoverResources } from "./input.ts";

/** What an operation on pairs knows. */
export type FailoverContext = TaskContext<InfraClients, FailoverResources>;

/** The pair and the check of its primary. `secondary.healthy` is undefined where nobody tells. */
export interface FailoverFacts {
  readonly primary: RecordSet;
  readonly secondary: RecordSet;
  readonly check: CheckFacts;
  readonly secondaryHealthy: boolean | undefined;
}

/** What a plan asks of this pair. */
export function requestOf({ resources: { failoverRecords } }: Pick<FailoverContext, "resources">, target: string): FailoverRequest {
  const found = failoverRecords.find((one) => targetOf(one) === target);
  if (!found) throw refuseWith(block("infrastructure.no_failover_record", `${target} is none of this task's`));
  return found;
}

/** Where a pair is. */
type PairPlace = Omit<FailoverRequest, "answer">;

/** Reads a pair, and the health of its secondary if it is asked for. Throws what stands in the way for good: see `pairIn`, and `infrastructure.no_health_check`. */
export async function pairOf(
  clients: InfraClients,
  place: PairPlace,
  { andHealth }: { readonly andHealth: boolean },
): Promise<FailoverFacts> {
  const { route53, healthChecks } = clients;
  const sets = await route53.listRecordSets(plainZoneId(place.hostedZoneId), place.recordName);
  const { primary, secondary } = pairIn(sets, place);
  if (primary.HealthCheckId === undefined) {
    const why = primary.AliasTarget?.EvaluateTargetHealth
      ? "the health of its alias target decides, which nobody can set: give the record a health check"
      : "it always counts as healthy, and the secondary never answers: give the record a health check";
    throw refuseWith(block("infrastructure.no_health_check", `${describeRecordSet(primary)} has no health check: ${why}`));
  }
  const check = await healthChecks.describe(primary.HealthCheckId);
  return { primary, secondary, check, secondaryHealthy: andHealth ? await healthOf(clients, secondary) : undefined };
}

/** The two sets of the name. Throws `infrastructure.no_failover_record`, `.record_ambiguous`, or `.no_secondary`. */
function pairIn(sets: readonly RecordSet[], { recordName, recordType }: PairPlace): Pick<FailoverFacts, "primary" | "secondary"> {
  const members = sets.filter(({ Failover, Type }) => Failover !== undefined && (recordType === undefined || Type === recordType));
  const types = [...new Set(members.map(({ Type }) => Type))];
  if (types.length > 1)
    throw refuseWith(
      block("infrastructure.record_ambiguous", `${recordName} has pairs of ${types.join(" and ")}: say recordType`, { types }),
    );
  const primary = members.find(({ Failover }) => Failover === "PRIMARY");
  const secondary = members.find(({ Failover }) => Failover === "SECONDARY");
  if (primary && secondary) return { primary, secondary };
  if (!primary) {
    const found = sets.map(describeRecordSet);
    const message = `${recordName} has no primary failover record: ${found.length === 0 ? "it has no record at all" : found.join("; ")}`;
    throw refuseWith(block("infrastructure.no_failover_record", message, { found }));
  }
  throw refuseWith(
    block("infrastructure.no_secondary", `${describeRecordSet(primary)} has no secondary beside it: nobody would answer instead`),
  );
}

/** A set without a health check always counts as healthy (Route 53 developer guide, "How Route 53 chooses records when health checking is configured"). */
async function healthOf({ healthChecks }: InfraClients, set: RecordSet): Promise<boolean | undefined> {
  if (set.HealthCheckId === undefined) return set.AliasTarget?.EvaluateTargetHealth === true ? undefined : true;
  const { disabled, inverted, type } = await healthChecks.describe(set.HealthCheckId);
  if (disabled) return !inverted;
  if (WITHOUT_CHECKERS.has(type)) return undefined;
  const seen = await healthChecks.sees(set.HealthCheckId);
  return seen === undefined ? undefined : (seen === "healthy") !== inverted;
}

/** Of these no health checker tells a status (Route 53 API reference, GetHealthCheckStatus). */
const WITHOUT_CHECKERS: ReadonlySet<string> = new Set(["CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"]);

/**
 * The setting that makes this one answer. Not `Inverted` alone, which sends users to a primary that is down already: a disabled check counts as healthy
 * whatever happens, and inverted as unhealthy (Route 53 API reference, UpdateHealthCheck). A check that was inverted on purpose stays so.
 */
export function settingFor(answer: Answer, { disabled, inverted }: CheckSetting): CheckSetting {
  if (answer === "automatic") return { disabled: false, inverted: disabled ? false : inverted };
  return { disabled: true, inverted: answer === "secondary" };
}

/** Who answers by this setting. */
export function answerBy({ disabled, inverted }: CheckSetting): Answer {
  if (!disabled) return "automatic";
  return inverted ? "secondary" : "primary";
}

/** Whether both settings say the same. */
export function isSameSetting(left: CheckSetting, right: CheckSetting): boolean {
  return left.disabled === right.disabled && left.inverted === right.inverted;
}
