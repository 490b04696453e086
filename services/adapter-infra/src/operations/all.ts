/** The operations of this adapter by name: the one list that adapter and manifest read. */
import { asgCapacity } from "./asg-capacity.ts";
import { dnsUpdate } from "./dns-update.ts";
import { ec2Start } from "./ec2-start.ts";
import { ec2Stop } from "./ec2-stop.ts";
import { lbTargets } from "./lb-targets.ts";
import { listenerWeights } from "./listener-weights.ts";
import { ruleWeights } from "./rule-weights.ts";
import { sgRules } from "./sg-rules.ts";

/** Every operation of technology `infrastructure`. */
export const operations = {
  asg_capacity: asgCapacity,
  dns_update: dnsUpdate,
  ec2_start: ec2Start,
  ec2_stop: ec2Stop,
  lb_targets: lbTargets,
  listener_weights: listenerWeights,
  rule_weights: ruleWeights,
  sg_rules: sgRules,
};
