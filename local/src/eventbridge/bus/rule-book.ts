/** All rules of all buses, compiled once. */
import { DrError } from "@dr/events";
import { compilePattern } from "../pattern/compile-pattern.ts";
import type { EventMatcher } from "../pattern/compile-pattern.ts";
import { createInputBuilder } from "../transform/target-input.ts";
import type { InputBuilder } from "../transform/target-input.ts";
import type { BusLocation } from "./event-envelope.ts";
import { parseRule } from "./rule.ts";
import type { BusRule, RuleTarget } from "./rule.ts";

/** An enabled rule, ready to use. */
export interface CompiledRule {
  readonly arn: string;
  readonly matches: EventMatcher;
  readonly last: boolean;
  readonly targets: readonly { readonly target: RuleTarget; readonly buildInput: InputBuilder }[];
}

/** Bus name to its enabled rules, in the order given. A bus whose rules are all disabled is known too. */
export type RuleBook = ReadonlyMap<string, readonly CompiledRule[]>;

/** The ARN of a rule. */
export function toRuleArn({ name, busName }: Pick<BusRule, "name" | "busName">, { account, region }: BusLocation): string {
  return `arn:aws:events:${region}:${account}:rule/${busName === "default" ? "" : `${busName}/`}${name}`;
}

function compileRule(rule: BusRule, location: BusLocation): CompiledRule {
  const arn = toRuleArn(rule, location);
  const identity = { name: rule.name, arn };
  try {
    return {
      arn,
      matches: compilePattern(rule.pattern),
      last: rule.last === true,
      targets: rule.targets.map((target) => ({ target, buildInput: createInputBuilder(target, identity) })),
    };
  } catch (error) {
    if (!(error instanceof DrError)) throw error;
    throw new DrError(error.code, `Rule ${rule.name}: ${error.message}`, { details: { ...error.details, rule: rule.name }, cause: error });
  }
}

/**
 * Compiles `rules`. Throws `eventbridge.invalid_rule` or `eventbridge.invalid_pattern` for the first rule that AWS would refuse, and
 * `eventbridge.duplicate_rule` if two on one bus have the same name.
 */
export function createRuleBook(rules: readonly unknown[], busNames: readonly string[], location: BusLocation): RuleBook {
  const book = new Map<string, CompiledRule[]>(["default", ...busNames].map((name) => [name, []]));
  const seen = new Set<string>();
  for (const candidate of rules) {
    const rule = parseRule(candidate);
    const key = `${rule.busName}/${rule.name}`;
    if (seen.has(key)) throw new DrError("eventbridge.duplicate_rule", `Two rules are named ${rule.name} on bus ${rule.busName}`);
    seen.add(key);
    const compiled = compileRule(rule, location);
    const onBus = book.get(rule.busName) ?? [];
    book.set(rule.busName, rule.state === "DISABLED" ? onBus : [...onBus, compiled]);
  }
  return book;
}
