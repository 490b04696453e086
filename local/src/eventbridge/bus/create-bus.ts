/** The bus: takes events in, finds the rules they match, and sees to it that every target gets them. */
import { randomUUID } from "node:crypto";
import { DrError } from "@dr/events";
import { DEFAULT_BACKOFF } from "./backoff.ts";
import type { Backoff } from "./backoff.ts";
import { systemBusClock } from "./bus-clock.ts";
import type { BusClock } from "./bus-clock.ts";
import { createDispatcher } from "./dispatcher.ts";
import type { DispatchCounts } from "./dispatcher.ts";
import { toEvent } from "./event-envelope.ts";
import type { BusLocation } from "./event-envelope.ts";
import type { BusLog, Deliver, SendDeadLetter } from "./ports.ts";
import { acceptEntry, parsePutEvents } from "./put-events-request.ts";
import type { AcceptedEntry, PutEventsEntry, PutEventsResult } from "./put-events-request.ts";
import type { BusRule } from "./rule.ts";
import { createRuleBook } from "./rule-book.ts";

/** Why a test wants an entry refused; AWS's retryable ones are `InternalFailure` and `ThrottlingException`. */
export interface EntryFault {
  readonly code: string;
  readonly message: string;
}

/** What a bus is made of. */
export interface BusDeps extends Partial<BusLocation> {
  readonly rules: readonly BusRule[];
  readonly deliver: Deliver;
  readonly sendDeadLetter: SendDeadLetter;
  readonly log: BusLog;
  /** Buses that exist without rules. `default` always does. */
  readonly busNames?: readonly string[];
  readonly clock?: BusClock;
  /** In [0, 1); spreads retries. */
  readonly random?: () => number;
  readonly newId?: () => string;
  readonly backoff?: Backoff;
  /** Fault injection: an entry for which this gives a fault is refused with it and goes nowhere. */
  readonly failEntry?: (entry: PutEventsEntry, index: number) => EntryFault | undefined;
}

/** The answer to PutEvents; result i belongs to entry i. */
export interface PutEventsResponse {
  readonly FailedEntryCount: number;
  readonly Entries: readonly PutEventsResult[];
}

/** An event of an AWS service, such as `aws.rds`, which PutEvents would refuse. It goes to the default bus unless told otherwise. */
export interface ServiceEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly resources?: readonly string[];
  readonly timeMs?: number;
  readonly busName?: string;
}

interface Ingested {
  readonly id: string;
  readonly serveLast: () => Promise<void>;
}

/** See `createBus`. */
export interface Bus {
  /** Takes the body of a PutEvents request. Throws `eventbridge.validation`, `eventbridge.serialization` or `eventbridge.bus_stopped`. */
  readonly putEvents: (body: unknown) => Promise<PutEventsResponse>;
  /** Publishes as an AWS service; gives the event's id. Throws `eventbridge.bus_stopped`. */
  readonly emitServiceEvent: (event: ServiceEvent) => Promise<string>;
  /** All rules from now on. Throws as `createBus` does, and then keeps those that it had. */
  readonly replaceRules: (rules: readonly BusRule[]) => void;
  /** Makes all planned retries now. */
  readonly flush: () => Promise<void>;
  /** Takes no more events; tries what is planned one last time and sends the rest to the dead-letter queues. */
  readonly stop: () => Promise<void>;
  /** Planned retries and totals since the start. */
  readonly stats: () => DispatchCounts & { readonly pending: number };
}

/**
 * Makes a bus. Rules are compiled here: throws `eventbridge.invalid_rule`, `eventbridge.invalid_pattern` or `eventbridge.duplicate_rule`.
 * Guarantee: when `putEvents` answers, every matched target has had its first attempt, so an accepted event is in its queues, or its retry is
 * planned, or it is in a dead-letter queue. At least once, in no promised order. Entries are handled in the order of the request.
 * Like AWS, a bus that does not exist takes events and does nothing with them; here that is logged as `eventbridge.unknown_bus`.
 */
export function createBus(deps: BusDeps): Bus {
  const { log, failEntry, newId = randomUUID, clock = systemBusClock } = deps;
  const location = { account: deps.account ?? "000000000000", region: deps.region ?? "us-east-1" };
  let rules = createRuleBook(deps.rules, deps.busNames ?? [], location);
  const { deliver, sendDeadLetter, random = Math.random, backoff = DEFAULT_BACKOFF } = deps;
  const dispatcher = createDispatcher({ deliver, sendDeadLetter, clock, log, random, backoff });
  let stopped = false;

  /** Resolves once the event is with all targets but those that are last, which `serveLast` sees to. */
  const ingest = async (entry: AcceptedEntry): Promise<Ingested> => {
    const id = newId();
    const event = toEvent(entry, id, clock.nowMs(), location);
    const onBus = rules.get(entry.busName);
    if (onBus === undefined)
      log.warn("no such bus; the event goes nowhere", { code: "eventbridge.unknown_bus", bus: entry.busName, eventId: id });
    const matching = (onBus ?? []).filter(({ matches }) => matches(event.value));
    const serve = async (served: typeof matching): Promise<void> => {
      const deliveries = served.flatMap(({ arn, targets }) =>
        targets.map(({ target, buildInput }) => ({
          eventId: id,
          event: event.text,
          body: buildInput(event),
          ruleArn: arn,
          target,
          ingestedAtMs: event.ingestedAtMs,
        })),
      );
      await Promise.all(deliveries.map(dispatcher.dispatch));
    };
    await serve(matching.filter(({ last }) => !last));
    return { id, serveLast: () => serve(matching.filter(({ last }) => last)) };
  };

  const putEntry = async (entry: PutEventsEntry, index: number): Promise<PutEventsResult & Partial<Pick<Ingested, "serveLast">>> => {
    const fault = failEntry?.(entry, index);
    if (fault !== undefined) return { ErrorCode: fault.code, ErrorMessage: fault.message };
    const accepted = acceptEntry(entry);
    if (!("source" in accepted)) return accepted;
    const { id, serveLast } = await ingest(accepted);
    return { EventId: id, serveLast };
  };

  const refuseIfStopped = (): void => {
    if (stopped) throw new DrError("eventbridge.bus_stopped", "The bus has been stopped", { retryable: true });
  };

  return {
    putEvents: async (body) => {
      refuseIfStopped();
      const results: PutEventsResult[] = [];
      const last: Ingested["serveLast"][] = [];
      for (const [index, entry] of parsePutEvents(body).entries()) {
        const { serveLast, ...result } = await putEntry(entry, index);
        results.push(result);
        if (serveLast) last.push(serveLast);
      }
      await Promise.all(last.map((serve) => serve()));
      return { FailedEntryCount: results.filter((result) => "ErrorCode" in result).length, Entries: results };
    },
    emitServiceEvent: async ({ source, detailType, detail, resources = [], timeMs, busName = "default" }) => {
      refuseIfStopped();
      const { id, serveLast } = await ingest({
        source,
        detailType,
        resources,
        detailText: JSON.stringify(detail),
        detail,
        timeMs,
        busName,
      });
      await serveLast();
      return id;
    },
    replaceRules: (changed) => {
      rules = createRuleBook(changed, deps.busNames ?? [], location);
    },
    flush: dispatcher.flush,
    stop: async () => {
      stopped = true;
      await dispatcher.stop();
    },
    stats: () => ({ ...dispatcher.counts, pending: dispatcher.pending() }),
  };
}
