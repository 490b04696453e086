// Target groups, listeners and rules that a plan's tasks name by ARN.
import type { PlanSeed } from "../../service.ts";
import { entriesIn, entriesInConfig, memberOf, namesOf } from "../../seeding/plan-names.ts";
import type { PlanTask } from "../../seeding/plan-tasks.ts";
import type { Elbv2Seed } from "./seed.ts";

const WEIGHTED = ["listeners", "listenerRules"];
const MEMBERS = ["targetGroups", "targetGroupArns", "targetGroupArn", "listenerArns", "listenerArn", ...WEIGHTED];

/**
 * Every target group that is named, attached to a load balancer of its own Region: a group nobody forwards to would
 * stay unused for ever. A listener or a rule that is named forwards to them, all to the first.
 */
export const planElbv2 = (tasks: readonly PlanTask[]): PlanSeed<Elbv2Seed> => {
  const { names } = namesOf(MEMBERS.flatMap((member) => entriesIn(tasks, member)));
  const older = entriesInConfig(tasks, "lb_updates").flatMap(({ value }) => {
    const arn = memberOf(value, "target_group_arn");
    return typeof arn === "string" ? [arn] : [];
  });
  const weighted = WEIGHTED.flatMap((member) => entriesIn(tasks, member)).flatMap(({ value }) =>
    Object.keys(memberOf(value, "weights") ?? {}),
  );
  const arns = [...new Set([...names.map(({ name }) => name), ...older, ...weighted])].filter((name) =>
    name.startsWith("arn:aws:elasticloadbalancing:"),
  );
  const groups = arns.filter((arn) => arn.includes(":targetgroup/"));
  const rules = arns.filter((arn) => arn.includes(":listener-rule/"));
  const named = [...new Set([...arns.filter((arn) => arn.includes(":listener/")), ...rules.map(listenerOf)])];
  if (groups.length === 0) return { seed: {} };
  const regions = [...new Set(groups.map(regionOf))];
  const forwardIn = (region: string) =>
    groups.filter((arn) => regionOf(arn) === region).map((targetGroupArn, index) => ({ targetGroupArn, weight: index === 0 ? 100 : 0 }));
  const listeners = regions.flatMap((region) => {
    const own = named.filter((arn) => regionOf(arn) === region);
    const forward = forwardIn(region);
    const arnsHere = own.length > 0 ? own : [listenerBeside(forward[0]?.targetGroupArn ?? "")];
    return arnsHere.map((arn) => ({ arn, region, loadBalancerArn: balancerOf(arn), forward }));
  });
  return {
    seed: {
      loadBalancers: listeners.map(({ loadBalancerArn, region }) => ({ arn: loadBalancerArn, region })),
      targetGroups: groups.map((arn) => ({ arn, region: regionOf(arn) })),
      listeners,
      rules: rules.flatMap((arn, index) => {
        const region = regionOf(arn);
        const forward = forwardIn(region);
        return forward.length === 0 ? [] : [{ arn, listenerArn: listenerOf(arn), region, priority: index + 1, forward }];
      }),
    },
  };
};

const regionOf = (arn: string): string => arn.split(":")[3] ?? "";

/** A listener for groups of which no listener is named; a later plan's groups have one of their own. */
const listenerBeside = (groupArn: string): string => groupArn.replace(/:targetgroup\/(.*)\/([^/]*)$/u, ":listener/app/simulated-$1/$2/$2");

/** A listener's ARN is that of its load balancer with another word and one part more. */
const balancerOf = (listenerArn: string): string => listenerArn.replace(":listener/", ":loadbalancer/").split("/").slice(0, -1).join("/");

/** A rule's ARN is that of its listener with another word and one part more. */
const listenerOf = (ruleArn: string): string => ruleArn.replace(":listener-rule/", ":listener/").split("/").slice(0, -1).join("/");
