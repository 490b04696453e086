/** A record of Route 53 that names a bucket or its Region, pointed to the other one. */
import { block, refuseWith, parseStage, NO_DATA, type Finding } from "@dr/adapter-kit";
import type { RecordSet } from "../api/record-client.ts";
import { pairsOf, regionsOf, type Direction, type S3Context } from "../direction.ts";
import { recordName, type RecordRequest } from "../input.ts";
import { effects } from "../transitions.ts";
import { fitControl } from "./fit-control.ts";

/** Every set of the record's name and type. */
interface RecordFacts {
  readonly request: RecordRequest;
  readonly sets: readonly RecordSet[];
}

/** Its values. */
interface WantedValues {
  readonly values: readonly string[];
}

const valuesOf = ({ sets }: RecordFacts): readonly string[] => (sets[0]?.ResourceRecords ?? []).map(({ Value = "" }) => Value);

function requestOf({ resources }: S3Context, target: string): RecordRequest {
  const found = resources.route53Records?.find((one) => recordName(one) === parseStage(target).name);
  if (!found) throw refuseWith(block("s3.no_such_record", `${target} is none of the task's records`));
  return found;
}

function fitRecord({ request, sets }: RecordFacts): readonly Finding[] {
  const name = `${request.recordName} ${request.recordType}`;
  const [set] = sets;
  if (set === undefined) return [block("s3.record_missing", `hosted zone ${request.hostedZoneId} has no record ${name}`)];
  const isSimple = sets.length === 1 && set.SetIdentifier === undefined && set.AliasTarget === undefined;
  if (isSimple) return [];
  const message = `${name} has a routing policy or is an alias: use infrastructure.dns_update, which knows sets, weights and aliases`;
  return [block("s3.record_not_simple", message)];
}

function fitLed({ request: { recordName: record } }: RecordFacts, context: S3Context, direction: Direction): readonly Finding[] {
  return fitControl({ service: "Route 53", what: record, evidence: { record } }, context, direction);
}

/** The new values: written, or the old ones with the other bucket and Region in them. Throws `s3.record_value_unknown`. */
async function newValues(facts: RecordFacts, context: S3Context, direction: Direction): Promise<readonly string[]> {
  const { newValue } = facts.request;
  // What is written is where it is failed over to: it says nothing of the way back.
  if (newValue !== undefined && direction === "over") return [newValue];
  const { from, to } = regionsOf(context, direction);
  const pairs = await pairsOf(context, direction);
  const old = valuesOf(facts);
  const isThere = old.every((value) => value.includes(to) && pairs.some((pair) => pair.to !== null && value.startsWith(`${pair.to}.`)));
  if (isThere) return old;
  return old.map((value) => {
    const pair = pairs.find((one) => one.from !== null && value.startsWith(`${one.from}.`));
    const moved = (pair?.from != null && pair.to !== null ? `${pair.to}${value.slice(pair.from.length)}` : value).replaceAll(from, to);
    if (moved !== value) return moved;
    if (value.includes(to)) return value;
    const message = `${facts.request.recordName} is ${value}, which names neither ${from} nor a bucket: say newValue, or use infrastructure.dns_update`;
    throw refuseWith(block("s3.record_value_unknown", message, { value }));
  });
}

/** Points a record in a direction; it is taken back by its former values. */
export function switchRecord(direction: Direction) {
  return effects({
    settleSeconds: 15,
    expectedSeconds: 35,
    read: async (context: S3Context, target, _wanted: WantedValues | undefined): Promise<RecordFacts> => {
      const request = requestOf(context, target);
      const sets = await context.clients.records.records(
        request.hostedZoneId.replace("/hostedzone/", ""),
        request.recordName,
        request.recordType,
      );
      return { request, sets };
    },
    fit: (facts, context) => [...fitRecord(facts), ...fitLed(facts, context, direction)],
    want: async (facts, context): Promise<WantedValues> => ({ values: await newValues(facts, context, direction) }),
    reached: (facts, { values }) => valuesOf(facts).join("\n") === values.join("\n"),
    act: ({ clients, operationId }, _target, { before, wanted }) =>
      clients.records.upsertRecord(
        before.request.hostedZoneId.replace("/hostedzone/", ""),
        { ...before.sets[0], ResourceRecords: wanted.values.map((Value) => ({ Value })) } as RecordSet,
        `dr ${operationId.slice(0, 16)}`,
      ),
    missing: async ({ clients }, _target, { before }, changeId) => {
      if (changeId === null) return undefined;
      const status = await clients.records.changeStatus(changeId);
      return status === "INSYNC" ? undefined : `the change of ${before.request.recordName} is ${status}`;
    },
    describe: (facts) => `${facts.request.recordName} ${facts.request.recordType} is ${valuesOf(facts).join(", ") || "missing"}`,
    evidence: (facts, { before }, changeId) => ({
      before: { values: valuesOf(before) },
      after: { record: `${facts.request.recordName} ${facts.request.recordType}`, values: valuesOf(facts) },
      externalIds: { hostedZoneId: facts.request.hostedZoneId, ...(changeId === null ? {} : { changeId }) },
      effectiveAfterSeconds: before.sets[0]?.TTL ?? 0,
      rpo: NO_DATA,
    }),
    undo: (before): WantedValues => ({ values: valuesOf(before) }),
  });
}
