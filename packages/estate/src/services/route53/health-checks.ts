// GetHealthCheck, GetHealthCheckStatus and UpdateHealthCheck.
import type { GetHealthCheckResponse, GetHealthCheckStatusResponse, UpdateHealthCheckResponse } from "@aws-sdk/client-route-53";
import * as z from "zod";
import { readOperation, writeOperation } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";
import { healthCheckKind, healthCheckShape, type HealthCheckRecord } from "./health-check-records.ts";
import { healthCheckVersionMismatch, invalidInput, noSuchHealthCheck } from "./route53-errors.ts";

const input = z.object({ HealthCheckId: z.string().max(64) });
const requireCheck = (world: WorldView, id: string): HealthCheckRecord => {
  const check = world.get(healthCheckKind, GLOBAL_REGION, id);
  if (check === undefined) throw noSuchHealthCheck(id);
  return check;
};

/** GetHealthCheck. */
export const getHealthCheck = readOperation({
  input,
  resources: ({ HealthCheckId }) => [HealthCheckId],
  run: ({ HealthCheckId }, { world }): GetHealthCheckResponse => ({ HealthCheck: healthCheckShape(requireCheck(world, HealthCheckId)) }),
});

const CHECKERS = [
  "us-east-1",
  "us-west-1",
  "us-west-2",
  "eu-west-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-northeast-1",
  "sa-east-1",
] as const;

/** GetHealthCheckStatus: what the checkers saw of an endpoint. A check that watches no endpoint has no checkers, as on AWS. */
export const getHealthCheckStatus = readOperation({
  input,
  resources: ({ HealthCheckId }) => [HealthCheckId],
  run: ({ HealthCheckId }, { world, nowMs }): GetHealthCheckStatusResponse => {
    const { type, endpointHealthy } = requireCheck(world, HealthCheckId);
    if (type === "CALCULATED" || type === "CLOUDWATCH_METRIC" || type === "RECOVERY_CONTROL")
      throw invalidInput(`Health check ${HealthCheckId} is of type ${type}, whose status no health checker reports`);
    const Status = endpointHealthy ? "Success: HTTP Status Code 200, OK" : "Failure: Connection timed out. The endpoint did not answer.";
    return {
      HealthCheckObservations: CHECKERS.map((Region, index) => ({
        Region,
        IPAddress: `192.0.2.${100 + index}`,
        StatusReport: { Status, CheckedTime: new Date(nowMs) },
      })),
    };
  },
  withStatus: (output, status) => ({
    HealthCheckObservations: (output.HealthCheckObservations ?? []).map((seen) => ({ ...seen, StatusReport: { Status: status } })),
  }),
});

/** UpdateHealthCheck: what is not said stays. The version that is said has to be the check's own. */
export const updateHealthCheck = writeOperation({
  input: z.object({
    ...input.shape,
    HealthCheckVersion: z.int().min(1).optional(),
    Disabled: z.boolean().optional(),
    Inverted: z.boolean().optional(),
    FailureThreshold: z.int().min(1).max(10).optional(),
    FullyQualifiedDomainName: z.string().max(255).optional(),
    Port: z.int().min(1).max(65_535).optional(),
    ResourcePath: z.string().max(255).optional(),
  }),
  resources: ({ HealthCheckId }) => [HealthCheckId],
  run: ({ HealthCheckId, HealthCheckVersion, ...asked }, { world }): UpdateHealthCheckResponse => {
    const check = requireCheck(world, HealthCheckId);
    if (HealthCheckVersion !== undefined && HealthCheckVersion !== check.version)
      throw healthCheckVersionMismatch(HealthCheckId, check.version);
    const next: HealthCheckRecord = {
      ...check,
      version: check.version + 1,
      disabled: asked.Disabled ?? check.disabled,
      inverted: asked.Inverted ?? check.inverted,
      failureThreshold: asked.FailureThreshold ?? check.failureThreshold,
      fullyQualifiedDomainName: asked.FullyQualifiedDomainName ?? check.fullyQualifiedDomainName,
      port: asked.Port ?? check.port,
      resourcePath: asked.ResourcePath ?? check.resourcePath,
    };
    world.put(healthCheckKind, GLOBAL_REGION, HealthCheckId, next);
    return { HealthCheck: healthCheckShape(next) };
  },
});
