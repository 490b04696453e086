/** `infrastructure.update`: security groups, then load balancers, then names, in one task: each step as its own operation does it. */
import {
  block,
  classifyAwsError,
  toPreparation,
  type Effect,
  type InverseContext,
  type Operation,
  type TaskContext,
} from "@dr/adapter-kit";
import type * as z from "zod";
import type { InfraClients } from "../infra-client.ts";
import { dnsUpdateConfig } from "../input.ts";
import { updateConfig, updateResources, workOf, type UpdateInput } from "../update/input.ts";
import { dnsUpdate } from "./dns-update.ts";
import { lbTargets } from "./lb-targets.ts";
import { sgRules } from "./sg-rules.ts";

type Context = TaskContext<InfraClients, z.infer<typeof updateResources>, z.infer<typeof updateConfig>>;
type Inverse = InverseContext<InfraClients, z.infer<typeof updateResources>, z.infer<typeof updateConfig>, unknown, unknown>;
type Part = "dns" | "lb" | "sg";

const PARTS: Readonly<Record<Part, Operation<InfraClients>>> = { dns: dnsUpdate, lb: lbTargets, sg: sgRules };

/** The step of a task that names nothing: it is refused, never done with nothing. */
const NOTHING = "nothing";
const FIELDS = "resources.route53Records, config.dns_updates, config.lb_updates, config.sg_updates";

/** Every part names its steps in a way of its own. */
function partOf(target: string): Part {
  if (target.startsWith("in|") || target.startsWith("out|")) return "lb";
  return target.startsWith("authorize ") || target.startsWith("revoke ") ? "sg" : "dns";
}

/** What a part is asked, as its own operation takes it. */
function inputOf(part: Part, input: UpdateInput): { readonly resources: unknown; readonly config: unknown } {
  const { records, groups, rules } = workOf(input);
  if (part === "lb") return { resources: { targetGroups: groups }, config: { allowEmpty: input.config.allowEmpty } };
  if (part === "sg") return { resources: { securityGroups: rules }, config: { region: input.config.region } };
  return { resources: { route53Records: records }, config: dnsUpdateConfig.parse({}) };
}

function stepsOf(part: Part, input: UpdateInput): readonly string[] {
  const { records, groups, rules } = workOf(input);
  if ({ dns: records, lb: groups, sg: rules }[part].length === 0) return [];
  return [...new Set(PARTS[part].listTargets(inputOf(part, input)))];
}

/** An effect whose every function is that of the part that a target belongs to. */
function byPart<C extends Context>(effectOf: (part: Part) => Effect<C, unknown, unknown>): Effect<C, unknown, unknown> {
  const seen = (context: C, target: string): C => ({ ...context, ...inputOf(partOf(target), context) });
  const of = (target: string) => effectOf(partOf(target));
  return {
    prepare: (context, target) => of(target).prepare(seen(context, target), target),
    act: (context, target, pre) => of(target).act(seen(context, target), target, pre),
    poll: (context, target, pre, handle) => of(target).poll(seen(context, target), target, pre, handle),
    discover: (context, target, pre) => of(target).discover(seen(context, target), target, pre),
    cancel: async (context, target, pre, handle) => (await of(target).cancel?.(seen(context, target), target, pre, handle)) ?? false,
  };
}

const forward = byPart<Context>((part) => PARTS[part]);

async function prepare(context: Context, target: string) {
  if (target !== NOTHING) return forward.prepare(context, target);
  return toPreparation<unknown>([block("infrastructure.nothing_to_update", `there is nothing to update: say one of ${FIELDS}`)]);
}

/** What a task without an operation means: everything that leads users to where the application was recovered. */
export const update: Operation<InfraClients, z.infer<typeof updateResources>, z.infer<typeof updateConfig>> = {
  ...forward,
  prepare,
  description: "Opens security groups, moves targets of load balancers and points records elsewhere, in this order",
  reversibility: "reversible",
  failback: { by: "update" },
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 900, heartbeatSeconds: 60, expectedSeconds: 35 },
  pollSeconds: 5,
  settleSeconds: (target) => PARTS[partOf(target)].settleSeconds(target),
  paceOf: (target) => ({ kind: partOf(target), expectedSeconds: PARTS[partOf(target)].defaults.expectedSeconds }),
  resources: updateResources,
  config: updateConfig,
  listTargets: (input) => {
    const steps = (["sg", "lb", "dns"] as const).flatMap((part) => stepsOf(part, input));
    return steps.length === 0 ? [NOTHING] : steps;
  },
  // Users come last: when targets are healthy, and behind open doors.
  after: (target, input) => {
    const before = { sg: [], lb: ["sg"], dns: ["sg", "lb"] } as const;
    return before[partOf(target)].flatMap((part) => stepsOf(part, input));
  },
  howToCheck: (target) => PARTS[partOf(target)].howToCheck?.(target) ?? "",
  // Each says of the part alone that it stands as wanted already; the facts are looked at then.
  classify: (error) =>
    classifyAwsError(error, {
      InvalidChangeBatch: "ALREADY",
      InvalidTargetException: "ALREADY",
      InvalidTarget: "ALREADY",
      "InvalidPermission.Duplicate": "ALREADY",
      "InvalidPermission.NotFound": "ALREADY",
      "InvalidSecurityGroupRuleId.NotFound": "ALREADY",
    }),
  rollback: byPart<Inverse>((part) => PARTS[part].rollback as Effect<Inverse, unknown, unknown>),
};
