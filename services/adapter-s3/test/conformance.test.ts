/** Failover under the kit's conformance suite: real SDK clients, the simulated estate. */
import { env } from "node:process";
import { adapterConformance } from "@dr/adapter-kit/testing";
import { s3Adapter } from "../src/adapter.ts";
import { ACCESS_POINT, MUTATIONS, pairSeed, RESOURCES, s3World } from "./estate-world.ts";

const sampled = env["DR_SOAK"] !== "1";
const CANARY = "dr-canary/…";

adapterConformance({
  adapter: s3Adapter,
  mutations: MUTATIONS,
  invalidResources: { sourceBuckets: [] },
  scenarios: [
    {
      name: "failover, planned: canary, routes, distribution, record",
      operation: "failover",
      resources: RESOURCES,
      config: { replicationLagThreshold: "5m", verifyObjectCount: true },
      createWorld: (clock) => s3World(clock, pairSeed()),
      effects: [
        `PutObject assets/${CANARY}`,
        `SubmitMultiRegionAccessPointRoutes ${ACCESS_POINT}`,
        "UpdateDistribution E1234567890ABC",
        "ChangeResourceRecordSets Z1",
      ],
      rollbackEffects: [
        "ChangeResourceRecordSets Z1",
        "UpdateDistribution E1234567890ABC",
        `SubmitMultiRegionAccessPointRoutes ${ACCESS_POINT}`,
        `DeleteObject assets-west/${CANARY}`,
        `DeleteObject assets/${CANARY}`,
      ],
      takesAtLeastSeconds: 180,
      staged: true,
      sampled,
    },
    {
      name: "failover, unplanned: the source's Region is lost",
      operation: "failover",
      resources: RESOURCES,
      config: { invalidate: ["/*"] },
      mode: "unplanned",
      createWorld: (clock) => {
        const world = s3World(clock, pairSeed());
        world.estate.faults.add({ kind: "region-down", region: "us-east-1", service: "s3" });
        world.estate.faults.add({ kind: "region-down", region: "us-east-1", service: "s3-control" });
        return world;
      },
      effects: [
        `SubmitMultiRegionAccessPointRoutes ${ACCESS_POINT}`,
        "UpdateDistribution E1234567890ABC",
        "CreateInvalidation E1234567890ABC",
        "ChangeResourceRecordSets Z1",
      ],
      rollbackEffects: [
        "ChangeResourceRecordSets Z1",
        "UpdateDistribution E1234567890ABC",
        `SubmitMultiRegionAccessPointRoutes ${ACCESS_POINT}`,
      ],
      takesAtLeastSeconds: 180,
      staged: true,
      sampled,
    },
    {
      name: "a drill times a canary, and removes it",
      operation: "failover",
      resources: RESOURCES,
      executionType: "drill",
      createWorld: (clock) => s3World(clock, pairSeed()),
      effects: [`PutObject assets/${CANARY}`],
      cleanupEffects: [`DeleteObject assets-west/${CANARY}`, `DeleteObject assets/${CANARY}`],
      takesAtLeastSeconds: 5,
      staged: true,
      sampled,
    },
    {
      name: "failback: long copy, freeze, short copy, routes, distribution, thaw",
      operation: "failback",
      resources: { ...RESOURCES, destinationBuckets: { assets: "assets-west" }, route53Records: undefined },
      createWorld: (clock) => s3World(clock, pairSeed({ isOver: true })),
      effects: [
        "CreateJob assets-west sync",
        "PutBucketPolicy assets-west",
        "CreateJob assets-west final",
        `SubmitMultiRegionAccessPointRoutes ${ACCESS_POINT}`,
        "UpdateDistribution E1234567890ABC",
        "DeleteBucketPolicy assets-west",
      ],
      rollbackEffects: [
        "PutBucketPolicy assets-west",
        "UpdateDistribution E1234567890ABC",
        `SubmitMultiRegionAccessPointRoutes ${ACCESS_POINT}`,
        "DeleteBucketPolicy assets-west",
      ],
      takesAtLeastSeconds: 180,
      staged: true,
      sampled,
    },
    {
      name: "configure_replication, both ways",
      operation: "configure_replication",
      resources: {
        sourceBuckets: ["assets"],
        destinationBuckets: { assets: "assets-west" },
        sourceRegion: "us-east-1",
        destinationRegion: "us-west-2",
      },
      config: { replicationRole: "arn:aws:iam::123456789012:role/dr-s3-replication-assets" },
      createWorld: (clock) => s3World(clock, pairSeed({ source: { replicatesTo: undefined }, destination: { replicatesTo: undefined } })),
      effects: ["PutBucketReplication assets", "PutBucketReplication assets-west"],
      rollbackEffects: ["DeleteBucketReplication assets", "DeleteBucketReplication assets-west"],
      takesAtLeastSeconds: 4,
      sampled,
    },
  ],
});
