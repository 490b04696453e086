/** What receivers cost a recovery: wave advance with every connector on and every receiver dead, against all off; and how soon a living one hears of an event. */
import { setTimeout as sleep } from "node:timers/promises";
import { median, quantile, toRow, type BenchRow } from "../report.ts";
import { deadReceiver, livingReceiver } from "./endpoints.ts";
import { load } from "./load.ts";
import { advanceLatencies, readTrace } from "./trace.ts";
import { onTracedRuntime } from "./traced-runtime.ts";

/** One recovery at a time: what is measured is the way, not the queue. */
const CONCURRENT = 1;
/** What is asked for: dead receivers may cost a wave a twentieth, and an event is tried within a second. */
const ALLOWED = { ratio: 1.05, firstAttemptMs: 1_000 };

/** Runs everything off, everything dead, and one living webhook, in turns. Samples are ms. */
export async function run(runs: number): Promise<{ rows: BenchRow[]; ratios: Record<string, number> }> {
  const off: number[][] = [];
  const dead: number[][] = [];
  const first: number[][] = [];
  const tried: number[] = [];
  for (let index = 0; index < runs; index += 1) {
    process.stderr.write(`receivers: run ${index + 1} of ${runs}\n`);
    off.push(await advances([]));
    const receiver = await deadReceiver();
    dead.push(await advances(["--connect", "all", "--connect-to", receiver.url]));
    tried.push(receiver.asked());
    await receiver.close();
    first.push(await firstAttempts());
  }
  const of = (samples: readonly number[][], q: number): readonly number[] => samples.map((one) => quantile(one, q));
  const ratio = Number((median(of(dead, 0.5)) / median(of(off, 0.5))).toFixed(3));
  const slowest = median(of(first, 0.95));
  const kept = (is: boolean): string => (is ? "kept" : "MISSED");
  return {
    rows: [
      ...[0.5, 0.95].flatMap((q) => [
        toRow(`wave_advance_latency_p${q * 100}`, "nothing connected", "ms", of(off, q)),
        toRow(`wave_advance_latency_p${q * 100}`, "all connected, all dead", "ms", of(dead, q)),
      ]),
      toRow("requests_to_dead_receivers", "all connected, all dead", "requests", tried),
      toRow("event_to_first_attempt_p50", "one webhook", "ms", of(first, 0.5)),
      toRow(
        `event_to_first_attempt_p95 < ${ALLOWED.firstAttemptMs} ms: ${kept(slowest < ALLOWED.firstAttemptMs)}`,
        "one webhook",
        "ms",
        of(first, 0.95),
      ),
    ],
    ratios: { [`advance_dead_to_off <= ${ALLOWED.ratio}: ${kept(ratio <= ALLOWED.ratio)}`]: ratio },
  };
}

async function advances(args: readonly string[]): Promise<number[]> {
  return onTracedRuntime({ args }, async (runtime, trace) => {
    await load(runtime, CONCURRENT);
    await runtime.stop();
    return advanceLatencies(readTrace(trace));
  });
}

/** From the decision that recorded an event to its arrival, first try. */
async function firstAttempts(): Promise<number[]> {
  const receiver = await livingReceiver();
  try {
    return await onTracedRuntime({}, async (runtime) => {
      const client = runtime.as("DROrchestrationAdmin");
      const { body } = await client<{ webhook: { webhookId: string } }>({
        method: "POST",
        path: "/api/v1/webhooks",
        body: { url: receiver.url },
      });
      await receiver.verified;
      const isOn = async (): Promise<boolean> =>
        (await client<{ status: string }>({ method: "GET", path: `/api/v1/webhooks/${body.webhook.webhookId}` })).body.status === "active";
      while (!(await isOn())) await sleep(50);
      // The rule that brings events off the bus is on by now, and the intake knows its receivers for five seconds at most.
      await sleep(6_000);
      receiver.forget();
      await load(runtime, CONCURRENT);
      await receiver.quiet();
      return receiver.delays();
    });
  } finally {
    await receiver.close();
  }
}
