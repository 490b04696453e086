/** A bus for a word now and then: one signed request, without the client of EventBridge, which would weigh more than all else of a cold start. */
import { awsHost, createBus, readOutcomes, systemSleep, type BaseEnv, type Bus, type FunctionEnv } from "@dr/runtime";

/** Nobody waits longer for an answer, in milliseconds. */
const TIMEOUT_MS = 3_000;
/** Audit events are tried twice: whoever asked waits meanwhile. */
const MAX_TRIES = 2;

/** The bus of this name. What signs is loaded with the first event that is put on it. */
export function createLateBus(env: BaseEnv, variables: FunctionEnv, busName: string): Bus {
  const url = `${env.DR_EVENTS_ENDPOINT ?? `https://${awsHost("events", env.AWS_REGION)}`}/`;
  return createBus({
    maxTries: MAX_TRIES,
    sleep: systemSleep,
    putEntries: async (entries) => {
      const { createSignRequest } = await import("./sender/sign-request.ts");
      const body = JSON.stringify({
        Entries: entries.map(({ source, detailType, detail }) => ({
          EventBusName: busName,
          Source: source,
          DetailType: detailType,
          Detail: JSON.stringify(detail),
        })),
      });
      const typed = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AWSEvents.PutEvents" };
      const { host: _host, ...headers } = await createSignRequest(variables)({
        service: "events",
        region: env.AWS_REGION,
        url,
        headers: typed,
        body,
      });
      const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "error" });
      const text = await response.text();
      if (!response.ok) throw new Error(`PutEvents answered ${response.status}: ${text.slice(0, 300)}`);
      return readOutcomes(entries.length, JSON.parse(text) as Parameters<typeof readOutcomes>[1]);
    },
  });
}
