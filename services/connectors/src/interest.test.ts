// What a connector would say of a fact, and what facts it is woken for: the same list, for every type of event that there is.
import { ACTS_ON, type Integration } from "@dr/delivery";
import { eventDefinitions } from "@dr/events";
import { expect, test } from "vitest";
import { fact, play } from "../test/given.ts";
import { createSignRequest } from "@dr/delivery/sign-request";
import { emailIntegration } from "./email/email-integration.ts";
import { pagerDutyIntegration } from "./pagerduty/pagerduty-integration.ts";
import { slackIntegration } from "./slack/slack-integration.ts";
import { teamsIntegration } from "./teams/teams-integration.ts";

const readSecret = () =>
  Promise.resolve({ routingKey: "0123456789abcdef0123456789abcdef", botToken: "xoxb-1", url: "https://example.com/x", channel: "C1" });
const signRequest = createSignRequest({ AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret", AWS_SESSION_TOKEN: "session" });
const types = [...new Set(eventDefinitions.map(({ type }) => type))].filter((type) => !type.startsWith("Plan"));
/** As much as any of them has. */
const data = {
  waveNumber: 1,
  part: 1,
  taskId: "w1-t0",
  technology: "database",
  pauseId: "p1",
  approval: {},
  failure: { code: "x", message: "m" },
};
const opened = [fact("TechnologyFailed", data, 3), fact("ExecutionPaused", data, 4), fact("ExecutionFailed", data, 5)];

test.each<[keyof typeof ACTS_ON, () => Integration]>([
  ["pagerduty", () => pagerDutyIntegration({ readSecret })],
  ["slack", () => slackIntegration({ readSecret })],
  ["teams", () => teamsIntegration({ readSecret })],
  ["email", () => emailIntegration({ signRequest, region: "eu-central-1" })],
])("%s", async (kind, create) => {
  const said: string[] = [];
  for (const type of types) {
    const lane = play(create(), {
      settings: { channel: "C1", all: "on", from: "dr@example.com", to: "a@example.com" },
      answer: () => ({ status: 202, headers: {}, body: '{"ok":true,"ts":"1"}', latencyMs: 1 }),
    });
    for (const event of opened) await lane.event(event);
    const before = lane.sent.length;
    await lane.event(fact(type, data, 9));
    if (lane.sent.length > before) said.push(type);
  }
  expect(said.toSorted()).toEqual(types.filter((type) => (ACTS_ON[kind] as readonly string[]).includes(type)).toSorted());
  expect(said.length).toBe(ACTS_ON[kind].length);
});
