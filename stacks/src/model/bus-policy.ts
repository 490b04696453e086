/** Who may speak on the bus as whom, whatever the callers' own policies say. */
import type { ServiceManifest } from "@dr/runtime";
import { arnOf, roleArn, type Account } from "./arns.ts";
import { roleNameOf } from "./names.ts";

/** Sources of ours, in the form of IAM's wildcards, and the prefix of every role of ours. */
const OUR_SOURCES = "dr.*";
const OUR_ROLES = "dr-*";

/**
 * The resource policy of the bus, as JSON: each source of the services belongs to the roles whose manifests say that they publish as it; any other source of ours (an
 * adapter from another repository) to roles named `dr-…`. `ForAnyValue` looks at every entry of a PutEvents call (EventBridge user guide, "IAM policy conditions").
 */
export function busPolicy(services: readonly ServiceManifest[], account: Account, busName: string): string {
  const deny = (sources: Readonly<Record<string, unknown>>, others: Readonly<Record<string, unknown>>) => ({
    Effect: "Deny",
    Principal: "*",
    Action: "events:PutEvents",
    Resource: arnOf(account, "bus", busName),
    Condition: { ...sources, ...others },
  });
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      ...[...speakers(services)].map(([source, functions]) =>
        deny(
          { "ForAnyValue:StringEquals": { "events:source": [source] } },
          { ArnNotEquals: { "aws:PrincipalArn": functions.map((name) => roleArn(account, roleNameOf(name, account.region))) } },
        ),
      ),
      deny(
        { "ForAnyValue:StringLike": { "events:source": [OUR_SOURCES] } },
        { ArnNotLike: { "aws:PrincipalArn": [roleArn(account, OUR_ROLES)] } },
      ),
    ],
  });
}

/** The functions that publish, by source. */
export function speakers(services: readonly ServiceManifest[]): ReadonlyMap<string, readonly string[]> {
  const bySource = new Map<string, string[]>();
  for (const { name, iam } of services.flatMap(({ functions }) => functions)) {
    for (const intent of iam) {
      if (!("bus" in intent) || !intent.actions.includes("events:PutEvents")) continue;
      bySource.set(intent.source, [...(bySource.get(intent.source) ?? []), name]);
    }
  }
  return bySource;
}
