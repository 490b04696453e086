/** The operations of this adapter by name: the one list that adapter and manifest read. */
import { asgCapacity } from "./asg-capacity.ts";
import { dnsFailover } from "./dns-failover.ts";
import { dnsUpdate } from "./dns-update.ts";
import { ec2Launch } from "./ec2-launch.ts";
import { ec2Start } from "./ec2-start.ts";
import { ec2Stop } from "./ec2-stop.ts";
import { ecsCapacity } from "./ecs-capacity.ts";
import { eksCapacity } from "./eks-capacity.ts";
import { eventSources } from "./event-sources.ts";
import { lbTargets } from "./lb-targets.ts";
import { listenerWeights } from "./listener-weights.ts";
import { provisionNetwork } from "./provision-network.ts";
import { routingControl } from "./routing-control.ts";
import { ruleWeights } from "./rule-weights.ts";
import { sgRules } from "./sg-rules.ts";
import { update } from "./update.ts";

/** Every operation of technology `infrastructure`. */
export const operations = {
  asg_capacity: asgCapacity,
  dns_failover: dnsFailover,
  dns_update: dnsUpdate,
  ec2_launch: ec2Launch,
  ec2_start: ec2Start,
  ec2_stop: ec2Stop,
  ecs_capacity: ecsCapacity,
  eks_capacity: eksCapacity,
  event_sources: eventSources,
  lb_targets: lbTargets,
  listener_weights: listenerWeights,
  provision_network: provisionNetwork,
  routing_control: routingControl,
  rule_weights: ruleWeights,
  sg_rules: sgRules,
  update,
};
