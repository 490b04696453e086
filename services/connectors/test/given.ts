// A lane in miniature: the events of an execution go through one connector, its memory is kept, and what was sent is there to look at.
import {
  attempt,
  type Answer,
  type EarlierTries,
  type Integration,
  type LaneMemory,
  type OutboundRequest,
  type Receiver,
  type Verdict,
} from "@dr/delivery";
import type { Envelope } from "@dr/events";

const AT = "2026-11-28T12:00:00.000Z";
const ok: Answer = { status: 200, headers: {}, body: "{}", latencyMs: 1 };

/** A fact of the execution `e-1`. */
export function fact(type: string, data: Record<string, unknown> = {}, sequence = 2): Envelope & { readonly sequence: number } {
  return {
    specversion: "1.0",
    id: `EXEC#e-1:${sequence}`,
    source: "dr.orchestration",
    type,
    time: AT,
    subject: "e-1",
    dataschema: "urn:x",
    sequence,
    correlationid: "c",
    causationid: "c",
    epoch: 0,
    schemaversion: 1,
    actor: "planner",
    data,
  };
}

export interface Playing {
  readonly settings?: Readonly<Record<string, string>>;
  readonly executionType?: "drill" | "recovery";
  readonly answer?: (request: OutboundRequest) => Answer | Error;
}

/** Plays events; `sent` grows, the memory goes from one to the next, and what is not taken is sent again by `again`. */
export function play(integration: Integration, { settings = {}, executionType = "recovery", answer = () => ok }: Playing = {}) {
  const sent: (OutboundRequest & { readonly json: Record<string, never> & { [name: string]: never } })[] = [];
  const receiver: Receiver = {
    receiverId: "connectors.x",
    kind: integration.kind,
    filter: {},
    settings,
    enabled: true,
    since: AT,
    ratePerSecond: 10,
    retryHours: 1,
  };
  let memory: LaneMemory = {};
  let earlier: EarlierTries = { taken: [], unanswered: false };
  const send = async (request: OutboundRequest): Promise<Answer> => {
    sent.push({ ...request, json: parse(request.body) });
    const given = answer(request);
    if (given instanceof Error) throw given;
    return Promise.resolve(given);
  };
  return {
    sent,
    memory: () => memory,
    event: async (event: Envelope & { readonly sequence: number }): Promise<Verdict> => {
      const context = { executionId: "e-1", planId: "shop", executionType, mode: "unplanned", tags: {} } as const;
      const result = await attempt(integration, send, { event, context, memory, receiver }, earlier);
      memory = result.memory;
      earlier =
        result.verdict.kind === "sent"
          ? { taken: [], unanswered: false }
          : { taken: result.taken, unanswered: result.verdict.kind === "unknown" };
      return result.verdict;
    },
  };
}

function parse(body: string): never {
  try {
    return JSON.parse(body) as never;
  } catch {
    return Object.fromEntries(new URLSearchParams(body)) as never;
  }
}
