/** Rules that others put on the bus while it runs, beside those of the deployment, which can be switched and stay as they are otherwise. */
import { DrError } from "@dr/events";
import { compilePattern } from "../pattern/compile-pattern.ts";
import { parseRule, type BusRule, type RuleTarget } from "./rule.ts";

/** What the rules live in. `save` gets all rules from outside whenever they change; `onChange` all rules there are. */
export interface OutsideRulesDeps {
  /** The deployment's own rules: everybody may read them, nobody may change them here. */
  readonly own: readonly BusRule[];
  readonly kept: readonly BusRule[];
  readonly busNames: readonly string[];
  readonly save: (rules: readonly BusRule[]) => void;
  readonly onChange: (rules: readonly BusRule[]) => void;
}

/** The rules of all buses. Errors are AWS's: `eventbridge.not_found`, `.managed_rule`, `.validation`, `.limit_exceeded`, `.invalid_pattern`. */
export interface OutsideRules {
  readonly list: (busName: string) => readonly BusRule[];
  readonly find: (busName: string, name: string) => BusRule;
  readonly put: (rule: Pick<BusRule, "name" | "busName" | "pattern" | "state">) => void;
  /** Switches a rule, also one of the deployment: for as long as the bus lives. */
  readonly switch: (busName: string, name: string, state: NonNullable<BusRule["state"]>) => void;
  readonly remove: (busName: string, name: string) => void;
  readonly putTargets: (busName: string, name: string, targets: readonly RuleTarget[]) => void;
  readonly removeTargets: (busName: string, name: string, ids: readonly string[]) => void;
}

/** EventBridge's quota: targets of one rule. */
const MAX_TARGETS = 5;

/** Holds the rules. */
export function createOutsideRules({ own: deployed, kept, busNames, save, onChange }: OutsideRulesDeps): OutsideRules {
  let own = deployed;
  const outside = new Map(kept.map((rule) => [keyOf(rule.busName, rule.name), rule]));
  const isOwn = (busName: string, name: string): boolean => own.some((rule) => rule.busName === busName && rule.name === name);
  const busMustExist = (busName: string): void => {
    if (busName !== "default" && !busNames.includes(busName)) throw notFound(`Event bus ${busName} does not exist.`);
  };
  const changed = (): void => {
    save([...outside.values()]);
    onChange([...own, ...outside.values()]);
  };
  const mayChange = (busName: string, name: string): BusRule | undefined => {
    busMustExist(busName);
    if (isOwn(busName, name))
      throw new DrError("eventbridge.managed_rule", `Rule ${name} belongs to the deployment: it follows from a service's manifest.`);
    return outside.get(keyOf(busName, name));
  };
  const existing = (busName: string, name: string): BusRule => {
    const rule = mayChange(busName, name);
    if (!rule) throw notFound(`Rule ${name} does not exist on EventBus ${busName}.`);
    return rule;
  };
  const replace = (rule: BusRule): void => {
    outside.set(keyOf(rule.busName, rule.name), parseRule(rule));
    changed();
  };
  const list = (busName: string): readonly BusRule[] => {
    busMustExist(busName);
    return [...own, ...outside.values()].filter((rule) => rule.busName === busName);
  };
  return {
    list,
    find: (busName, name) => {
      const found = list(busName).find((rule) => rule.name === name);
      if (!found) throw notFound(`Rule ${name} does not exist on EventBus ${busName}.`);
      return found;
    },
    put: (rule) => {
      const before = mayChange(rule.busName, rule.name);
      compilePattern(rule.pattern);
      replace({ ...rule, targets: before?.targets ?? [] });
    },
    switch: (busName, name, state) => {
      if (!isOwn(busName, name)) return replace({ ...existing(busName, name), state });
      own = own.map((rule) => (rule.busName === busName && rule.name === name ? { ...rule, state } : rule));
      onChange([...own, ...outside.values()]);
    },
    remove: (busName, name) => {
      const rule = mayChange(busName, name);
      if (rule && rule.targets.length > 0) throw new DrError("eventbridge.validation", "Rule can't be deleted since it has targets.");
      if (outside.delete(keyOf(busName, name))) changed();
    },
    putTargets: (busName, name, targets) => {
      const rule = existing(busName, name);
      const ids = new Set(targets.map(({ id }) => id));
      const all = [...rule.targets.filter(({ id }) => !ids.has(id)), ...targets];
      if (all.length > MAX_TARGETS)
        throw new DrError("eventbridge.limit_exceeded", `A rule has at most ${MAX_TARGETS} targets, ${name} would have ${all.length}.`);
      replace({ ...rule, targets: all });
    },
    removeTargets: (busName, name, ids) => {
      const rule = existing(busName, name);
      replace({ ...rule, targets: rule.targets.filter(({ id }) => !ids.includes(id)) });
    },
  };
}

function keyOf(busName: string, name: string): string {
  return `${busName}/${name}`;
}

function notFound(message: string): DrError {
  return new DrError("eventbridge.not_found", message);
}
