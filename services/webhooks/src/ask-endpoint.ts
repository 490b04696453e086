/** Asks an endpoint whether it is who was meant: nobody is sent anything before it has answered a challenge. */
import {
  RequestRefused,
  signWebhook,
  type Answer,
  type OutboundRequest,
  type Receiver,
  type ReceiverStore,
  type RecordStore,
  type Send,
} from "@dr/delivery";
import type { Clock, NewId } from "@dr/runtime";
import { secretsOf } from "./secrets.ts";

/** What asking needs. */
export interface AskEndpointDeps {
  readonly receivers: Pick<ReceiverStore, "get" | "put">;
  readonly records: Pick<RecordStore, "add">;
  readonly send: Send;
  /** The key that receivers' secrets are derived from. */
  readonly readKey: () => Promise<string>;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Talks to an endpoint outside of any execution. Both survive a repetition. */
export interface AskEndpoint {
  /** Sends `dr.endpoint.verify` with a challenge; the endpoint is switched on when the body of its 2xx answer holds it, and told off with the reason otherwise. */
  readonly verify: (receiverId: string) => Promise<void>;
  /** Sends `dr.endpoint.test` once and records what came of it. */
  readonly test: (receiverId: string, eventId: string) => Promise<void>;
}

/** Asks endpoints. */
export function createAskEndpoint(deps: AskEndpointDeps): AskEndpoint {
  const { receivers, records, clock, newId } = deps;
  return {
    verify: async (receiverId) => {
      const receiver = await receivers.get(receiverId);
      if (!receiver) return;
      const challenge = newId();
      const asked = await ask(deps, receiver, { id: `verify-${newId()}`, type: "dr.endpoint.verify", data: { challenge } });
      const reason = "reason" in asked ? asked.reason : refusalOf(asked.answer, challenge);
      const { disabledReason: _reason, ...open } = receiver;
      const since = receiver.enabled ? receiver.since : clock.nowIso();
      await receivers.put(reason === undefined ? { ...open, enabled: true, since } : { ...open, enabled: false, disabledReason: reason });
    },
    test: async (receiverId, eventId) => {
      const receiver = await receivers.get(receiverId);
      if (!receiver) return;
      const asked = await ask(deps, receiver, { id: eventId, type: "dr.endpoint.test", data: { message: "this is a test" } });
      const base = { receiverId, eventId, executionId: "none", sequence: 0, type: "EndpointTest", at: clock.nowIso(), attempt: 1 };
      if ("reason" in asked) await records.add({ ...base, outcome: "unknown", reason: asked.reason });
      else {
        const { status, latencyMs, body } = asked.answer;
        const taken = status >= 200 && status < 300;
        await records.add({
          ...base,
          outcome: taken ? "sent" : "dead",
          status,
          latencyMs,
          answer: body.slice(0, 4_096),
          ...(taken ? {} : { reason: `answered ${status}` }),
        });
      }
    },
  };
}

interface Question {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}

type Asked = { readonly answer: Answer } | { readonly reason: string };

async function ask({ send, readKey, clock }: AskEndpointDeps, receiver: Receiver, { id, type, data }: Question): Promise<Asked> {
  const body = JSON.stringify({ type, timestamp: clock.nowIso(), data });
  const timestampSeconds = Math.floor(clock.nowMs() / 1_000);
  const headers = signWebhook(secretsOf(await readKey(), receiver, clock.nowIso()), { id, timestampSeconds, body });
  const url = receiver.settings["url"] ?? "";
  const request: OutboundRequest = { id, method: "POST", url, headers: { "content-type": "application/json", ...headers }, body };
  try {
    return { answer: await send(request) };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { reason: error instanceof RequestRefused ? text : `no answer: ${text}` };
  }
}

/** Why the answer proves nothing; undefined when it does. */
function refusalOf({ status, body }: Answer, challenge: string): string | undefined {
  if (status < 200 || status >= 300) return `the challenge was answered ${status}: expected 2xx with the challenge in the body`;
  return body.includes(challenge) ? undefined : "the answer does not hold the challenge: send back `data.challenge` in the body";
}
