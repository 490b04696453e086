/** What a plan may write for an update of names, load balancers and security groups at once: as each operation has it, or in the words of older plans. */
import { lazyStrictObject, namesResource, resourceName } from "@dr/events";
import * as z from "zod";
import { protocol } from "../network/protocol.ts";
import { checkValues, RECORD_TYPES, recordName, recordRequests, zoneId, type RecordRequest } from "../input.ts";
import { target, targetGroups } from "../operations/lb-targets.ts";
import { peer, securityGroups } from "../operations/sg-rules.ts";
import { regionField } from "../place.ts";

/** Resources of `dns_update`; the other two are said in the configuration, or in operations of their own. */
export const updateResources = lazyStrictObject(() => ({
  route53Records: recordRequests().optional(),
}));

const dnsUpdate = lazyStrictObject(() => ({
  hosted_zone_id: zoneId(),
  record_name: recordName(),
  record_type: z.enum(RECORD_TYPES).optional(),
  new_value: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe("Without it and without a weight: an alias of the load balancer that the environment names in load-balancer-arns"),
  ttl: z.int().nonnegative().max(2_147_483_647).optional().describe("Seconds; default: the parameter dns-ttl, else as it is, else 60"),
  set_identifier: z.string().min(1).max(128).optional(),
  weight: z.int().min(0).max(255).optional(),
}))
  .superRefine(({ record_type, new_value }, context) => checkValues(context, record_type, new_value, "new_value"))
  .meta(
    namesResource({
      kind: "dns-record",
      fields: { zone: "hosted_zone_id", name: "record_name", type: "record_type", set: "set_identifier" },
    }),
  );
const lbUpdate = lazyStrictObject(() => ({
  target_group_arn: resourceName("target-group").startsWith("arn:", "expected the ARN of a target group"),
  register: z.array(target).default([]),
  deregister: z.array(target).default([]),
}));
const sgRule = lazyStrictObject(() => ({
  direction: z.enum(["ingress", "egress"]).default("ingress"),
  protocol: protocol().default("tcp"),
  from_port: z.int().min(-1).max(65_535),
  to_port: z.int().min(-1).max(65_535).optional().describe("Default: from_port"),
  peer: peer(),
}));
const sgUpdate = lazyStrictObject(() => ({
  group_id: resourceName("security-group"),
  authorize: z.array(sgRule).default([]),
  revoke: z.array(sgRule).default([]),
}));

/** The same in the words of older plans, and how targets are taken out. */
export const updateConfig = lazyStrictObject(() => ({
  dns_updates: z.array(dnsUpdate).max(1_000).optional(),
  lb_updates: z
    .array(lbUpdate)
    .min(1)
    .refine(
      (groups) => targetGroups.safeParse(groups.map(toGroup)).success,
      "expected each group once, with targets that come in or leave, each once",
    )
    .optional(),
  sg_updates: z
    .array(sgUpdate)
    .min(1)
    .refine(
      (groups) => securityGroups.safeParse(groups.map(toRules)).success,
      "expected each group once, with rules to authorize or to revoke, each once",
    )
    .optional(),
  allowEmpty: z.boolean().default(false).describe("Takes targets out even if none that is healthy remains in the group"),
  region: regionField(),
}));

/** A task of `update`. */
export interface UpdateInput {
  readonly resources: z.infer<typeof updateResources>;
  readonly config: z.infer<typeof updateConfig>;
}

/** A record that says nothing of where it shall lead. */
export type OpenRecord = Omit<RecordRequest, "newValue"> & { readonly newValue?: RecordRequest["newValue"] };

/** Everything in the words of the three operations. */
export function workOf({ resources, config }: UpdateInput) {
  const records: readonly OpenRecord[] = [...(resources.route53Records ?? []), ...(config.dns_updates ?? []).map(toRecord)];
  const { lb_updates: groups = [], sg_updates: rules = [] } = config;
  return {
    records,
    groups: groups.length === 0 ? [] : targetGroups.parse(groups.map(toGroup)),
    rules: rules.length === 0 ? [] : securityGroups.parse(rules.map(toRules)),
  };
}

function toRecord(one: z.infer<typeof dnsUpdate>): OpenRecord {
  const { hosted_zone_id: hostedZoneId, record_name, record_type, new_value, ttl, set_identifier, weight } = one;
  return {
    hostedZoneId,
    recordName: record_name,
    ...(record_type && { recordType: record_type }),
    ...(new_value === undefined ? {} : { newValue: new_value }),
    ...(ttl === undefined ? {} : { ttl }),
    ...(set_identifier === undefined ? {} : { setIdentifier: set_identifier }),
    ...(weight === undefined ? {} : { weight }),
  };
}

function toGroup({ target_group_arn, ...targets }: z.infer<typeof lbUpdate>) {
  return { targetGroupArn: target_group_arn, ...targets };
}

function toRules({ group_id, authorize, revoke }: z.infer<typeof sgUpdate>) {
  const toRule = ({ from_port, to_port, ...rule }: z.infer<typeof sgRule>) => ({
    ...rule,
    fromPort: from_port,
    ...(to_port === undefined ? {} : { toPort: to_port }),
  });
  return { groupId: group_id, authorize: authorize.map(toRule), revoke: revoke.map(toRule) };
}
