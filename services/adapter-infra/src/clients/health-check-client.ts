/** The health checks of Route 53 behind a narrow port; the only file that knows the SDK's words for them. */
import { GetHealthCheckCommand, GetHealthCheckStatusCommand, Route53Client, UpdateHealthCheckCommand } from "@aws-sdk/client-route-53";
import { createClientPair } from "@dr/adapter-kit";
import type { FunctionEnv } from "@dr/runtime";

/** What makes a check speak of itself, or say one thing whatever it watches. */
export interface CheckSetting {
  /** A disabled check watches nothing and counts as healthy. */
  readonly disabled: boolean;
  /** The check says the opposite; a disabled one too. */
  readonly inverted: boolean;
}

/** A health check. `type` is Route 53's word, such as `HTTPS`, `CALCULATED` or `RECOVERY_CONTROL`. */
export interface CheckFacts extends CheckSetting {
  readonly id: string;
  readonly version: number;
  readonly type: string;
}

/** Health checks: one service for all Regions. Reads are repeated by the client, a change is sent once. */
export interface HealthCheckPort {
  /** Throws `NoSuchHealthCheck`. */
  readonly describe: (id: string) => Promise<CheckFacts>;
  /** What the checkers see of an endpoint; undefined where none of them tells (a check of other checks or of an alarm has no checkers). */
  readonly sees: (id: string) => Promise<"healthy" | "unhealthy" | undefined>;
  /** Changes the setting, if the check is still of that version. Throws `HealthCheckVersionMismatch` if it is not. */
  readonly set: (check: Pick<CheckFacts, "id" | "version">, setting: CheckSetting) => Promise<void>;
}

/** An endpoint is healthy if more than this part of the checkers says so (Route 53 developer guide, "How Route 53 determines the status of health checks"). */
const HEALTHY_SHARE = 0.18;

/** Route 53's health checks behind their port. */
export function createHealthCheckPort(env: FunctionEnv): HealthCheckPort {
  const { read, mutate } = createClientPair(env, (config) => new Route53Client(config));
  return {
    describe: async (HealthCheckId) => {
      const { HealthCheck } = await read.send(new GetHealthCheckCommand({ HealthCheckId }));
      const { Type = "", Disabled = false, Inverted = false } = HealthCheck?.HealthCheckConfig ?? {};
      return { id: HealthCheckId, version: HealthCheck?.HealthCheckVersion ?? 0, type: Type, disabled: Disabled, inverted: Inverted };
    },
    sees: async (HealthCheckId) => {
      const { HealthCheckObservations = [] } = await read.send(new GetHealthCheckStatusCommand({ HealthCheckId }));
      const words = HealthCheckObservations.flatMap(
        ({ StatusReport }) => /^(?:Success|Failure)\b/.exec(StatusReport?.Status ?? "")?.[0] ?? [],
      );
      if (words.length === 0) return undefined;
      return words.filter((word) => word === "Success").length / words.length > HEALTHY_SHARE ? "healthy" : "unhealthy";
    },
    set: async ({ id, version }, { disabled, inverted }) => {
      await mutate.send(
        new UpdateHealthCheckCommand({ HealthCheckId: id, HealthCheckVersion: version, Disabled: disabled, Inverted: inverted }),
      );
    },
  };
}
