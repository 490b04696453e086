/** What all handler wrappers share: middy with an early time-out and the flush of metrics. */
import withMiddleware, { type MiddyHandlerObject } from "@middy/core";
import type { Context } from "aws-lambda";
import { ANSWER_BEFORE_MS } from "../deadline.ts";
import type { LambdaHandler } from "../lambda-entry.ts";
import type { Telemetry } from "../telemetry.ts";

/** An invocation as the wrappers see it; `signal` is aborted when there is just time left to answer. */
export type Invocation = (event: unknown, context: unknown, signal: AbortSignal) => Promise<unknown>;

/** A promise that never settles: at the early time-out the invocation itself answers, because it knows what is done. */
const leaveToInvocation = (): Promise<unknown> => Promise.race([]);

/** Wraps an invocation. It has to answer soon after its signal was aborted. */
export function wrapInvocation(telemetry: Telemetry, invoke: Invocation): LambdaHandler {
  const wrapped = withMiddleware(
    async (event: unknown, context: Context, { signal }: MiddyHandlerObject): Promise<unknown> => {
      try {
        return await invoke(event, context, signal);
      } finally {
        telemetry.metrics.flush();
      }
    },
    { timeoutEarlyInMillis: ANSWER_BEFORE_MS, timeoutEarlyResponse: leaveToInvocation },
  );
  return wrapped as unknown as LambdaHandler;
}

/** Rejects as soon as the signal is aborted; otherwise settles as `work` does. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal, onAbort: () => Error): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(onAbort());
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
