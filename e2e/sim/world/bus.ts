/** EventBridge of one Region: accepts entries, some of them at times, and carries each to the queues whose rules match. */
import type { Envelope } from "@dr/events";
import { createPutEntries, type BusEntry, type PutEntries } from "@dr/runtime";
import type { EventMatcher } from "@dr/local/eventbridge";
import type { Kernel, SimProcess } from "../kernel/process.ts";
import type { SimQueue } from "./queue.ts";

/** A rule and the queue that it feeds. */
export interface SimRule {
  readonly matches: EventMatcher;
  readonly queue: SimQueue;
}

/** One entry as the SDK sends it. */
interface PutEntry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

/** A bus. */
export interface SimBus {
  /** What a process puts its events with: the product's own reading of the answer, over a network that fails. */
  readonly putEntriesFor: (process: SimProcess) => PutEntries;
  readonly addRule: (rule: SimRule) => void;
  /** Nothing that was accepted is delivered any more. */
  readonly drop: () => void;
  /** Messages that were accepted and are still on their way. */
  readonly underWay: () => number;
}

/** What the invariants want to know of the bus. */
export interface BusWatch {
  readonly onSent: (process: SimProcess, entries: readonly BusEntry[]) => void;
  readonly onAccepted: (source: string, detail: Envelope) => void;
}

/** How long a delayed message stays away: from ten seconds to two hours, short delays as often as long ones. */
const DELAY_MS = [10_000, 40_000, 150_000, 600_000, 2_400_000, 7_200_000] as const;
const REORDER_WINDOW_MS = 10_000;

/** A bus without rules. */
export function createSimBus(kernel: Kernel, watch: BusWatch): SimBus {
  const { scheduler, faults, latency } = kernel;
  const rules: SimRule[] = [];
  let lost = false;
  let accepted = 0;
  let underWay = 0;

  const deliver = (queue: SimQueue, body: string): void => {
    if (faults.strikes("message_dropped")) return;
    const copies = faults.strikes("message_duplicated") ? faults.random.between(2, 4) : 1;
    const arrive = (): void => {
      underWay -= 1;
      if (!lost) queue.send(body, 0);
    };
    for (let copy = 0; copy < copies; copy += 1) {
      const reordered = faults.strikes("message_reordered") ? faults.random.below(REORDER_WINDOW_MS) : 0;
      const late = faults.strikes("message_delayed") ? Math.round(faults.random.pick(DELAY_MS) * (0.5 + faults.random.next())) : 0;
      underWay += 1;
      scheduler.after(latency.between(5, 80) + reordered + late, arrive);
    }
  };

  const accept = (entry: PutEntry): string => {
    accepted += 1;
    const id = `bus-${accepted}`;
    const time = new Date(Math.floor(scheduler.nowMs())).toISOString();
    const body = `{"version":"0","id":"${id}","detail-type":"${entry.DetailType}","source":"${entry.Source}","account":"123456789012","time":"${time}","region":"sim","resources":[],"detail":${entry.Detail}}`;
    const event = JSON.parse(body) as { readonly detail: Envelope };
    watch.onAccepted(entry.Source, event.detail);
    for (const { matches, queue } of rules) if (matches(event)) deliver(queue, body);
    return id;
  };

  const put = (entries: readonly PutEntry[]) => {
    const partial = entries.length > 0 && faults.strikes("put_events_partial");
    const results = entries.map((entry) =>
      partial && faults.random.chance(0.5) ? { ErrorCode: "ThrottlingException", ErrorMessage: "made up" } : { EventId: accept(entry) },
    );
    return { FailedEntryCount: results.filter((result) => "ErrorCode" in result).length, Entries: results };
  };

  return {
    putEntriesFor: (process) => {
      const send = (command: { readonly input: { readonly Entries?: readonly unknown[] } }): Promise<unknown> =>
        process.call("bus.PutEvents", "write", async () => {
          if (faults.strikes("put_events_failed")) throw Object.assign(new Error("made up"), { name: "InternalException" });
          return put((command.input.Entries ?? []) as readonly PutEntry[]);
        });
      const putEntries = createPutEntries({ send }, "bus");
      return async (entries) => {
        watch.onSent(process, entries);
        return putEntries(entries);
      };
    },
    addRule: (rule) => rules.push(rule),
    drop: () => {
      lost = true;
    },
    underWay: () => underWay,
  };
}
