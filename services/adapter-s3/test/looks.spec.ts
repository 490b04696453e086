/** Given a drill, or a lost Region, when an operation cannot be rehearsed or needs both sides, then it only looks or refuses. */
import { expect, test } from "vitest";
import { pairSeed } from "./estate-world.ts";
import { given, type Given } from "./given.ts";

const configure = {
  operation: "configure_replication",
  resources: {
    multiRegionAccessPoints: undefined,
    cloudfrontDistributions: undefined,
    route53Records: undefined,
    destinationBuckets: { assets: "assets-west" },
  },
  config: { replicationRole: "arn:aws:iam::123456789012:role/dr-s3-replication-assets" },
} satisfies Given;

test.each([
  ["a failback", { operation: "failback", seed: pairSeed({ isOver: true }), executionType: "drill" }],
  ["configure_replication", { ...configure, executionType: "drill" }],
] satisfies [string, Given][])("%s only looks in a drill", async (_name, what) => {
  const { failure, effects, results } = await given(what);
  expect([failure, effects, Object.values(results).some(({ outcome }) => outcome === "skipped_in_drill")]).toEqual([undefined, [], true]);
});

test("configure_replication is refused while a Region is lost", async () => {
  const { failure, effects } = await given({ ...configure, mode: "unplanned" });
  expect([failure?.code, effects]).toEqual(["s3.configure_needs_both", []]);
});
