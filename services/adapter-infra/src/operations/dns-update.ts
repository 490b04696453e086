/** `infrastructure.dns_update`: points records elsewhere, zone by zone; and puts the journaled ones back. */
import type { InverseContext, Operation, Preparation, TaskContext } from "@dr/adapter-kit";
import { DrError } from "@dr/events";
import { normaliseName } from "../dns-name.ts";
import { toDesired, type DesiredRecord } from "../desired-record.ts";
import { classifyRoute53Error } from "../failures.ts";
import { dnsUpdateConfig, dnsUpdateResources, listZones, recordsOf, type DnsUpdateConfig, type DnsUpdateResources } from "../input.ts";
import { describeRecordSet, isSameRecordSet, keyOf } from "../record-set.ts";
import type { InfraClients, RecordSet } from "../route53-client.ts";
import { readPending, zoneChange, type ChangeHandle, type JournaledChange, type ZonePre } from "./zone-change.ts";

type Context = TaskContext<InfraClients, DnsUpdateResources, DnsUpdateConfig>;
type Inverse = InverseContext<InfraClients, DnsUpdateResources, DnsUpdateConfig, ZonePre, ChangeHandle>;

async function prepareUpdate(context: Context, target: string): Promise<Preparation<ZonePre>> {
  const requests = recordsOf(context.resources, target);
  const names = [...new Set(requests.map(({ recordName }) => normaliseName(recordName)))];
  const listed = await Promise.all(names.map(async (name) => [name, await context.clients.route53.listRecordSets(target, name)] as const));
  const existing = new Map(listed);
  const wanted = requests.map((request) => toDesired(request, existing.get(normaliseName(request.recordName)) ?? []));
  refuseAllZero(
    wanted,
    listed.flatMap(([, sets]) => sets),
  );
  const changes = wanted
    .filter(({ desired, before }) => !isSameRecordSet(before ?? undefined, desired))
    .map(({ desired, before }): JournaledChange => ({ action: "UPSERT", recordSet: desired, before }));
  const after = { records: wanted.map(({ desired }) => desired) };
  if (changes.length === 0) return { state: "noop", evidence: { after, externalIds: { hostedZoneId: target } } };
  if (context.executionType === "drill") {
    return {
      state: "skipped_in_drill",
      evidence: { after: { wouldChange: changes.map(({ recordSet }) => describeRecordSet(recordSet)) } },
    };
  }
  return { state: "ready", pre: { zoneId: target, changes } };
}

/** Weight 0 on all members sends equal traffic to all (Route 53 developer guide, weighted routing): surely not what was meant. */
function refuseAllZero(wanted: readonly DesiredRecord[], existing: readonly RecordSet[]): void {
  const after = new Map([...existing, ...wanted.map(({ desired }) => desired)].map((set) => [keyOf(set), set]));
  for (const { desired } of wanted) {
    if (desired.Weight !== 0) continue;
    const group = [...after.values()].filter(
      (set) => set.Type === desired.Type && normaliseName(set.Name ?? "") === normaliseName(desired.Name ?? ""),
    );
    if (group.every(({ Weight }) => Weight === 0)) {
      throw new DrError(
        "infrastructure.all_weights_zero",
        `${desired.Name ?? ""} ${desired.Type ?? ""}: all weights would be 0, which sends equal traffic to all members`,
      );
    }
  }
}

/** The journaled record sets back as they were; one that was not there is deleted exactly as we made it. */
async function prepareRestore({ clients, originals }: Inverse): Promise<Preparation<ZonePre>> {
  const original = originals.at(-1);
  if (!original) return { state: "noop", evidence: { after: {} } };
  const changes = original.pre.changes.map(({ recordSet, before }): JournaledChange =>
    before === null ? { action: "DELETE", recordSet, before: recordSet } : { action: "UPSERT", recordSet: before, before: recordSet },
  );
  const pending = await readPending(clients.route53, { zoneId: original.pre.zoneId, changes });
  if (pending.length === 0) return { state: "noop", evidence: { after: {}, externalIds: { hostedZoneId: original.pre.zoneId } } };
  return { state: "ready", pre: { zoneId: original.pre.zoneId, changes: pending } };
}

/** Changes DNS records. */
export const dnsUpdate: Operation<InfraClients, DnsUpdateResources, DnsUpdateConfig, ZonePre, ChangeHandle> = {
  ...zoneChange<Context>(prepareUpdate),
  description: "Points Route 53 records to new values or alias targets; one transactional batch per hosted zone",
  reversibility: "reversible",
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 300, heartbeatSeconds: 60 },
  pollSeconds: 5,
  settleSeconds: () => 15,
  resources: dnsUpdateResources,
  config: dnsUpdateConfig,
  listTargets: ({ resources }) => listZones(resources),
  classify: classifyRoute53Error,
  rollback: zoneChange<Inverse>(prepareRestore),
};
