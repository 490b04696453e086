import { describe, expect, test } from "vitest";
import { readCauses } from "./cause.ts";
import { parseTriggerSettings } from "./settings.ts";
import { startFor, type StartDeps } from "./start.ts";

const settings = parseTriggerSettings({ DR_TRIGGER_ALARMS: "primary-down=orders" });
const arrival = { requestId: "request-1", now: "2026-11-29T02:00:00.000Z" };
const read = (event: unknown) => readCauses(event, settings, arrival);

const disaster = (id: string, detail: object = {}) => ({
  id,
  time: "2026-11-29T01:00:00Z",
  source: "custom.monitoring",
  "detail-type": "Disaster Detected",
  detail: { severity: "CRITICAL", environment: "production", ...detail },
});
const busAlarm = (value = "ALARM", alarmName = "primary-down") => ({
  id: "e1",
  time: "2026-11-29T01:00:05Z",
  source: "aws.cloudwatch",
  "detail-type": "CloudWatch Alarm State Change",
  detail: { alarmName, state: { value, timestamp: "2026-11-29T01:00:00.123+0000" } },
});
const topic = (Message: string) => ({ Records: [{ Sns: { MessageId: "m1", Timestamp: "2026-11-29T01:00:06.000Z", Message } }] });
const topicAlarm = topic(
  JSON.stringify({ AlarmName: "primary-down", NewStateValue: "ALARM", StateChangeTime: "2026-11-29T01:00:00.123+0000" }),
);

describe("what arrives", () => {
  test("an order as the requirements' schedule gives it starts a drill", () => {
    const tags = { Environment: "production", TriggerSource: "EventBridge", ScheduleType: "Monthly" };
    expect(read({ planId: "monthly-drill-plan", executionType: "drill", tags })).toEqual([
      {
        key: "monthly-drill-plan|request-1",
        time: arrival.now,
        planId: "monthly-drill-plan",
        executionType: "drill",
        mode: "planned",
        tags,
      },
    ]);
    const [timed] = read({ planId: "p", scheduledTime: "2026-12-01T02:00:00Z" });
    expect(timed).toMatchObject({ key: "p|2026-12-01T02:00:00Z", time: "2026-12-01T02:00:00.000Z", executionType: "drill" });
  });

  test("a disaster starts an unplanned recovery of the plan it names, or of the one that is set", () => {
    expect(read(disaster("d1"))).toEqual([
      {
        key: "emergency-recovery-plan|d1",
        time: "2026-11-29T01:00:00.000Z",
        planId: "emergency-recovery-plan",
        executionType: "recovery",
        mode: "unplanned",
        tags: { TriggerSource: "EventBridge", TriggerType: "Automatic", Severity: "CRITICAL", Environment: "production" },
      },
    ]);
    expect(read(disaster("d1", { planId: "orders", disasterId: "x" }))[0]?.key).toBe("orders|x");
    expect(read(disaster("d2", { planId: "orders", disasterId: "x" }))[0]?.key).toBe("orders|x");
  });

  test("the same change of an alarm is the same cause by the bus and by a topic; others start nothing", () => {
    expect(read(busAlarm())).toEqual(read(topicAlarm));
    expect(read(busAlarm())[0]).toMatchObject({ planId: "orders", executionType: "recovery", time: "2026-11-29T01:00:00.123Z" });
    expect(read(busAlarm("OK"))).toEqual([]);
    expect(read(busAlarm("ALARM", "another"))).toEqual([]);
  });

  test.each([
    [{}],
    [{ planId: "" }],
    [{ planId: "p", executionTyp: "recovery" }],
    [topic('{"planId": "p", "executionTyp": "recovery"}')],
    [topic("?")],
    [topic("{}")],
    [{ ...disaster("d"), "detail-type": "Something" }],
    [{ ...busAlarm(), detail: {} }],
    ["text"],
    [null],
  ])("%j is unreadable", (event) => {
    expect(() => read(event)).toThrow(expect.objectContaining({ code: "trigger.unreadable" }));
  });

  test("settings that cannot be meant are refused", () => {
    expect(() => parseTriggerSettings({ DR_TRIGGER_ALARMS: "orders" })).toThrow(/DR_TRIGGER_ALARMS/);
    expect(() => parseTriggerSettings({ DR_TRIGGER_APPROVAL: "maybe" })).toThrow(/DR_TRIGGER_APPROVAL/);
  });
});

