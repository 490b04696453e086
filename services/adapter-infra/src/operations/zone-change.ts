/** Changes records of one zone in one batch. Done = Route 53 is INSYNC and the records read as wanted. */
import {
  boundedAll,
  NO_DATA,
  type Discovery,
  type Chosen,
  type Effect,
  type Evidence,
  type PollAnswer,
  type TaskContext,
} from "@dr/adapter-kit";
import type { DnsUpdateConfig, DnsUpdateResources } from "../input.ts";
import { answerSeconds, warnOfOldAnswers } from "../old-answers.ts";
import { describeRecordSet, isSameRecordSet, keyOf } from "../record-set.ts";
import type { InfraClients } from "../infra-client.ts";
import type { RecordChange, RecordSet, Route53Port } from "../clients/route53-client.ts";

/** One change with the record set that it replaces (null if there was none). */
export interface JournaledChange extends RecordChange {
  readonly before: RecordSet | null;
}

/** State before the change: the complete record sets, so that they can be put back. */
export interface ZonePre {
  readonly zoneId: string;
  readonly changes: readonly JournaledChange[];
  /** Settings that the task did not say itself, with where they came from. */
  readonly settings?: Readonly<Record<string, Chosen<string>>>;
}

/** The change as Route 53 knows it; null when the answer was lost and the records themselves told. */
export interface ChangeHandle {
  readonly changeId: string | null;
}

type Context = TaskContext<InfraClients, DnsUpdateResources, DnsUpdateConfig>;

/** Route 53 propagates to its own servers within about a minute (developer guide); waited for when no change id can be asked. */
const PROPAGATION_SECONDS = 60;

/** The change of one zone, made of `prepare`, which says which changes. */
export function zoneChange<C extends Context>(prepare: Effect<C, ZonePre, ChangeHandle>["prepare"]): Effect<C, ZonePre, ChangeHandle> {
  return {
    prepare,
    act: async ({ clients, operationId }, _target, { zoneId, changes }) => {
      const batch = changes.map(({ action, recordSet }) => ({ action, recordSet }));
      return { changeId: await clients.route53.changeRecordSets(zoneId, batch, `dr ${operationId}`) };
    },
    poll: (context, _target, pre, handle) => poll(context, pre, handle),
    discover: async ({ clients }, _target, pre): Promise<Discovery<ChangeHandle>> =>
      pendingOf(pre.changes, await readCurrent(clients.route53, pre)).length === 0
        ? { state: "found", handle: { changeId: null } }
        : { state: "not_started" },
  };
}

/** The record sets of the names that the journal speaks of, as they are now, by key. */
export async function readCurrent(route53: Route53Port, { zoneId, changes }: ZonePre): Promise<ReadonlyMap<string, RecordSet>> {
  const names = [...new Set(changes.map(({ recordSet }) => recordSet.Name ?? ""))];
  const listed = await boundedAll(names, (name) => route53.listRecordSets(zoneId, name));
  return new Map(listed.flat().map((set) => [keyOf(set), set]));
}

/** Changes of the journal that the zone does not show (any more, or yet). */
export function pendingOf(changes: readonly JournaledChange[], current: ReadonlyMap<string, RecordSet>): readonly JournaledChange[] {
  return changes.filter(({ action, recordSet }) => {
    const present = current.get(keyOf(recordSet));
    return action === "DELETE" ? present !== undefined : !isSameRecordSet(present, recordSet);
  });
}

async function poll({ clients, intentAt, secondsSince }: Context, pre: ZonePre, { changeId }: ChangeHandle): Promise<PollAnswer> {
  if (changeId !== null) {
    const status = await clients.route53.changeStatus(changeId);
    if (status !== "INSYNC") return { state: "in_progress", message: `change ${changeId} is ${status}`, percent: 50 };
  } else if (secondsSince(intentAt) < PROPAGATION_SECONDS) {
    return { state: "in_progress", message: "the change was found without its id; giving it a minute to propagate", percent: 50 };
  }
  const pending = pendingOf(pre.changes, await readCurrent(clients.route53, pre));
  if (pending.length > 0)
    return {
      state: "in_progress",
      message: `not as wanted: ${pending.map(({ recordSet }) => describeRecordSet(recordSet)).join("; ")}`,
      percent: 80,
    };
  return { state: "completed", evidence: evidenceOf(pre, changeId) };
}

function evidenceOf(pre: ZonePre, changeId: string | null): Evidence {
  const ttlSeconds = Math.max(0, ...pre.changes.map(({ before }) => (before === null ? 0 : answerSeconds(before))));
  return {
    before: { records: pre.changes.map(({ before }) => before).filter((set) => set !== null) },
    after: {
      records: pre.changes.filter(({ action }) => action === "UPSERT").map(({ recordSet }) => recordSet),
      oldTtlSeconds: ttlSeconds,
      ...(pre.settings === undefined ? {} : { settings: pre.settings }),
    },
    externalIds: { hostedZoneId: pre.zoneId, ...(changeId === null ? {} : { changeId }) },
    rpo: NO_DATA,
    effectiveAfterSeconds: ttlSeconds,
    warnings: [
      ...warnOfOldAnswers(ttlSeconds),
      ...(changeId === null ? ["the change's id was lost: INSYNC could not be asked, the records were read instead"] : []),
    ],
  };
}
