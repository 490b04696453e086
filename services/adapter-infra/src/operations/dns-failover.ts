/** Says which of a pair of failover records answers, by the health check of the primary; done when Route 53 has had a minute with that setting. */
import { lazyStrictObject } from "@dr/events";
import { block, NO_DATA, refuseWith } from "@dr/adapter-kit";
import type { CheckSetting } from "../clients/health-check-client.ts";
import { fitOf } from "../failover/fit.ts";
import { failoverResources, targetOf } from "../failover/input.ts";
import { answerBy, isSameSetting, pairOf, requestOf, settingFor, type FailoverContext, type FailoverFacts } from "../failover/pair.ts";
import { answerSeconds, warnOfOldAnswers } from "../old-answers.ts";
import { describeRecordSet } from "../record-set.ts";
import { transition } from "../transitions.ts";

/** Nothing tells when all name servers know a health check's new setting (GetChange is of records): it gets the minute that records take. */
const KNOWN_AFTER_SECONDS = 60;

/** `dns_failover`. */
export const dnsFailover = transition({
  description: "Makes the primary or the secondary of failover records answer, or whichever the primary's health check says",
  failback: { by: "dns_failover" },
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 600, heartbeatSeconds: 60, expectedSeconds: 60 },
  pollSeconds: 5,
  settleSeconds: 15,
  resources: failoverResources,
  config: lazyStrictObject(() => ({})),
  listTargets: ({ resources: { failoverRecords } }) => failoverRecords.map(targetOf),
  howToCheck: (target) => `dig the name of ${target}; aws route53 get-health-check: Disabled and Inverted of the primary's check`,
  read: (context: FailoverContext, target, wanted: CheckSetting | undefined): Promise<FailoverFacts> =>
    pairOf(context.clients, requestOf(context, target), { andHealth: wanted === undefined }),
  fit: fitOf,
  want: ({ check }, context, target): CheckSetting => settingFor(requestOf(context, target).answer, check),
  reached: ({ check }, wanted) => isSameSetting(check, wanted),
  act: async ({ clients }, target, { before: { check }, wanted }) => {
    // Read again: the version keeps out whoever changes it from here on, and what was changed since it was looked at is not ours to overwrite.
    const now = await clients.healthChecks.describe(check.id);
    if (isSameSetting(now, wanted)) return null;
    if (!isSameSetting(now, check)) {
      const message = `${target}: health check ${check.id} was set to ${answerBy(now)} by somebody else meanwhile; nothing was changed`;
      throw refuseWith(block("infrastructure.health_check_changed", message, { healthCheckId: check.id }));
    }
    await clients.healthChecks.set(now, wanted);
    return null;
  },
  missing: ({ intentAt, secondsSince }) =>
    Promise.resolve(secondsSince(intentAt) < KNOWN_AFTER_SECONDS ? "set; giving Route 53's name servers a minute to follow" : undefined),
  describe: ({ primary, secondary, check }) =>
    `${describeRecordSet(primary)} or ${describeRecordSet(secondary)}: ${answerBy(check)}, by health check ${check.id}`,
  evidence: ({ primary, secondary, check }, { before }) => {
    const oldSeconds = Math.max(answerSeconds(primary), answerSeconds(secondary));
    return {
      before: settingOf(before),
      after: { ...settingOf({ check }), primary, secondary, oldTtlSeconds: oldSeconds },
      externalIds: { healthCheckId: check.id },
      rpo: NO_DATA,
      effectiveAfterSeconds: oldSeconds,
      warnings: warnOfOldAnswers(oldSeconds),
    };
  },
  wouldDo: ({ before, wanted }) => ({ wouldAnswer: answerBy(wanted), ...settingOf(before) }),
  undo: ({ check: { disabled, inverted } }): CheckSetting => ({ disabled, inverted }),
  // Records of many names may have one health check: whoever sets it, sets all of them.
  identityOf: ({ before: { check } }) => `route53-health-check:::${check.id}`,
});

function settingOf({ check: { id, disabled, inverted } }: Pick<FailoverFacts, "check">): Record<string, unknown> {
  return { answers: answerBy({ disabled, inverted }), healthCheckId: id, disabled, inverted };
}
