/** Given a Region that is lost with everything in it, when clients are led over, then: what can be changed elsewhere is, and what cannot is named, with what would have led it. */
import { expect, test } from "vitest";
import { ACCESS_POINT } from "./estate-world.ts";
import { begin, ended, given, type Given } from "./given.ts";

const DISTRIBUTION = "distribution:E1234567890ABC";

test("with all of us-east-1 lost leads routes over, says what nobody can change, and finishes when it can be changed again", async () => {
  const prepare: Given["prepare"] = ({ estate }) => estate.faults.add({ kind: "region-down", region: "us-east-1" });
  const { run, world } = begin({ mode: "unplanned", prepare, deadlineSeconds: 600 });
  await run.run();
  const { failure, effects, results } = ended(run);
  expect(effects).toEqual([`SubmitMultiRegionAccessPointRoutes ${ACCESS_POINT}`]);
  expect(results[`mrap:${ACCESS_POINT}`]!.after["activeRegion"]).toBe("us-west-2");
  const told = JSON.stringify(failure?.details);
  expect([
    failure?.code,
    /CloudFront is changed in us-east-1 alone.*origin group/.test(told),
    /Route 53 is changed in us-east-1 alone/.test(told),
  ]).toEqual(["task.timed_out", true, true]);
  expect(told).toContain("cloudfront in us-east-1 does not answer: socket hang up");
  world.estate.faults.clear();
  run.request({ attempt: 2, type: "TechnologyRetryRequested" });
  await run.run();
  expect([ended(run).failure, ended(run).results[DISTRIBUTION]?.after["cloudfrontUpdated"]]).toEqual([undefined, ["E1234567890ABC"]]);
});

test("waits for a replica's Region that is lost, names who does not answer, and touches nothing", async () => {
  const prepare: Given["prepare"] = ({ estate }) => estate.faults.add({ kind: "region-down", region: "us-west-2" });
  const { failure, effects } = await given({ prepare, deadlineSeconds: 600 });
  expect([failure?.code, effects]).toEqual(["task.timed_out", []]);
  expect(failure?.message).toContain("in us-west-2 does not answer: socket hang up");
});
