/** Registers targets with target groups, and takes them out; done when they are healthy, or drained and gone. */
import { block, classifyAwsError, NO_DATA, wait, type Finding, type TaskContext } from "@dr/adapter-kit";
import { lazyStrictObject, resourceName } from "@dr/events";
import * as z from "zod";
import type { InfraClients } from "../infra-client.ts";
import { regionOfArn } from "../place.ts";
import type { ElbPort, TargetFacts } from "../clients/elb-client.ts";
import { transition } from "../transitions.ts";

/** A target of a group. */
export const target = lazyStrictObject(() => ({
  id: z.string().min(1).describe("Instance id, IP address, or ARN, as the target group's type has it"),
  port: z.int().min(1).max(65_535).optional().describe("Default: the port of the target group"),
}));
const group = lazyStrictObject(() => ({
  targetGroupArn: resourceName("target-group").startsWith("arn:", "expected the ARN of a target group"),
  register: z.array(target).default([]),
  deregister: z.array(target).default([]),
}))
  .refine(({ register, deregister }) => register.length + deregister.length > 0, "expected targets to register or to deregister")
  .refine(
    ({ register, deregister }) =>
      new Set([...register, ...deregister].map(({ id, port }) => `${id}:${port ?? ""}`)).size === register.length + deregister.length,
    "expected each target once",
  );
/** Groups, each once, with what goes in and what goes out. */
export const targetGroups = z
  .array(group)
  .min(1)
  .refine((groups) => new Set(groups.map(({ targetGroupArn }) => targetGroupArn)).size === groups.length, "expected each group once");
const resources = lazyStrictObject(() => ({ targetGroups }));
const config = lazyStrictObject(() => ({
  allowEmpty: z.boolean().default(false).describe("Takes targets out even if none that is healthy remains in the group"),
}));
type Context = TaskContext<InfraClients, z.infer<typeof resources>, z.infer<typeof config>>;

interface Facts extends TargetFacts {
  readonly groupInUse: boolean;
  /** Healthy targets of the group beside this one. */
  readonly otherHealthy: number;
}
interface Wanted {
  readonly registered: boolean;
}

/** A step of its own: one target of one group. */
interface Step {
  readonly groupArn: string;
  readonly id: string;
  readonly port: number | undefined;
  readonly registered: boolean;
}

/** `lb_targets`. */
export const lbTargets = transition({
  description: "Registers and deregisters targets of target groups",
  failback: { by: "lb_targets" },
  drill: { kind: "skipped" },
  // Draining takes the group's deregistration delay, 300 s unless it was changed.
  defaults: { timeoutSeconds: 900, heartbeatSeconds: 60, expectedSeconds: 30 },
  pollSeconds: 10,
  settleSeconds: 10,
  resources,
  config,
  listTargets: ({ resources: { targetGroups: groups } }) =>
    groups.flatMap(({ targetGroupArn, register, deregister }) => [
      ...register.map((one) => nameOf({ groupArn: targetGroupArn, id: one.id, port: one.port, registered: true })),
      ...deregister.map((one) => nameOf({ groupArn: targetGroupArn, id: one.id, port: one.port, registered: false })),
    ]),
  howToCheck: (name) => `aws elbv2 describe-target-health --target-group-arn ${stepOf(name).groupArn}`,
  // The message of InvalidTarget alone tells whether a target is not registered (any more) or not running: the health is looked at.
  classify: (error) => classifyAwsError(error, { InvalidTargetException: "ALREADY", InvalidTarget: "ALREADY" }),
  read: async (context: Context, name): Promise<Facts> => {
    const step = stepOf(name);
    const port = portOf(context, step);
    const [facts, all, groupInUse] = await Promise.all([
      port.targetHealth(step.groupArn, step),
      port.groupHealth(step.groupArn),
      port.groupInUse(step.groupArn),
    ]);
    const otherHealthy = all.filter((one) => one.state === "healthy" && !(one.id === facts.id && one.port === facts.port)).length;
    return { ...facts, groupInUse, otherHealthy };
  },
  fit: (facts, { config: { allowEmpty }, executionType }, name) =>
    stepOf(name).registered ? fitToRegister(facts) : fitToLeave(facts, allowEmpty || executionType === "drill"),
  want: (_facts, _context, name): Wanted => ({ registered: stepOf(name).registered }),
  reached: (facts, { registered }) => (registered ? isIn(facts) : isOut(facts) || isDraining(facts)),
  act: async (context, name, { wanted }) => {
    const step = stepOf(name);
    const port = portOf(context, step);
    await (wanted.registered ? port.registerTarget(step.groupArn, step) : port.deregisterTarget(step.groupArn, step));
    return null;
  },
  missing: async (context, name, { wanted }) => {
    const step = stepOf(name);
    const facts = await portOf(context, step).targetHealth(step.groupArn, step);
    const done = wanted.registered ? facts.state === "healthy" : isOut(facts);
    return done ? undefined : describe(facts);
  },
  describe: (facts: Facts) => describe(facts),
  evidence: (facts, { before }) => ({
    before: { state: before.state, reason: before.reason },
    after: { state: facts.state, reason: facts.reason, otherHealthyTargets: facts.otherHealthy },
    rpo: NO_DATA,
  }),
  undo: (before): Wanted => ({ registered: isIn(before) }),
});

function fitToRegister(facts: Facts): readonly Finding[] {
  // Targets of a group that nobody forwards to stay `unused` for ever.
  if (!facts.groupInUse) {
    return [
      block("infrastructure.target_group_not_in_use", "no load balancer forwards to the target group: attach it to a listener first"),
    ];
  }
  return isIn(facts) && facts.state !== "healthy" ? [wait("infrastructure.target_not_healthy", describe(facts), { ...facts })] : [];
}

/** The last healthy target leaves only when another is healthy: so a task that registers the new and takes out the old serves all the time. */
function fitToLeave(facts: Facts, mayBeEmpty: boolean): readonly Finding[] {
  if (isDraining(facts)) return [wait("infrastructure.target_draining", describe(facts), { ...facts })];
  if (mayBeEmpty || facts.state !== "healthy" || facts.otherHealthy > 0) return [];
  const message = `${facts.id} is the only healthy target of its group; waiting for another (allowEmpty takes it out at once)`;
  return [wait("infrastructure.last_healthy_target", message, { ...facts })];
}

function isOut({ state, reason }: TargetFacts): boolean {
  return state === "unused" && reason === "Target.NotRegistered";
}

function isDraining({ state }: TargetFacts): boolean {
  return state === "draining" || state === "unhealthy.draining";
}

function isIn(facts: TargetFacts): boolean {
  return !isOut(facts) && !isDraining(facts);
}

function describe({ id, port, state, reason }: TargetFacts): string {
  return `${id}:${port} is ${state}${reason === null ? "" : ` (${reason})`}`;
}

/** `in|arn|id|port`: an ARN and an id hold no bar. */
function nameOf({ groupArn, id, port, registered }: Step): string {
  return [registered ? "in" : "out", groupArn, id, port ?? ""].join("|");
}

function stepOf(name: string): Step {
  const [direction, groupArn = "", id = "", port = ""] = name.split("|");
  return { groupArn, id, port: port === "" ? undefined : Number(port), registered: direction === "in" };
}

function portOf({ clients }: Context, { groupArn }: Step): ElbPort {
  return clients.elb(regionOfArn(groupArn));
}
