// A plan in the words of the older samples, on one machine: what it names is there, and doors, targets and names are changed in that order.
import { expect, it } from "vitest";
import { appliedEffects, savePlan, startExecution, untilStatus } from "../support/runtime.ts";
import { runtimeOfFile } from "../support/runtime-of-file.ts";

const GROUP = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef";
const runtime = runtimeOfFile(["--speed", "600"]);

it("dns_updates, lb_updates and sg_updates, without an operation", { timeout: 240_000 }, async () => {
  const config = {
    sg_updates: [{ group_id: "sg-0123456789abcdef0", authorize: [{ from_port: 443, peer: "10.1.0.0/16" }] }],
    lb_updates: [{ target_group_arn: GROUP, register: [{ id: "i-0123456789abcdef0" }] }],
    dns_updates: [
      { hosted_zone_id: "Z0SAMPLE", record_name: "app.sample.example.com", record_type: "CNAME", new_value: "west.sample.example.com" },
    ],
  };
  const waves = [{ waveNumber: 1, name: "Everything", technologies: [{ type: "infrastructure", resources: {}, config }] }];
  await savePlan(runtime().as("DRPlanManager"), { planId: "sample-keys", name: "Sample keys", waves });
  const executionId = await startExecution(runtime().as("DROperator"), { planId: "sample-keys", executionType: "recovery" });
  const { status } = await untilStatus(runtime().as("DROperator"), executionId, ["completed", "failed", "cancelled", "paused"], 180_000);
  const actions = (await appliedEffects(runtime().ready.endpoint)).map(({ action }) => action);
  expect([status, actions]).toEqual(["completed", ["AuthorizeSecurityGroupIngress", "RegisterTargets", "ChangeResourceRecordSets"]]);
});
