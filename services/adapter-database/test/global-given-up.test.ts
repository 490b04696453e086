/** A switchover that the service cancels: its failover state is gone again, and the primary is the old one. */
import { expect, test } from "vitest";
import type { DatabaseClients } from "../src/clients.ts";
import type { GlobalFacts } from "../src/global-client.ts";
import { globalSwitchover } from "../src/operations/global-switchover.ts";
import { arnOf } from "./global-seed.ts";

const [EAST, WEST, EU] = [arnOf("us-east-1"), arnOf("us-west-2"), arnOf("eu-west-1")];

const resting: GlobalFacts = {
  globalId: "orders",
  engine: "aurora-postgresql",
  engineVersion: "16.4",
  status: "available",
  endpoint: null,
  members: [EAST, WEST, EU].map((arn) => ({ arn, isWriter: arn === EAST, sync: "connected" })),
  change: null,
};

async function pollOf(shown: Partial<GlobalFacts>, secondsSinceAct: number) {
  const globals = () => ({
    describeGlobal: async () => ({ ...resting, ...shown }),
    describeMember: async () => ({ status: "available", engineVersion: "16.4", serving: 2 }),
  });
  const context = {
    clients: { globals } as unknown as DatabaseClients,
    config: { targetRegion: "us-west-2" },
    intentAt: "2026-11-23T04:00:00.000Z",
    secondsSince: () => secondsSinceAct,
  };
  const pre = { before: { ...resting, lag: null }, wanted: { targetArn: WEST } };
  const answer = await globalSwitchover.poll(context as never, "global:orders", pre, null);
  return answer.state === "failed" ? answer.failure.code : answer.state;
}

test.each([
  ["nothing is seen yet, right after the act: old news", {}, 20, "in_progress"],
  [
    "it is being cancelled: still under way",
    { status: "switching-over", change: { status: "cancelling", to: WEST, dataLossAllowed: false } },
    300,
    "in_progress",
  ],
  [
    "a word that the enum lacks: still under way",
    { status: "switching-over", change: { status: "switching-over", to: WEST, dataLossAllowed: false } },
    300,
    "in_progress",
  ],
  ["it is gone, and the old primary writes", {}, 300, "database.change_given_up"],
  ["somebody else moves it elsewhere", { change: { status: "pending", to: EU, dataLossAllowed: false } }, 300, "database.other_change"],
] as const)("%s", async (_name, shown, secondsSinceAct, expected) => {
  expect(await pollOf(shown, secondsSinceAct)).toBe(expected);
});
