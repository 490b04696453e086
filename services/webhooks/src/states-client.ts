/** Says something to a task of Step Functions that waits; the client is loaded when the first one does. */
import { RequestRefused, type Answer, type Send } from "@dr/delivery";
import { platformClientConfig, type BaseEnv } from "@dr/runtime";
import type { SFNClient } from "@aws-sdk/client-sfn";
import { STATES, type TaskCall } from "./task-token-integration.ts";

interface Said {
  readonly taskToken: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/**
 * A sender of calls. An answer has status 200, or 400 with the name of the error as its body: never the token. A connection that was not made is
 * `RequestRefused`; anything else is thrown, since nobody knows whether it was heard.
 */
export function createSendToStates(env: BaseEnv): Send {
  const clients = new Map<string, SFNClient>();
  return async ({ url, headers, body }) => {
    const { SFNClient, SendTaskFailureCommand, SendTaskHeartbeatCommand, SendTaskSuccessCommand, SFNServiceException } =
      await import("@aws-sdk/client-sfn");
    const config = platformClientConfig(env, "states", "mutate");
    const region = headers["region"] ?? config.region;
    const client = clients.get(region) ?? new SFNClient({ ...config, region });
    clients.set(region, client);
    const { taskToken, output = "{}", error: name, cause } = JSON.parse(body) as Said;
    const calls: Readonly<Record<TaskCall, () => Promise<unknown>>> = {
      SendTaskSuccess: () => client.send(new SendTaskSuccessCommand({ taskToken, output })),
      SendTaskFailure: () => client.send(new SendTaskFailureCommand({ taskToken, error: name, cause })),
      SendTaskHeartbeat: () => client.send(new SendTaskHeartbeatCommand({ taskToken })),
    };
    const startedAt = performance.now();
    const answered = (status: number, text: string): Answer => ({
      status,
      headers: {},
      body: text,
      latencyMs: Math.round(performance.now() - startedAt),
    });
    try {
      await calls[url.slice(STATES.length) as TaskCall]();
      return answered(200, "");
    } catch (error) {
      if (error instanceof SFNServiceException) return answered(400, error.name);
      const code = (error as { code?: string }).code ?? "";
      if (code === "ECONNREFUSED" || code === "ENOTFOUND") throw new RequestRefused(`Step Functions: no connection: ${code}`);
      throw new Error("Step Functions: no answer", { cause: error });
    }
  };
}
