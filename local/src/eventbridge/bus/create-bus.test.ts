/** PutEvents: what is taken, what is refused, and what targets are sent. */
import { describe, expect, it } from "vitest";
import { createBusUnderTest, entry, ruleTo, START_MS, targetOn } from "../testing/bus-under-test.ts";

describe("an accepted event", () => {
  it("reaches the queue as EventBridge writes it, before PutEvents answers", async () => {
    const { bus, attempts } = createBusUnderTest([ruleTo([targetOn("q")])], { account: "111122223333", region: "eu-west-1" });
    const detail = '{ "big": 12345678901234567890, "f": 300.0 }';
    const answer = await bus.putEvents({ Entries: [entry({ Detail: detail, Time: START_MS / 1000 - 1.5, Resources: ["arn:x"] })] });
    expect(answer).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: "id-1" }] });
    expect(attempts).toEqual([
      {
        queueUrl: "http://q/q",
        body: `{"version":"0","id":"id-1","detail-type":"WaveStarted","source":"dr.orchestration","account":"111122223333","time":"2026-11-23T03:59:58Z","region":"eu-west-1","resources":["arn:x"],"detail":${detail}}`,
        atMs: 0,
      },
    ]);
  });

  it("has the time of the call if it brings none", async () => {
    const { bus, attempts } = createBusUnderTest([ruleTo([targetOn("q")])]);
    await bus.putEvents({ Entries: [entry()] });
    expect(JSON.parse(attempts[0]!.body)).toEqual({
      version: "0",
      id: "id-1",
      "detail-type": "WaveStarted",
      source: "dr.orchestration",
      account: "000000000000",
      time: "2026-11-23T04:00:00Z",
      region: "us-east-1",
      resources: [],
      detail: { n: 1 },
    });
  });

  it("goes to every target of every enabled rule of its bus whose pattern matches, entry by entry", async () => {
    const { bus, attempts } = createBusUnderTest([
      ruleTo([targetOn("all"), targetOn("all-2")]),
      ruleTo([targetOn("two")], { name: "two", pattern: '{"detail":{"n":[2]}}' }),
      ruleTo([targetOn("off")], { name: "off", state: "DISABLED" }),
      ruleTo([targetOn("other")], { name: "rule-1", busName: "bus-2" }),
    ]);
    await bus.putEvents({ Entries: [entry(), entry({ Detail: '{"n":2}' })] });
    const ids = attempts.map(({ queueUrl, body }) => [queueUrl, (JSON.parse(body) as { id: string }).id]);
    expect(ids).toEqual([
      ["http://q/all", "id-1"],
      ["http://q/all-2", "id-1"],
      ["http://q/all", "id-2"],
      ["http://q/all-2", "id-2"],
      ["http://q/two", "id-2"],
    ]);
  });

  it("goes to a rule that is last after all others have all events of the request, and before the answer", async () => {
    const { bus, attempts } = createBusUnderTest([
      ruleTo([targetOn("telling")], { name: "telling", last: true }),
      ruleTo([targetOn("acting")], { name: "acting" }),
    ]);
    const answer = await bus.putEvents({ Entries: [entry(), entry()] });
    expect(answer).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: "id-1" }, { EventId: "id-2" }] });
    expect(attempts.map(({ queueUrl, body }) => [queueUrl, (JSON.parse(body) as { id: string }).id])).toEqual([
      ["http://q/acting", "id-1"],
      ["http://q/acting", "id-2"],
      ["http://q/telling", "id-1"],
      ["http://q/telling", "id-2"],
    ]);
  });

  it.each(["arn:aws:events:us-east-1:000000000000:event-bus/bus-1", "bus-1"])("finds its bus by %s", async (EventBusName) => {
    const { bus, attempts } = createBusUnderTest([ruleTo([targetOn("q")])]);
    await bus.putEvents({ Entries: [entry({ EventBusName })] });
    expect(attempts).toHaveLength(1);
  });

  it.each([null, undefined])("goes to the default bus if the name is %s", async (EventBusName) => {
    const { bus, attempts } = createBusUnderTest([ruleTo([targetOn("q")], { busName: "default" })]);
    await bus.putEvents({ Entries: [entry({ EventBusName })] });
    expect(attempts).toHaveLength(1);
  });

  it("for a bus that does not exist is accepted, as on AWS, and logged", async () => {
    const { bus, logged } = createBusUnderTest([], { busNames: ["empty"] });
    await bus.putEvents({ Entries: [entry({ EventBusName: "empty" }), entry({ EventBusName: "typo" })] });
    expect(logged).toEqual([
      { level: "warn", code: "eventbridge.unknown_bus", fields: { code: "eventbridge.unknown_bus", bus: "typo", eventId: "id-2" } },
    ]);
  });
});

