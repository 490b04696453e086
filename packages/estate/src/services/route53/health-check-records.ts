// The health checks of the simulated Route 53.
import type { HealthCheck } from "@aws-sdk/client-route-53";
import { defineKind } from "../../world/kind.ts";

/** What a health check watches: an endpoint, other checks, an alarm, or a routing control. */
export const HEALTH_CHECK_TYPES = [
  "HTTP",
  "HTTPS",
  "HTTP_STR_MATCH",
  "HTTPS_STR_MATCH",
  "TCP",
  "CALCULATED",
  "CLOUDWATCH_METRIC",
  "RECOVERY_CONTROL",
] as const;

/** A health check. `endpointHealthy` is what checkers see, before `disabled` and `inverted` count. */
export type HealthCheckRecord = {
  readonly id: string;
  readonly version: number;
  readonly type: (typeof HEALTH_CHECK_TYPES)[number];
  readonly fullyQualifiedDomainName: string;
  readonly port: number;
  readonly resourcePath: string;
  readonly failureThreshold: number;
  readonly disabled: boolean;
  readonly inverted: boolean;
  readonly endpointHealthy: boolean;
};

/** Health checks by id. */
export const healthCheckKind = defineKind<HealthCheckRecord>("route53.health-check");

/** What DNS makes of a check: a disabled one is always healthy, and `Inverted` turns either round (Route 53 API reference, UpdateHealthCheck). */
export const countsAsHealthy = ({ disabled, inverted, endpointHealthy }: HealthCheckRecord): boolean =>
  (disabled || endpointHealthy) !== inverted;

/** The check as the API writes it. */
export const healthCheckShape = (check: HealthCheckRecord): HealthCheck => ({
  Id: check.id,
  CallerReference: `simulated-${check.id}`,
  HealthCheckVersion: check.version,
  HealthCheckConfig: {
    Type: check.type,
    FullyQualifiedDomainName: check.fullyQualifiedDomainName,
    Port: check.port,
    ResourcePath: check.resourcePath,
    RequestInterval: 30,
    FailureThreshold: check.failureThreshold,
    Inverted: check.inverted,
    Disabled: check.disabled,
  },
});
