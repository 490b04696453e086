// Installs, lists and clears fault rules.
import { GLOBAL_REGION } from "../world/kind.ts";
import type { World, WorldView } from "../world/world.ts";
import { type FaultRule, faultRuleInput, type FaultRuleInput, faultRuleKind } from "./fault-rule.ts";

/** The estate's fault rules; changes are on disk when the call returns. */
export type FaultBook = {
  /** Installs a rule. Throws a ZodError for a rule that makes no sense. */
  add(rule: FaultRuleInput): FaultRule;
  list(): readonly FaultRule[];
  /** Removes one rule, or all; returns how many there were. */
  clear(id?: string): number;
};

/** The fault rules of a world; `nowMs` is estate time. */
export const createFaultBook = (world: World, nowMs: () => number): FaultBook => {
  const list = (): readonly FaultRule[] => world.view().list(faultRuleKind, GLOBAL_REGION);
  return {
    list,
    add(input) {
      const rule = faultRuleInput.parse(input);
      const id = `fault-${nextNumber(list())}`;
      const installed: FaultRule = {
        ...rule,
        id,
        installedAtMs: nowMs(),
        ...(rule.times !== undefined && { remaining: rule.times }),
      };
      world.transact(nowMs(), (change) => change.put(faultRuleKind, GLOBAL_REGION, id, installed));
      return installed;
    },
    clear(id) {
      const cleared = list().filter((rule) => id === undefined || rule.id === id);
      world.transact(nowMs(), (change) => {
        for (const rule of cleared) change.remove(faultRuleKind, GLOBAL_REGION, rule.id);
      });
      return cleared.length;
    },
  };
};

const nextNumber = (rules: readonly FaultRule[]): number => Math.max(0, ...rules.map(({ id }) => Number(id.slice("fault-".length)))) + 1;

/** Estate time since which a Region has been down, or undefined while it is up. */
export const downSinceMs = (world: WorldView, region: string): number | undefined => {
  const since = world
    .list(faultRuleKind, GLOBAL_REGION)
    .filter((rule) => rule.kind === "region-down" && rule.region === region && rule.remaining !== 0)
    .map((rule) => rule.installedAtMs);
  return since.length === 0 ? undefined : Math.min(...since);
};
