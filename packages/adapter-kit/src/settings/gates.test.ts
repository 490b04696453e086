/** Settings that may stand under `validation`, and lengths of time as plans write them. */
import { expect, test } from "vitest";
import * as z from "zod";
import { isGate, settingsOf } from "./gates.ts";
import { secondsSchema } from "./seconds.ts";

const config = z.strictObject({ region: z.string().optional(), lagThreshold: secondsSchema().optional().meta(isGate) });

test("what the operation marks is taken from validation, and nothing else; config counts more", () => {
  const validation = { lagThreshold: "15m", region: "eu-west-1", requireManualApproval: true };
  expect(settingsOf(config, { config: {}, validation })).toEqual({ lagThreshold: "15m" });
  expect(settingsOf(config, { config: { lagThreshold: 5 }, validation })).toEqual({ lagThreshold: 5 });
  expect(config.parse(settingsOf(config, { config: {}, validation }))).toEqual({ lagThreshold: 900 });
});

test.each([
  ["5s", 5],
  ["15m", 900],
  ["1.5h", 5_400],
  ["2d", 172_800],
  [30, 30],
])("%j is %d seconds", (written, seconds) => {
  expect(secondsSchema().parse(written)).toBe(seconds);
});

test.each(["soon", "5", "-5s", "5 s", "5ms", -1])("%j is no length of time", (written) => {
  expect(secondsSchema().safeParse(written).success).toBe(false);
});
