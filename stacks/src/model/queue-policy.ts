/** Who may put messages on a queue: EventBridge for the rules that target it, the roles that are named, and nobody else, whatever their own policies say. */
import type { FunctionManifest, ServiceManifest } from "@dr/runtime";
import { arnOf, roleArn, type Account } from "./arns.ts";
import { failureQueueOf, roleNameOf, scheduleRoleNameOf } from "./names.ts";
import { permissionsOf } from "./permissions.ts";

/** Who sends to a queue. */
export interface Senders {
  /** Rules that deliver to it, or put there what they could not deliver. */
  readonly rules: readonly string[];
  /** Roles of functions, schedules and the people who redrive. */
  readonly roles: readonly string[];
}

/**
 * The resource policy of a queue, as JSON. The denial is for people and roles (`aws:PrincipalIsAWSService` is false of them): a service that calls for itself, as
 * EventBridge does, has no principal ARN, and a negated condition would hold for it.
 */
export function queuePolicy(queueArn: string, { rules, roles }: Senders): string {
  const about = { Action: "sqs:SendMessage", Resource: queueArn };
  const rulesMay = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    ...about,
    Condition: { ArnEquals: { "aws:SourceArn": rules } },
  };
  const nobodyElse = {
    Effect: "Deny",
    Principal: "*",
    ...about,
    Condition: {
      Bool: { "aws:PrincipalIsAWSService": "false" },
      ...(roles.length > 0 && { ArnNotEquals: { "aws:PrincipalArn": roles } }),
    },
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [...(rules.length > 0 ? [rulesMay] : []), nobodyElse] });
}

/** The roles of `services` that their own policies let send to the queue, and those of the schedules that leave their failures there. */
export function sendingRoles(queue: string, services: readonly ServiceManifest[], account: Account): string[] {
  const arn = arnOf(account, "queue", queue);
  const sends = (declared: FunctionManifest) =>
    permissionsOf(declared, account, "").some(({ actions, resources }) => actions.includes("sqs:SendMessage") && resources.includes(arn));
  return services
    .flatMap(({ functions }) => functions)
    .flatMap((declared) => [
      ...(sends(declared) ? [roleNameOf(declared, account.region)] : []),
      ...(declared.trigger.kind === "schedule" && failureQueueOf(declared.name) === queue
        ? [scheduleRoleNameOf(declared.name, account.region)]
        : []),
    ])
    .map((name) => roleArn(account, name));
}
