/** Opens and closes security groups, rule by rule; a rule that is there already, or gone already, is left alone. */
import { classifyAwsError, NO_DATA, type TaskContext } from "@dr/adapter-kit";
import { lazyStrictObject, resourceName } from "@dr/events";
import * as z from "zod";
import type { InfraClients } from "../infra-client.ts";
import { canonicalRange } from "../network/peer.ts";
import { canonicalTraffic, hasPorts, protocol } from "../network/protocol.ts";
import { placeOf, regionField } from "../place.ts";
import type { Ec2Port, RuleFacts } from "../clients/ec2-client.ts";
import { transition } from "../transitions.ts";

/** What a rule lets in or out: a range, a prefix list or a group. */
const PEER = /^(?:(?:\d{1,3}\.){3}\d{1,3}\/\d{1,2}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\/\d{1,3}|pl-[0-9a-f]+|sg-[0-9a-f]+)$/;
/** See `PEER`. Host bits may be written; EC2 drops them. */
export const peer = () =>
  z
    .string()
    .regex(PEER, "expected an IPv4 or IPv6 range, pl-… or sg-…")
    .refine((text) => !text.includes("/") || canonicalRange(text) !== undefined, "expected a range whose address and prefix length exist");
const port = () => z.int().min(-1).max(65_535);
const ruleFields = lazyStrictObject(() => ({
  direction: z.enum(["ingress", "egress"]).default("ingress"),
  protocol: protocol().default("tcp"),
  fromPort: port().describe("First port; the ICMP type; -1 for all"),
  toPort: port().optional().describe("Default: fromPort"),
  peer: peer().describe("IPv4 or IPv6 range, prefix list or security group"),
  description: z.string().max(255).optional(),
}));
/** Ports have an order; of ICMP the two are type and code. */
const hasRange = ({
  protocol: name,
  fromPort,
  toPort = fromPort,
}: Pick<z.output<typeof ruleFields>, "protocol" | "fromPort" | "toPort">): boolean =>
  !hasPorts(name) || (fromPort >= 0 && fromPort <= toPort);
const RANGE = "expected fromPort not above toPort, both from 0";
const rule = () => ruleFields.refine(hasRange, RANGE);
const group = lazyStrictObject(() => ({
  groupId: resourceName("security-group"),
  authorize: z.array(rule()).default([]),
  revoke: z.array(ruleFields.omit({ description: true }).refine(hasRange, RANGE)).default([]),
})).refine(({ authorize, revoke }) => authorize.length + revoke.length > 0, "expected rules to authorize or to revoke");
/** Groups with the rules that they get and lose, each once. */
export const securityGroups = z
  .array(group)
  .min(1)
  .refine((groups) => {
    const names = groups.flatMap(stepsOf).map(({ groupId, key }) => `${groupId} ${key}`);
    return new Set(names).size === names.length;
  }, "expected each rule once");
const resources = lazyStrictObject(() => ({ securityGroups }));
const config = lazyStrictObject(() => ({ region: regionField() }));
type Resources = z.infer<typeof resources>;
type Context = TaskContext<InfraClients, Resources, z.infer<typeof config>>;

interface Step {
  readonly groupId: string;
  readonly present: boolean;
  readonly content: Omit<RuleFacts, "ruleId">;
  readonly key: string;
}
interface Facts {
  readonly groupId: string;
  /** The rule as it stands, or null. */
  readonly rule: RuleFacts | null;
}
interface Wanted {
  readonly present: boolean;
  readonly content: Omit<RuleFacts, "ruleId">;
}

/** Security groups are read from copies that follow within seconds (EC2 API reference, eventual consistency): the rule has to be seen to stay. */
const SEEN_FOR_SECONDS = 10;

