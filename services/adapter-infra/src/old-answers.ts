/** How long resolvers go on with the answer of a record set that has changed, and when that is worth a warning. */
import type { RecordSet } from "./clients/route53-client.ts";

/** Old answers live on in resolvers this long for an alias, whose TTL is the service's own. */
const ALIAS_TTL_SECONDS = 60;
const LONG_TTL_SECONDS = 60;

/** Seconds that an answer of this set may be used for. */
export function answerSeconds(set: RecordSet): number {
  return set.AliasTarget ? ALIAS_TTL_SECONDS : (set.TTL ?? 0);
}

/** The warning about old answers that live long; none if they do not. */
export function warnOfOldAnswers(seconds: number): readonly string[] {
  return seconds > LONG_TTL_SECONDS ? [`resolvers may give the old answer for another ${seconds} s: lower the TTL days before`] : [];
}