describe("an entry is refused", () => {
  const required = (name: string) => ({
    ErrorCode: "InvalidArgument",
    ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
  });
  const malformed = { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };

  it.each([
    [{ Source: undefined }, required("Source")],
    [{ Source: "" }, required("Source")],
    [{ DetailType: null }, required("DetailType")],
    [{ Detail: undefined }, required("Detail")],
    [{ Detail: "text" }, malformed],
    [{ Detail: '["x"]' }, malformed],
    [{ Detail: '"x"' }, malformed],
    [{ Detail: "12345678901234567890" }, malformed],
    [{ Detail: '{"a":' }, malformed],
    [{ Source: "aws.rds" }, { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." }],
  ])("%j", async (more, result) => {
    const { bus, attempts } = createBusUnderTest([ruleTo([targetOn("q")])]);
    const answer = await bus.putEvents({ Entries: [entry(more), entry()] });
    expect(answer).toEqual({ FailedEntryCount: 1, Entries: [result, { EventId: "id-1" }] });
    expect(attempts).toHaveLength(1);
  });

  it("when a test says so, and only then", async () => {
    const fault = { code: "ThrottlingException", message: "slow down" };
    const { bus, attempts } = createBusUnderTest([ruleTo([targetOn("q")])], {
      failEntry: (_entry, index) => (index === 1 ? fault : undefined),
    });
    const answer = await bus.putEvents({ Entries: [entry(), entry()] });
    expect(answer.Entries[1]).toEqual({ ErrorCode: "ThrottlingException", ErrorMessage: "slow down" });
    expect(attempts).toHaveLength(1);
  });
});

describe("a request is refused", () => {
  const half = "x".repeat(524_288 - 27);

  it.each([
    [{}, "eventbridge.validation", "not be null"],
    [{ Entries: [] }, "eventbridge.validation", "have length greater than or equal to 1"],
    [{ Entries: Array.from({ length: 11 }, () => entry()) }, "eventbridge.validation", "have length less than or equal to 10"],
    [{ Entries: [{ Source: 7 }] }, "eventbridge.serialization", "Entries.0.Source"],
    [[], "eventbridge.serialization", "object, received"],
  ])("%j", async (body, code, message) => {
    const { bus } = createBusUnderTest([]);
    await expect(bus.putEvents(body)).rejects.toMatchObject({ code, message: expect.stringContaining(message) as string });
  });

  it("from 1 MB on, by AWS's way of counting", async () => {
    const { bus } = createBusUnderTest([]);
    // 524,288 bytes each: source 16, detail type 11, and the rest detail.
    await expect(bus.putEvents({ Entries: [entry({ Detail: half }), entry({ Detail: half })] })).rejects.toMatchObject({
      code: "eventbridge.validation",
      message: "Total size of the entries in the request is over the limit.",
    });
    const answer = await bus.putEvents({ Entries: [entry({ Detail: half }), entry({ Detail: half.slice(1) })] });
    expect(answer.FailedEntryCount).toBe(2);
  });
});

describe("emitServiceEvent", () => {
  it("publishes what only an AWS service may", async () => {
    const rule = ruleTo([targetOn("q")], { busName: "default", pattern: { source: ["aws.rds"], detail: { EventID: ["RDS-EVENT-0169"] } } });
    const { bus, attempts } = createBusUnderTest([rule]);
    const id = await bus.emitServiceEvent({
      source: "aws.rds",
      detailType: "RDS DB Cluster Event",
      detail: { EventID: "RDS-EVENT-0169" },
      timeMs: 0,
    });
    expect(id).toBe("id-1");
    expect(JSON.parse(attempts[0]!.body)).toMatchObject({
      source: "aws.rds",
      time: "1970-01-01T00:00:00Z",
      detail: { EventID: "RDS-EVENT-0169" },
    });
  });
});
