/** A stateful Route 53 in virtual time: a batch is all or nothing, its change is PENDING for a while, a DELETE must match exactly. */
import { awsError, type FakeWorld, type WrapPort } from "@dr/adapter-kit/testing";
import type { VirtualClock } from "@dr/runtime";
import { normaliseName } from "../src/dns-name.ts";
import { describeRecordSet, isSameRecordSet, keyOf } from "../src/record-set.ts";
import type { InfraClients } from "../src/infra-client.ts";
import type { RecordSet, Route53Port } from "../src/clients/route53-client.ts";

const INSYNC_MS = 40_000;

/** The fake with these zones. Effects read `Z1 UPSERT app.example.com. CNAME new.example.com`, one for each change of a batch. */
export function createFakeRoute53(
  zones: Readonly<Record<string, readonly RecordSet[]>>,
  clock: VirtualClock,
  { refuses }: { readonly refuses?: Error } = {},
): FakeWorld<InfraClients> & { readonly records: (zoneId: string) => readonly RecordSet[] } {
  const current = new Map(Object.entries(zones).map(([id, sets]) => [id, new Map(sets.map((set) => [keyOf(set), set]))]));
  const effects: string[] = [];
  const changedAtMs: number[] = [];
  let unknownWords = false;
  const zone = (id: string): Map<string, RecordSet> => {
    const found = current.get(id);
    if (!found) throw awsError("NoSuchHostedZone", 404);
    return found;
  };
  const route53: Route53Port = {
    listRecordSets: async (zoneId, name) =>
      [...zone(zoneId).values()].filter((set) => normaliseName(set.Name ?? "") === normaliseName(name)),
    changeRecordSets: async (zoneId, changes) => {
      if (refuses) throw refuses;
      const next = new Map(zone(zoneId));
      for (const { action, recordSet } of changes) {
        const present = next.get(keyOf(recordSet));
        if (action === "DELETE" && !present) throw Object.assign(awsError("InvalidChangeBatch", 400), { message: "it was not found" });
        if (action === "DELETE" && !isSameRecordSet(present, recordSet)) throw awsError("InvalidChangeBatch", 400);
        if (action === "DELETE") next.delete(keyOf(recordSet));
        else next.set(keyOf(recordSet), recordSet);
      }
      current.set(zoneId, next);
      effects.push(...changes.map(({ action, recordSet }) => `${zoneId} ${action} ${describeRecordSet(recordSet)}`));
      return `C${changedAtMs.push(clock.nowMs())}`;
    },
    changeStatus: async (changeId) => {
      const atMs = changedAtMs[Number(changeId.slice(1)) - 1];
      if (atMs === undefined) throw awsError("NoSuchChange", 404);
      if (clock.nowMs() - atMs >= INSYNC_MS) return "INSYNC";
      return unknownWords ? "SETTLING" : "PENDING";
    },
  };
  return {
    // Nothing else is asked in these tests: a call of another port would fail at once.
    createClients: (wrap: WrapPort) => ({ route53: wrap(route53) }) as unknown as InfraClients,
    effects: () => effects,
    records: (zoneId) => [...zone(zoneId).values()],
    speakUnknownWords: () => {
      unknownWords = true;
    },
  };
}
