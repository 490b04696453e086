import { describe, expect, test } from "vitest";
import { createVirtualClock } from "@dr/runtime";
import { createTestApi } from "../../test/api.ts";
import { createThrottle, parseQuotas } from "./throttle.ts";

const quotas = parseQuotas("read=2/3, heavy=0.1/1");
const tries = (throttle: ReturnType<typeof createThrottle>, caller: string, count: number): number =>
  Array.from({ length: count }, () => {
    try {
      throttle(caller, "read");
      return 1;
    } catch {
      return 0;
    }
  }).reduce<number>((sum, each) => sum + each, 0);

describe("a bucket", () => {
  test("holds its burst, and fills again by the second", () => {
    const clock = createVirtualClock("2026-11-23T04:00:00.000Z");
    const throttle = createThrottle(quotas, clock);
    expect(tries(throttle, "kim", 5)).toBe(3);
    clock.advance(1000);
    expect(tries(throttle, "kim", 5)).toBe(2);
    clock.advance(60_000);
    expect(tries(throttle, "kim", 5)).toBe(3);
  });

  test("is one caller's and one class's", () => {
    const throttle = createThrottle(quotas, createVirtualClock("2026-11-23T04:00:00.000Z"));
    expect([tries(throttle, "kim", 9), tries(throttle, "ann", 9)]).toEqual([3, 3]);
    expect(() => throttle("kim", "heavy")).not.toThrow();
    expect(() => throttle("kim", "heavy")).toThrow(
      expect.objectContaining({ code: "http.too_many_requests", details: expect.objectContaining({ retryAfterSeconds: 10 }) }),
    );
  });

  test("a clock that jumps back an hour locks nobody out", () => {
    let nowMs = 10_000_000;
    const throttle = createThrottle(quotas, { nowMs: () => nowMs });
    expect(tries(throttle, "kim", 3)).toBe(3);
    nowMs -= 3_600_000;
    expect(tries(throttle, "kim", 1)).toBe(0);
    nowMs += 1000;
    expect(tries(throttle, "kim", 5)).toBe(2);
  });
});

test.each(["reed=1/1", "read=0/1", "read=1", "read=1/0"])("DR_API_QUOTAS=%s is refused", (text) => {
  expect(() => parseQuotas(text)).toThrow(
    expect.objectContaining({ code: "env.invalid", message: expect.stringContaining("DR_API_QUOTAS") }),
  );
});

test("over HTTP: 429 with Retry-After, per person whatever the session is called, and others go on", async () => {
  const { call } = createTestApi({ quotas: parseQuotas("list=1/2") });
  const statusOf = async (session: string): Promise<number> => (await call("GET /plans", { session })).status;
  expect([await statusOf("kim"), await statusOf("Kim"), await statusOf("KIM"), await statusOf("ann")]).toEqual([200, 200, 429, 200]);
  const refused = await call("GET /plans", { session: "kim" });
  expect(refused).toMatchObject({ status: 429, headers: { "retry-after": "1" }, body: { code: "http.too_many_requests" } });
});
