// Target groups and listeners that a plan's tasks name by ARN.
import type { PlanSeed } from "../../service.ts";
import { entriesIn, entriesInConfig, memberOf, namesOf } from "../../seeding/plan-names.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import type { Elbv2Seed } from "./seed.ts";

const MEMBERS = ["targetGroups", "targetGroupArns", "targetGroupArn", "listeners", "listenerArns", "listenerArn"];

/**
 * Every target group that is named, attached to a load balancer of its own Region: a group nobody forwards to would
 * stay unused for ever. A listener that is named forwards to them.
 */
export const planElbv2 = (tasks: readonly PlanTask[]): PlanSeed<Elbv2Seed> => {
  const { names } = namesOf(MEMBERS.flatMap((member) => entriesIn(tasks, member)));
  const older = entriesInConfig(tasks, "lb_updates").flatMap(({ value }) => {
    const arn = memberOf(value, "target_group_arn");
    return typeof arn === "string" ? [arn] : [];
  });
  const arns = [...new Set([...names.map(({ name }) => name), ...older])].filter((name) =>
    name.startsWith("arn:aws:elasticloadbalancing:"),
  );
  const groups = arns.filter((arn) => arn.includes(":targetgroup/"));
  const named = arns.filter((arn) => arn.includes(":listener/"));
  if (groups.length === 0) return { seed: {} };
  const regions = [...new Set(groups.map(regionOf))];
  const listeners = regions.flatMap((region) => {
    const own = named.filter((arn) => regionOf(arn) === region);
    const prefix = `arn:aws:elasticloadbalancing:${region}:${groups[0]?.split(":")[4] ?? ""}`;
    const forward = groups
      .filter((arn) => regionOf(arn) === region)
      .map((targetGroupArn, index) => ({ targetGroupArn, weight: index === 0 ? 100 : 0 }));
    const arnsHere = own.length > 0 ? own : [`${prefix}:listener/app/simulated/0000000000000001/0000000000000001`];
    return arnsHere.map((arn) => ({ arn, region, loadBalancerArn: balancerOf(arn), forward }));
  });
  return {
    seed: {
      loadBalancers: listeners.map(({ loadBalancerArn, region }) => ({ arn: loadBalancerArn, region })),
      targetGroups: groups.map((arn) => ({ arn, region: regionOf(arn) })),
      listeners,
    },
  };
};

const regionOf = (arn: string): string => arn.split(":")[3] ?? "";

/** A listener's ARN is that of its load balancer with another word and one part more. */
const balancerOf = (listenerArn: string): string => listenerArn.replace(":listener/", ":loadbalancer/").split("/").slice(0, -1).join("/");
