/** What a vendor's connector implements: a mapping from an event to requests, and what an answer means. */
import type { Envelope } from "@dr/events";
import type { ExecutionContext } from "./execution-context.ts";
import type { Receiver } from "./receiver.ts";

/** What an integration keeps for one receiver and one execution, e.g. the root message of a thread. Survives JSON. */
export type LaneMemory = Readonly<Record<string, string>>;

/** One request of an event. `id` is the same at every retry and replay: receivers that deduplicate see one thing. */
export interface OutboundRequest {
  readonly id: string;
  readonly method: "POST" | "PUT" | "PATCH" | "GET" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What the lane remembers once this request is taken. */
  readonly memory?: LaneMemory;
}

/** What came back, up to 64 KB of it. Times in milliseconds. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly latencyMs: number;
  readonly address?: string;
}

/**
 * What an answer means. `retry` is tried again (not before `afterSeconds`, if it says so), `dead` never: it goes to the dead letters with its reason; `gone`: so would everything else, for good.
 * `unknown`: the request was written and nothing came back; whether it counts is for the integration's `onUnknown`.
 */
export type Verdict =
  | { readonly kind: "sent"; readonly memory?: LaneMemory }
  | { readonly kind: "retry"; readonly reason: string; readonly afterSeconds?: number }
  | { readonly kind: "dead"; readonly reason: string; readonly gone?: true }
  | { readonly kind: "unknown"; readonly reason: string };

/** What a mapping works on. Secrets are added by the integration's own closure when the request is made, never stored. */
export interface MappingInput {
  readonly event: Envelope & { readonly sequence: number };
  readonly context: ExecutionContext;
  readonly memory: LaneMemory;
  readonly receiver: Receiver;
}

/** Sends one request. Throws `RequestRefused` when nothing was written, and anything else when it is not known what became of it. */
export type Send = (request: OutboundRequest) => Promise<Answer>;

/** How an event ended that an integration worked on by itself; `wanted` is false when there was nothing to do. */
export interface Performed {
  readonly verdict: Verdict;
  readonly wanted: boolean;
  readonly memory: LaneMemory;
  readonly answer?: Answer;
}

/** How the first of some events ended: one verdict each, in order. Events without one were not tried; what follows a verdict that is neither `sent` nor `dead` does not count. */
export interface BatchPerformed {
  readonly verdicts: readonly [Verdict, ...Verdict[]];
  readonly memory: LaneMemory;
  readonly answer?: Answer;
}

/** One integration. Pure but for the secrets that it closes over. */
export interface Integration {
  /** E.g. `slack`. */
  readonly kind: string;
  /** The requests of an event, in order; none when the receiver does not care. */
  readonly toRequests: (input: MappingInput) => readonly OutboundRequest[] | Promise<readonly OutboundRequest[]>;
  /** Reads an answer. The default is `judgeByStatus`. */
  readonly judge?: (answer: Answer, request: OutboundRequest) => Verdict;
  /** `resend` where the target deduplicates or a duplicate is better than a loss (default); `lookup` reads back before it sends again. */
  readonly onUnknown?: "resend" | ((request: OutboundRequest, input: MappingInput) => Promise<Verdict>);
  /** In the place of `toRequests`, where each step depends on the answer to the one before: it sends for itself, and may be repeated at any point. */
  readonly perform?: (input: MappingInput, send: Send) => Promise<Performed>;
  /** In the place of both, where one request takes several events: the next ones of an execution that the receiver wants, without a hole, at most `batchSize`. */
  readonly performBatch?: (inputs: readonly [MappingInput, ...MappingInput[]], send: Send) => Promise<BatchPerformed>;
  /** Default: 50. */
  readonly batchSize?: number;
}
