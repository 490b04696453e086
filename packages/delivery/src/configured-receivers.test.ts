// Parameters become receivers; what is wrong with one is told and switches it off, and nobody else.
import { createVirtualClock } from "@dr/runtime";
import { beforeEach, expect, test } from "vitest";
import { createConfiguredReceivers, type ReceiverParameter } from "./configured-receivers.ts";
import { createAddressGuard } from "./http/address-guard.ts";
import { createMemoryStores } from "./memory/memory-stores.ts";

const NOON = "2026-11-28T12:00:00.000Z";
const PATH = "/dr-orchestration/receivers";
const slack = { name: `${PATH}/connectors/slack`, value: '{"kind":"slack","settings":{"channel":"C1"}}' };
let stores = createMemoryStores();
let clock = createVirtualClock(NOON);
let parameters: ReceiverParameter[] = [];
const configure = () =>
  createConfiguredReceivers({
    readParameters: () => Promise.resolve(parameters),
    receivers: stores.receivers,
    urlRules: { guard: createAddressGuard() },
    clock,
  })();

beforeEach(() => {
  stores = createMemoryStores();
  clock = createVirtualClock(NOON);
  parameters = [slack];
});

test("a parameter is a receiver with its defaults, once; a webhook beside it is left alone", async () => {
  const webhook = {
    receiverId: "wh-1",
    kind: "webhook",
    filter: {},
    settings: {},
    enabled: true,
    since: NOON,
    ratePerSecond: 1,
    retryHours: 1,
  };
  await stores.receivers.put(webhook);
  expect(await configure()).toEqual({ changed: 1, refused: [] });
  clock.advance(60_000);
  expect(await configure()).toEqual({ changed: 0, refused: [] });
  expect(await stores.receivers.list()).toEqual([
    webhook,
    {
      receiverId: "connectors.slack",
      kind: "slack",
      filter: {},
      settings: { channel: "C1" },
      enabled: true,
      since: NOON,
      ratePerSecond: 10,
      retryHours: 72,
    },
  ]);
});

test("a changed one keeps the time since which it receives; one that is gone goes", async () => {
  await configure();
  clock.advance(60_000);
  parameters = [{ ...slack, value: '{"kind":"slack","filter":{"executionTypes":["drill"]}}' }];
  expect(await configure()).toEqual({ changed: 1, refused: [] });
  expect(await stores.receivers.get("connectors.slack")).toMatchObject({ since: NOON, filter: { executionTypes: ["drill"] } });
  parameters = [];
  expect(await configure()).toEqual({ changed: 1, refused: [] });
  expect(await stores.receivers.list()).toEqual([]);
});

test.each([
  ["no JSON", "{", /JSON/],
  ["an unknown member", '{"kind":"slack","chanel":"C1"}', /chanel/],
  ["people who are no JSON", '{"kind":"slack","settings":{"approvers":"{jane}"}}', /`approvers`/],
  ["a person without a session", '{"kind":"slack","settings":{"approvers":"{\\"T1.U1\\":\\"jane\\"}"}}', /`approvers`/],
  ["an address of our own network", '{"kind":"slack","settings":{"apiUrl":"https://169.254.169.254/"}}', /not a public address/],
  ["an address that is not encrypted", '{"kind":"slack","settings":{"approvalUrl":"http://example.com/{executionId}"}}', /not encrypted/],
])("%s is refused with the reason, and the receiver is off", async (_name, value, reason) => {
  parameters = [{ ...slack, value }];
  const { refused } = await configure();
  expect(refused).toEqual([expect.stringMatching(reason)]);
  expect(await stores.receivers.get("connectors.slack")).toMatchObject({
    enabled: false,
    disabledReason: expect.stringMatching(reason) as string,
  });
});

test("a parameter of a service that does not send is refused", async () => {
  parameters = [
    { name: `${PATH}/webhooks/mine`, value: slack.value },
    { name: `${PATH}/nobody/x`, value: slack.value },
  ];
  expect((await configure()).refused).toHaveLength(2);
  expect(await stores.receivers.list()).toEqual([]);
});
