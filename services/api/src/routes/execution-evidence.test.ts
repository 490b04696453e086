import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { assertChain, EMPTY_HEAD } from "@dr/event-log";
import { createTestApi } from "../../test/api.ts";
import { answerTask, planAndRun, startTwoWaves } from "../../test/plans.ts";
import { compressLarge } from "../http/compress.ts";

async function withHistory() {
  const api = createTestApi();
  const executionId = await startTwoWaves(api);
  await planAndRun(api, executionId);
  await answerTask(api, executionId, "w1-database", "completed");
  const events = async (query: string) => {
    const { status, body } = await api.call(`GET /api/v1/executions/${executionId}/events${query}`, { role: "DRReadOnly" });
    return {
      status,
      sequences: body.events?.map((event: { sequence: number }) => event.sequence),
      nextAfter: body.nextAfter,
      head: body.headVersion,
    };
  };
  return { ...api, executionId, events };
}

describe("GET …/events", () => {
  test("gives the envelopes that went over the bus", async () => {
    const { call, executionId } = await withHistory();
    const { body } = await call(`GET /api/v1/executions/${executionId}/events?limit=1`);
    expect(body.events[0]).toMatchObject({
      specversion: "1.0",
      id: `EXEC#${executionId}:1`,
      source: "dr.orchestration",
      type: "ExecutionRequested",
      subject: executionId,
      sequence: 1,
      data: { planId: "two-waves" },
    });
  });

  test("pages by version, from any version, also inside a commit", async () => {
    const { events } = await withHistory();
    const all = await events("");
    expect(all.sequences).toEqual(Array.from({ length: all.head }, (_, index) => index + 1));
    expect(all.nextAfter).toBeUndefined();
    const walked: number[] = [];
    for (let after: number | undefined = 0, pages = 0; after !== undefined && pages < 99; pages += 1) {
      const page = await events(`?after=${after}&limit=2`);
      walked.push(...page.sequences);
      after = page.nextAfter;
    }
    expect(walked).toEqual(all.sequences);
    for (const after of all.sequences) expect((await events(`?after=${after}`)).sequences).toEqual(all.sequences.slice(after));
    expect(await events(`?after=${all.head + 50}`)).toMatchObject({ status: 200, sequences: [] });
  });

  test.each(["?after=-1", "?after=x", "?limit=0", "?limit=1001", "?from=1"])("%s is refused", async (query) => {
    const { events } = await withHistory();
    expect((await events(query)).status).toBe(400);
  });
});

describe("GET …/export", () => {
  test("gives every commit, the head and the view of the same moment, verifiable without the platform", async () => {
    const { call, executionId, log } = await withHistory();
    const { status, headers, body } = await call(`GET /api/v1/executions/${executionId}/export`, { role: "DRReadOnly" });
    expect([status, headers["content-disposition"]]).toEqual([200, `attachment; filename="${executionId}.json"`]);
    expect(body).toMatchObject({
      format: "dr-orchestration-export",
      formatVersion: 3,
      streamId: `EXEC#${executionId}`,
      exportedAt: "2026-11-23T04:00:00.000Z",
      estate: "simulated",
      execution: { executionId, status: "paused" },
    });
    expect(body.commits).toEqual(JSON.parse(JSON.stringify(await log.read(`EXEC#${executionId}`))));
    assertChain(body.streamId, body.commits, EMPTY_HEAD);
    expect(body.head).toEqual({ version: body.commits.at(-1).lastVersion, hash: body.commits.at(-1).hash });
  });
});

describe("large answers", () => {
  const large = { status: 200, headers: { etag: '"1"' }, body: { text: "x".repeat(7_000_000) } };

  test("travel compressed to whoever takes gzip", async () => {
    const answer = await compressLarge(large, "gzip, deflate, br");
    expect(answer).toMatchObject({
      status: 200,
      isBase64Encoded: true,
      headers: { etag: '"1"', "content-encoding": "gzip", "content-type": "application/json" },
    });
    expect(JSON.parse(gunzipSync(Buffer.from(String(answer.body), "base64")).toString())).toEqual(large.body);
  });

  test("are refused to whoever does not, with what would help", async () => {
    await expect(compressLarge(large, undefined)).rejects.toMatchObject({ code: "http.response_too_large" });
  });

  test("small ones stay as they are", async () => {
    const small = { status: 200, body: { a: 1 } };
    expect(await compressLarge(small, "gzip")).toBe(small);
    expect(await compressLarge({ status: 204 }, "gzip")).toEqual({ status: 204 });
  });
});