/** `sg_rules`. */
export const sgRules = transition({
  description: "Authorises and revokes rules of security groups, one by one",
  failback: { by: "sg_rules" },
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 300, heartbeatSeconds: 60, expectedSeconds: 10 },
  pollSeconds: 5,
  settleSeconds: 10,
  resources,
  config,
  listTargets: (input) => input.resources.securityGroups.flatMap(stepsOf).map(nameOf),
  howToCheck: (name) => `aws ec2 describe-security-group-rules --filters Name=group-id,Values=${name.split(" ")[1] ?? ""}`,
  classify: (error) =>
    classifyAwsError(error, {
      "InvalidPermission.Duplicate": "ALREADY",
      "InvalidPermission.NotFound": "ALREADY",
      "InvalidSecurityGroupRuleId.NotFound": "ALREADY",
    }),
  read: async (context: Context, name): Promise<Facts> => {
    const step = stepNamed(context, name);
    const rules = await portOf(context, step).describeRules(placeOf("security-group", step.groupId, context.config.region).id);
    return { groupId: step.groupId, rule: rules.find((one) => keyOf(one) === step.key) ?? null };
  },
  want: (_facts, context, name): Wanted => {
    const { present, content } = stepNamed(context, name);
    return { present, content };
  },
  reached: ({ rule: found }, { present }) => (found !== null) === present,
  act: async (context, name, { before, wanted }) => {
    const step = stepNamed(context, name);
    const ec2 = portOf(context, step);
    const { id } = placeOf("security-group", step.groupId, context.config.region);
    if (wanted.present) await ec2.authorizeRule(id, wanted.content, { "dr:operation-id": context.resourceOperationId });
    else if (before.rule !== null) await ec2.revokeRule(id, before.rule);
    return null;
  },
  missing: async ({ secondsSince, intentAt }) =>
    secondsSince(intentAt) < SEEN_FOR_SECONDS ? "the rule is as wanted; reading again whether it stays so" : undefined,
  describe: ({ groupId, rule: found }) => `${groupId}: ${found === null ? "no such rule" : `${found.ruleId} ${keyOf(found)}`}`,
  evidence: ({ rule: found }, { before }) => ({
    before: { rule: before.rule },
    after: { rule: found },
    ...(found === null ? {} : { externalIds: { ruleId: found.ruleId } }),
    rpo: NO_DATA,
  }),
  undo: (before, facts): Wanted => {
    const content = before.rule ?? facts.rule;
    return { present: before.rule !== null, content: content ?? NOTHING };
  },
});

/** Stands for a rule that neither was there nor is: never sent. */
const NOTHING: Omit<RuleFacts, "ruleId"> = { egress: false, protocol: "-1", fromPort: -1, toPort: -1, peer: "", description: null };

function stepsOf({ groupId, authorize, revoke }: z.output<typeof group>): readonly Step[] {
  const toStep = (one: z.output<ReturnType<typeof rule>>, present: boolean): Step => {
    const { direction, fromPort, toPort = fromPort, description = null } = one;
    const content = {
      egress: direction === "egress",
      ...canonicalTraffic({ protocol: one.protocol, fromPort, toPort }),
      peer: canonicalRange(one.peer) ?? one.peer.toLowerCase(),
      description,
    };
    return { groupId, present, content, key: keyOf(content) };
  };
  return [...authorize.map((one) => toStep(one, true)), ...revoke.map((one) => toStep(one, false))];
}

/** What makes two rules the same: everything but description and tags. */
function keyOf({ egress, protocol, fromPort, toPort, peer }: Omit<RuleFacts, "ruleId" | "description">): string {
  return `${egress ? "egress" : "ingress"} ${protocol} ${fromPort}-${toPort} ${peer}`;
}

function nameOf({ groupId, present, key }: Step): string {
  return `${present ? "authorize" : "revoke"} ${groupId} ${key}`;
}

function stepNamed(context: Context, name: string): Step {
  const step = context.resources.securityGroups.flatMap(stepsOf).find((one) => nameOf(one) === name);
  if (step) return step;
  throw new Error(`no rule of this task: ${name}`);
}

function portOf({ clients, config: { region } }: Context, { groupId }: Step): Ec2Port {
  return clients.ec2(placeOf("security-group", groupId, region).region);
}