describe("the start", () => {
  const [cause] = read(disaster("d1"));
  let executions: object[] = [];
  const asked: { headers: Record<string, string>; body: string; requestContext: object }[] = [];
  const api = (statusCode: number, body: object, more: Partial<StartDeps> = {}): StartDeps => ({
    invokeApi: (event) => {
      const { routeKey } = event as { routeKey: string };
      if (routeKey.startsWith("GET")) return Promise.resolve(JSON.stringify({ statusCode: 200, body: JSON.stringify({ executions }) }));
      asked.push(event as (typeof asked)[number]);
      return Promise.resolve(JSON.stringify({ statusCode, headers: {}, body: JSON.stringify(body) }));
    },
    account: "123456789012",
    functionName: "dr-orchestration-trigger",
    asksFirst: true,
    ...more,
  });
  if (!cause) throw new Error("no cause");

  test("goes by the API, as a machine, with a key of its cause; a recovery asks first", async () => {
    expect(await startFor(cause, api(202, { executionId: "e" }))).toEqual({
      outcome: "started",
      statusCode: 202,
      body: '{"executionId":"e"}',
    });
    await startFor(cause, api(202, {}));
    expect(asked[0]).toEqual(asked[1]);
    expect(asked[0]?.headers["idempotency-key"]).toMatch(/^trigger-[0-9a-f]{64}$/);
    expect(JSON.parse(asked[0]?.body ?? "")).toMatchObject({
      requireApproval: true,
      tags: { TriggerFunction: "dr-orchestration-trigger", TriggerTime: "2026-11-29T01:00:00.000Z" },
    });
    await startFor(cause, api(202, {}, { asksFirst: false }));
    expect(JSON.parse(asked[2]?.body ?? "")).not.toHaveProperty("requireApproval");
  });

  test.each(["<html>502 Bad Gateway</html>", "", "null", '{"statusCode":"200"}'])(
    "an answer that is none may come right: %j",
    async (answer) => {
      const deps = { ...api(202, {}), invokeApi: () => Promise.resolve(answer) };
      await expect(startFor(cause, deps)).rejects.toMatchObject({ code: "trigger.unavailable", retryable: true });
    },
  );

  test("another telling is answered by what the first one started", async () => {
    const reused = { code: "idempotency.key_reused", details: { location: "/api/v1/executions/exec-1" } };
    expect(await startFor(cause, api(422, reused))).toEqual({
      outcome: "already",
      statusCode: 200,
      body: '{"executionId":"exec-1","planId":"emergency-recovery-plan","statusUrl":"/api/v1/executions/exec-1/status"}',
    });
  });

  test.each([
    ["2026-11-29T01:00:00.000Z", "already", "exec-1"],
    ["2026-11-29T00:59:59.999Z", "started", "exec-2"],
    [undefined, "started", "exec-2"],
  ])("a recovery that ended at %s: a cause of 01:00 is %s, by %s", async (finishedAt, outcome, executionId) => {
    executions = [{ executionId: "exec-1", finishedAt }];
    const heard = await startFor(cause, api(202, { executionId: "exec-2" }));
    executions = [];
    expect([heard.outcome, JSON.parse(heard.body)]).toEqual([outcome, expect.objectContaining({ executionId })]);
  });

  test("both functions ask as one caller, so that a key is the same for both", async () => {
    asked.length = 0;
    await startFor(cause, api(202, {}));
    await startFor(cause, api(202, {}, { functionName: "dr-orchestration-trigger-events" }));
    expect(asked[0]?.requestContext).toEqual(asked[1]?.requestContext);
  });

  test.each([
    [409, "execution.plan_already_active", "already"],
    [422, "idempotency.key_reused", "already"],
    [409, "idempotency.in_progress", "trigger.unavailable"],
    [429, "http.too_many_requests", "trigger.unavailable"],
    [500, "internal.unexpected", "trigger.unavailable"],
    [404, "plan.not_found", "trigger.refused"],
    [403, "auth.forbidden", "trigger.refused"],
  ])("%d %s is %s", async (status, code, expected) => {
    const outcome = await startFor(cause, api(status, { code, detail: "why" })).then(
      (started) => started.outcome,
      (error: { code: string }) => error.code,
    );
    expect(outcome).toBe(expected);
  });
});
