/** `s3_replication.failback`: brings back what was written at the replicas, behind a write freeze, and leads clients to the sources again. */
import { parseStage } from "@dr/adapter-kit";
import { batchSync } from "../failback/batch-sync.ts";
import { writeFreeze } from "../failback/freeze.ts";
import { classifyS3 } from "../failures.ts";
import { bucketResources, eachBucket, failbackConfig, listSwitches, type BucketResources, type SwitchConfig } from "../input.ts";
import { switchRoutes } from "../switching/access-point.ts";
import { confirm } from "../switching/confirm.ts";
import { invalidate, switchDistribution } from "../switching/distribution.ts";
import { switchRecord } from "../switching/record.ts";
import { choice } from "../transitions.ts";
import { howToCheck } from "./failover.ts";

type Input = { readonly resources: BucketResources; readonly config: SwitchConfig };

/** A long copy while clients write, then the freeze, a short copy, the switch, and the thaw. */
export const failback = choice<BucketResources, SwitchConfig>({
  description: "Brings back what was written at the replicas, behind a write freeze, and leads clients to the sources again",
  drill: { kind: "skipped" },
  failback: { by: "failover" },
  defaults: { timeoutSeconds: 86_400, heartbeatSeconds: 300, expectedSeconds: 30 },
  pollSeconds: 10,
  resources: bucketResources,
  config: failbackConfig,
  classify: classifyS3,
  listTargets: ({ resources, config }: Input) => [
    ...["sync", "freeze", "final"].flatMap((stage) => eachBucket(resources, stage)),
    ...listSwitches(resources, config),
    ...["thaw", "bucket"].flatMap((stage) => eachBucket(resources, stage)),
  ],
  after: (target, { resources, config }: Input) => {
    const { stage, name } = parseStage(target);
    if (stage === "sync") return [];
    // Nobody is kept from writing before every long copy is done.
    if (stage === "freeze") return eachBucket(resources, "sync");
    if (stage === "final") return [`freeze:${name}`];
    if (stage === "invalidate") return [`distribution:${name}`];
    if (stage === "thaw") return listSwitches(resources, config);
    if (stage === "bucket") return [`thaw:${name}`];
    return eachBucket(resources, "final");
  },
  endedBy: (target) => (parseStage(target).stage === "freeze" ? `thaw:${parseStage(target).name}` : undefined),
  kinds: {
    sync: batchSync("sync"),
    freeze: writeFreeze(true),
    final: batchSync("final"),
    mrap: switchRoutes("back"),
    distribution: switchDistribution("back"),
    invalidate,
    record: switchRecord("back"),
    thaw: writeFreeze(false),
    bucket: confirm("back"),
  },
  kindOf: (target) => parseStage(target).stage,
  howToCheck,
});
