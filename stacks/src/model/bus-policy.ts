/** Who may speak on the bus as whom, whatever the callers' own policies say; and which other accounts may listen. */
import type { FunctionManifest, ServiceManifest } from "@dr/runtime";
import { arnOf, roleArn, type Account } from "./arns.ts";
import { roleNameOf } from "./names.ts";

/** Sources of ours, in the form of IAM's wildcards, and how every role of ours that has to do with the bus begins. */
const OUR_SOURCES = "dr.*";
export const OUR_ROLES = ["dr-*", "DR-*-Adapter-Role-*", "DR-DRS-Integration-Role-*"];

/** What an account needs to have rules of its own on this bus (EventBridge user guide, "Managing permissions for rules on a bus"). */
const RULE_ACTIONS = [
  "events:PutRule",
  "events:DescribeRule",
  "events:EnableRule",
  "events:DisableRule",
  "events:DeleteRule",
  "events:PutTargets",
  "events:RemoveTargets",
  "events:ListTargetsByRule",
];

/** What the policy is made of. */
export interface BusPolicyOptions {
  readonly services: readonly ServiceManifest[];
  readonly account: Account;
  readonly busName: string;
  /** Accounts whose teams may have rules here. */
  readonly subscribers: readonly string[];
}

/**
 * The resource policy of the bus, as JSON: each source of the services belongs to the roles whose manifests say that they publish as it; any other source of ours (an
 * adapter from another repository) to roles of ours. `ForAnyValue` looks at every entry of a PutEvents call (EventBridge user guide, "IAM policy conditions").
 * A subscriber may have rules of its own and touch nobody else's (`events:creatorAccount`), and may not put events.
 */
export function busPolicy({ services, account, busName, subscribers }: BusPolicyOptions): string {
  const deny = (sources: Readonly<Record<string, unknown>>, others: Readonly<Record<string, unknown>>) => ({
    Effect: "Deny",
    Principal: "*",
    Action: "events:PutEvents",
    Resource: arnOf(account, "bus", busName),
    Condition: { ...sources, ...others },
  });
  const { partition, region, accountId } = account;
  const listen = (subscriber: string) => ({
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${subscriber}:root` },
    Action: RULE_ACTIONS,
    Resource: `arn:${partition}:events:${region}:${accountId}:rule/${busName}/*`,
    Condition: { StringEqualsIfExists: { "events:creatorAccount": "${aws:PrincipalAccount}" } },
  });
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      ...[...speakers(services)].map(([source, functions]) =>
        deny(
          { "ForAnyValue:StringEquals": { "events:source": [source] } },
          { ArnNotEquals: { "aws:PrincipalArn": functions.map((declared) => roleArn(account, roleNameOf(declared, region))) } },
        ),
      ),
      deny(
        { "ForAnyValue:StringLike": { "events:source": [OUR_SOURCES] } },
        { ArnNotLike: { "aws:PrincipalArn": OUR_ROLES.map((name) => roleArn(account, name)) } },
      ),
      ...subscribers.map(listen),
    ],
  });
}

/** The accounts that `DR_SUBSCRIBER_ACCOUNTS` names. Throws for what is no account id. */
export function subscribersOf(accounts: readonly string[]): readonly string[] {
  const wrong = accounts.find((account) => !/^\d{12}$/.test(account));
  if (wrong !== undefined) throw new Error(`DR_SUBSCRIBER_ACCOUNTS: "${wrong}" is no account id of 12 digits`);
  return accounts;
}

/** The functions that publish, by source. */
export function speakers(services: readonly ServiceManifest[]): ReadonlyMap<string, readonly FunctionManifest[]> {
  const bySource = new Map<string, FunctionManifest[]>();
  for (const declared of services.flatMap(({ functions }) => functions)) {
    for (const intent of declared.iam) {
      if (!("bus" in intent) || !intent.actions.includes("events:PutEvents")) continue;
      bySource.set(intent.source, [...(bySource.get(intent.source) ?? []), declared]);
    }
  }
  return bySource;
}
