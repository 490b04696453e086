/** `s3_replication.failover`: leads clients to the replicas; a drill times a canary and only looks at the rest. */
import { onlyLooksInDrill, undoingWith, parseStage } from "@dr/adapter-kit";
import { classifyS3 } from "../failures.ts";
import { canary, keyOf } from "../failover/canary.ts";
import { bucketResources, eachBucket, failoverConfig, listSwitches, type BucketResources, type SwitchConfig } from "../input.ts";
import { switchRoutes } from "../switching/access-point.ts";
import { confirm } from "../switching/confirm.ts";
import { invalidate, switchDistribution } from "../switching/distribution.ts";
import { switchRecord } from "../switching/record.ts";
import { choice } from "../transitions.ts";

type Input = { readonly resources: BucketResources; readonly config: SwitchConfig };

/** Every pair is looked at before anything is switched. */
export const failover = choice<BucketResources, SwitchConfig>({
  description: "Leads clients to the replicas of buckets: access point routes, CloudFront origins, records",
  drill: { kind: "isolated_copy" },
  failback: { by: "failback" },
  defaults: { timeoutSeconds: 3_600, heartbeatSeconds: 60, expectedSeconds: 30 },
  pollSeconds: 5,
  resources: bucketResources,
  config: failoverConfig,
  classify: classifyS3,
  listTargets: ({ resources, config }: Input) => [
    ...eachBucket(resources, "ready"),
    ...listSwitches(resources, config),
    ...eachBucket(resources, "bucket"),
  ],
  after: (target, { resources, config }: Input) => {
    const { stage, name } = parseStage(target);
    if (stage === "ready") return [];
    if (stage === "invalidate") return [`distribution:${name}`];
    if (stage === "bucket") return listSwitches(resources, config);
    return eachBucket(resources, "ready");
  },
  kinds: {
    ready: canary,
    mrap: onlyLooksInDrill(switchRoutes("over")),
    distribution: onlyLooksInDrill(switchDistribution("over")),
    invalidate: onlyLooksInDrill(invalidate),
    record: onlyLooksInDrill(switchRecord("over")),
    bucket: onlyLooksInDrill(confirm("over")),
  },
  kindOf: (target) => parseStage(target).stage,
  cleanup: undoingWith(
    (target) => (parseStage(target).stage === "ready" ? canary : undefined),
    (target, originals) => originals.map((original) => `object ${keyOf(original) ?? ""} in ${parseStage(target).name} and its replica`),
  ),
  pointOfNoReturn: "what clients write to the replica reaches the source by the reverse rule alone: without one, going back loses it",
  howToCheck,
});

/** Where a person looks what became of a stage. */
export function howToCheck(target: string): string {
  const { stage, name } = parseStage(target);
  if (stage === "mrap") return `aws s3control get-multi-region-access-point-routes --mrap ${name} --region us-west-2 --account-id …`;
  if (stage === "distribution") return `aws cloudfront get-distribution --id ${name}`;
  if (stage === "invalidate") return `aws cloudfront list-invalidations --distribution-id ${name}`;
  if (stage === "record") return `aws route53 list-resource-record-sets --hosted-zone-id ${name.split("/")[0] ?? ""}`;
  return `aws s3api get-bucket-replication --bucket ${name}`;
}
