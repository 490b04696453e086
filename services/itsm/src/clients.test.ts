// The two clients: what they ask, what they refuse to ask, and what answers mean.
import type { Answer, OutboundRequest } from "@dr/delivery";
import { expect, test } from "vitest";
import { bmcHelix, mappingSchema } from "./bmc/bmc-client.ts";
import { serviceNow } from "./servicenow/servicenow-client.ts";

const ID = "0123456789abcdef0123456789abcdef";
const record = {
  sys_id: ID,
  number: "CHG0030001",
  correlation_id: "dr:e:pause:1",
  description: "d",
  state: "-2",
  approval: "approved",
  start_date: "2026-11-29 03:00:00",
};
const answerOf = (body: unknown, status = 200): Answer => ({
  status,
  headers: {},
  body: typeof body === "string" ? body : JSON.stringify(body),
  latencyMs: 1,
});

function connect(answers: readonly Answer[]) {
  const sent: OutboundRequest[] = [];
  const left = [...answers];
  const send = (request: OutboundRequest): Promise<Answer> => {
    sent.push(request);
    return Promise.resolve(
      request.url.endsWith("/oauth_token.do")
        ? answerOf({ access_token: "t" })
        : request.url.endsWith("/api/jwt/login")
          ? answerOf("jwt")
          : request.url.endsWith("/logout")
            ? answerOf("", 204)
            : (left.shift() ?? answerOf({})),
    );
  };
  return { sent, send };
}

const now = (answers: readonly Answer[]) => {
  const { sent, send } = connect(answers);
  return { sent, system: serviceNow({ send, url: "https://x.service-now.com", clientId: "c", clientSecret: "s" }) };
};

test("ServiceNow is asked with checked words, and only records that carry what was asked for count", async () => {
  const { sent, system } = now([answerOf({ result: [record, { ...record, correlation_id: "something else" }] })]);
  expect((await system.find("dr:e:pause:1")).map(({ number, phase, approval, startsAt }) => [number, phase, approval, startsAt])).toEqual([
    ["CHG0030001", "scheduled", "approved", "2026-11-29T03:00:00.000Z"],
  ]);
  expect(sent.map(({ method, url }) => [method, decodeURIComponent(url.split("&")[0] ?? "")])).toEqual([
    ["POST", "https://x.service-now.com/oauth_token.do"],
    ["GET", "https://x.service-now.com/api/now/table/change_request?sysparm_query=correlation_id=dr:e:pause:1^ORDERBYsys_created_on"],
  ]);
});

test.each(["x^active=true", "x\n", "", "x".repeat(101)])(
  "a correlation that would be a query of its own is not asked for: %j",
  async (word) => {
    const { sent, system } = now([]);
    await expect(system.find(word)).rejects.toMatchObject({ code: "itsm.bad_word" });
    await expect(system.read(word)).rejects.toMatchObject({ code: "itsm.bad_word" });
    expect(await system.findNumber(word)).toBeUndefined();
    expect(sent.filter(({ url }) => url.includes("sysparm"))).toEqual([]);
  },
);

test.each([
  ["-5.0", "open"],
  ["-3", "open"],
  ["-2", "scheduled"],
  ["-1.0", "scheduled"],
  ["0", "closed"],
  ["3.0", "closed"],
  ["4", "cancelled"],
  ["7", "open"],
])("state %s is %s", async (state, phase) => {
  expect((await now([answerOf({ result: { ...record, state } })]).system.read(ID))?.phase).toBe(phase);
});

test("a change is created by the change API and read back as the table has it", async () => {
  const { sent, system } = now([answerOf({ result: { sys_id: { value: ID, display_value: ID } } }), answerOf({ result: record })]);
  expect(await system.create({ correlationId: "dr:e:pause:1", title: "t", description: "d" })).toMatchObject({
    id: ID,
    number: "CHG0030001",
  });
  expect(sent[1]).toMatchObject({ method: "POST", url: "https://x.service-now.com/api/sn_chg_rest/change/emergency" });
});

test.each([
  [401, true],
  [403, false],
  [429, true],
  [503, true],
])("an answer %i may be tried again: %s", async (status, retryable) => {
  await expect(now([answerOf({}, status)]).system.read(ID)).rejects.toMatchObject({ code: "itsm.refused", retryable });
});

test("votes are those of this change that are decided", async () => {
  const vote = (user: string, state: string, sysapproval: unknown = { value: ID }) => ({
    sys_id: user,
    sys_updated_on: "2026-11-29 12:00:00",
    "approver.user_name": user,
    state,
    sysapproval,
  });
  const { system } = now([
    answerOf({
      result: [vote("rita", "approved"), vote("rob", "requested"), vote("ada", "rejected", ID), vote("eve", "approved", "other")],
    }),
  ]);
  expect(await system.votes(ID)).toEqual([
    { id: "rita@2026-11-29 12:00:00", user: "rita", decision: "approved" },
    { id: "ada@2026-11-29 12:00:00", user: "ada", decision: "rejected" },
  ]);
});

test("BMC is asked by a qualification with its quotation marks doubled, logs out, and a site's own names count", async () => {
  const { sent, send } = connect([
    answerOf({ entries: [{ values: { "Change Number": "CRQ1", Ticket: 'dr:"1"', Status: "Planned OK" } }] }),
  ]);
  const mapping = mappingSchema.parse({ number: "Change Number", correlation: "Ticket", status: "Status", approvedStates: ["Planned OK"] });
  const system = bmcHelix({ send, url: "https://bmc.example.com", user: "u", password: "p", mapping });
  expect(await system.find('dr:"1"')).toMatchObject([{ number: "CRQ1", phase: "scheduled", approval: "approved" }]);
  expect(decodeURIComponent(sent[1]?.url ?? "")).toContain(`?q='Ticket'="dr:""1"""`);
  expect(sent[1]?.headers["authorization"]).toBe("AR-JWT jwt");
  expect(sent.at(-1)?.url).toBe("https://bmc.example.com/api/jwt/logout");
});
