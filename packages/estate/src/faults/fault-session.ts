// Decides which fault rules apply to one call, and counts down the rules that were used.
import { seededFraction } from "../seeded-choice.ts";
import { GLOBAL_REGION } from "../world/kind.ts";
import type { WorldChange, WorldView } from "../world/world.ts";
import { type FaultKind, type FaultRule, faultRuleKind } from "./fault-rule.ts";

/** What a rule is compared with; parts that are not known yet are absent and match only rules without that filter. */
export type FaultTarget = {
  readonly region: string;
  readonly service?: string;
  readonly action?: string;
  readonly resources?: readonly string[];
};

/** The faults of one call. */
export type FaultSession = {
  /** The first rule of this kind that applies, used up by one; undefined when none does. */
  take(kind: FaultKind, target: FaultTarget): FaultRule | undefined;
  /** Whether `save` has anything to write. */
  readonly used: boolean;
  /** Writes the counters of the used rules. */
  save(world: WorldChange): void;
};

/** `draw` numbers the probability draws of this process, `seed` makes them repeatable. */
export const createFaultSession = (world: WorldView, seed: string, draw: () => number): FaultSession => {
  const rules = world.list(faultRuleKind, GLOBAL_REGION);
  const counted = new Map<string, FaultRule>();

  const take = (kind: FaultKind, target: FaultTarget): FaultRule | undefined => {
    for (const installed of rules) {
      const rule = counted.get(installed.id) ?? installed;
      if (rule.kind !== kind || !matches(rule, target) || rule.remaining === 0) continue;
      if (rule.probability !== undefined && seededFraction(seed, rule.id, draw()) >= rule.probability) continue;
      if (rule.remaining !== undefined) counted.set(rule.id, { ...rule, remaining: rule.remaining - 1 });
      return rule;
    }
    return undefined;
  };

  return {
    take,
    get used() {
      return counted.size > 0;
    },
    save(change) {
      for (const rule of counted.values()) change.put(faultRuleKind, GLOBAL_REGION, rule.id, rule);
    },
  };
};

const matches = (rule: FaultRule, target: FaultTarget): boolean =>
  (rule.region === undefined || rule.region === target.region) &&
  (rule.service === undefined || rule.service === target.service) &&
  (rule.action === undefined || rule.action === target.action) &&
  (rule.resource === undefined || (target.resources ?? []).includes(rule.resource));
