/** What a plan may say about health checks. */
import * as z from "zod";
import { block, refuseWith } from "@dr/adapter-kit";
import { parseJson } from "@dr/runtime";

/** An endpoint: http, https or tcp. */
export const endpointSchema = z
  .string()
  .max(500)
  .regex(/^(?:https?:\/\/[^\s/@]+(?:\/\S*)?|tcp:\/\/[^\s/@]+:[0-9]{1,5})$/, "expected http://…, https://… or tcp://host:port");

/** How health is judged. */
export const healthSettings = () => ({
  consecutiveSuccesses: z.int().min(1).max(20).default(3).describe("So many looks in a row must pass"),
  probeTimeoutSeconds: z.int().min(1).max(8).default(5).describe("Seconds until one look counts as failed"),
  expectedStatuses: z.array(z.int().min(100).max(599)).min(1).default([200]),
  bodyContains: z.string().min(1).max(200).optional().describe("Text that an HTTP answer must contain"),
  healthCheckTimeout: z.int().positive().max(86_400).optional().describe("Seconds within which it must be healthy"),
  healthCheckRetries: z
    .int()
    .nonnegative()
    .max(10_000)
    .optional()
    .describe("So many failed looks are forgiven; without it, all until the timeout"),
});

/** Endpoints out of a parameter: a JSON array, or separated by commas or spaces. Throws `application.bad_endpoints`. */
export function parseEndpoints(text: string, from: string): readonly string[] {
  const listed: unknown = text.trim().startsWith("[") ? parseJson(text) : text.split(/[\s,]+/).filter((part) => part !== "");
  const read = z.array(endpointSchema).min(1).max(50).safeParse(listed);
  if (read.success) return read.data;
  throw refuseWith(
    block("application.bad_endpoints", `${from} holds no list of endpoints, expected http://…, https://… or tcp://host:port`),
  );
}
