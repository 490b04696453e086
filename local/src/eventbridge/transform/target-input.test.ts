/** Input, InputPath and InputTransformer; expectations follow AWS's documentation and recorded answers of AWS. */
import { describe, expect, it } from "vitest";
import { createBusUnderTest, entry, ruleTo, targetOn } from "../testing/bus-under-test.ts";
import type { RuleTarget } from "../bus/rule.ts";

const detail = {
  instance: "i-0123",
  state: "RUNNING",
  ok: true,
  n: 7,
  payload: { acc: "0a78", sf: "baz" },
  states: ["ACTIVE", "INACTIVE"],
  quote: 'say "hi"',
  items: [{ id: 1 }, { id: 2 }],
};

async function send(more: Partial<RuleTarget>, text = JSON.stringify(detail)) {
  const under = createBusUnderTest([ruleTo([targetOn("q", more)])]);
  await under.bus.putEvents({ Entries: [entry({ Detail: text })] });
  return { body: under.attempts[0]?.body, deadLetters: under.deadLetters };
}

async function fill(inputTemplate: string, inputPathsMap: Record<string, string> = {}) {
  return (await send({ inputTransformer: { inputTemplate, inputPathsMap } })).body;
}

describe("input", () => {
  it("is sent as it stands", async () => {
    expect((await send({ input: '{ "x": 1 }' })).body).toBe('{ "x": 1 }');
  });
});

describe("inputPath", () => {
  it.each([
    ["$.detail.payload", '{"acc":"0a78","sf":"baz"}'],
    ["$.detail.state", '"RUNNING"'],
    ["$['detail']['states'][1]", '"INACTIVE"'],
    ["$.detail-type", '"WaveStarted"'],
    ["$.detail.items[*].id", "[1,2]"],
    ["$.detail.payload.*", '["0a78","baz"]'],
    ["$.detail.nothing", "null"],
    ["$.detail.payload[0]", "null"],
  ])("%s gives %s", async (inputPath, body) => {
    expect((await send({ inputPath })).body).toBe(body);
  });

  it("$ gives the whole event, and no digit is lost on the way", async () => {
    expect((await send({ inputPath: "$.detail" }, '{"big":12345678901234567890}')).body).toBe('{"big":12345678901234567890}');
  });
});

describe("inputTransformer", () => {
  const paths = {
    instance: "$.detail.instance",
    state: "$.detail.state",
    payload: "$.detail.payload",
    states: "$.detail.states",
    ok: "$.detail.ok",
    n: "$.detail.n",
    none: "$.detail.none",
  };

  it.each([
    ['"instance <instance> is in <state>"', '"instance i-0123 is in RUNNING"'],
    [String.raw`"instance \"<instance>\" is in <state>"`, String.raw`"instance \"i-0123\" is in RUNNING"`],
    ['{ "instance" : <instance>, "state": [ 9, <state>, true ] }', '{"instance":"i-0123","state":[9,"RUNNING",true]}'],
    ['{"state": "<state>", "text": "it is <state> at <instance>"}', '{"state":"RUNNING","text":"it is RUNNING at i-0123"}'],
    [
      '{"body": <payload>, "list": <states>, "ok": <ok>, "n": <n>}',
      '{"body":{"acc":"0a78","sf":"baz"},"list":["ACTIVE","INACTIVE"],"ok":true,"n":7}',
    ],
    ['"<states> and <payload> and <ok>"', '"[ACTIVE,INACTIVE] and {acc:0a78,sf:baz} and true"'],
    ['{"none": <none>, "text": "[<none>]"}', '{"none":"","text":"[]"}'],
    ['"<instance> a"\n"<state> b"', '"i-0123 a"\n"RUNNING b"'],
    ['"{[/ is text for <state>"', '"{[/ is text for RUNNING"'],
    ['{"a  b": "x  <state>",\n "path": "users/<instance>/<instance>"}', '{"a  b":"x  RUNNING","path":"users/i-0123/i-0123"}'],
  ])("%s", async (template, body) => {
    expect(await fill(template, paths)).toBe(body);
  });

  it("knows the predefined variables", async () => {
    const body = await fill(
      '{"arn": <aws.events.rule-arn>, "name": "<aws.events.rule-name>", "at": <aws.events.event.ingestion-time>, "event": <aws.events.event>}',
    );
    expect(JSON.parse(body!)).toEqual({
      arn: "arn:aws:events:us-east-1:000000000000:rule/bus-1/rule-1",
      name: "rule-1",
      at: "2026-11-23T04:00:00.000Z",
      event: {
        id: "id-1",
        account: "000000000000",
        detailType: "WaveStarted",
        time: "2026-11-23T04:00:00.000Z",
        source: "dr.orchestration",
        region: "us-east-1",
        resources: [],
        version: "0",
      },
    });
    expect(JSON.parse((await fill('{"e": <aws.events.event.json>}'))!)).toMatchObject({ e: { "detail-type": "WaveStarted", detail } });
  });

  it("that does not come out as JSON sends the event to the dead-letter queue, untried", async () => {
    const { body, deadLetters } = await send({
      inputTransformer: { inputTemplate: '{"text": "<quote>"}', inputPathsMap: { quote: "$.detail.quote" } },
    });
    expect(body).toBeUndefined();
    expect(deadLetters).toHaveLength(1);
    expect(deadLetters[0]!.attributes).toMatchObject({ ERROR_CODE: "INVALID_JSON", RETRY_ATTEMPTS: "0" });
    expect(JSON.parse(deadLetters[0]!.body)).toMatchObject({ detail });
  });
});
