/** `infrastructure.dns_update`: points records elsewhere, zone by zone; and puts the journaled ones back. */
import {
  block,
  boundedAll,
  toPreparation,
  type Finding,
  type InverseContext,
  type Operation,
  type Preparation,
  type TaskContext,
} from "@dr/adapter-kit";
import { DrError } from "@dr/events";
import { normaliseName } from "../dns-name.ts";
import { toDesired, type DesiredRecord } from "../desired-record.ts";
import { classifyRoute53Error } from "../failures.ts";
import { dnsUpdateConfig, dnsUpdateResources, listZones, recordsOf, type DnsUpdateConfig, type DnsUpdateResources } from "../input.ts";
import { fillRecords } from "../record-defaults.ts";
import { describeRecordSet, isSameRecordSet, keyOf } from "../record-set.ts";
import type { InfraClients } from "../infra-client.ts";
import type { RecordSet } from "../clients/route53-client.ts";
import { pendingOf, readCurrent, zoneChange, type ChangeHandle, type JournaledChange, type ZonePre } from "./zone-change.ts";

type Context = TaskContext<InfraClients, DnsUpdateResources, DnsUpdateConfig>;
type Inverse = InverseContext<InfraClients, DnsUpdateResources, DnsUpdateConfig, ZonePre, ChangeHandle>;

async function prepareUpdate(context: Context, target: string): Promise<Preparation<ZonePre>> {
  // The journal keeps what the environment said, so that later looks ask nobody.
  const { records: requests, settings, warnings } = await fillRecords(context, recordsOf(context.resources, target));
  const names = [...new Set(requests.map(({ recordName }) => normaliseName(recordName)))];
  const listed = await boundedAll(names, async (name) => [name, await context.clients.route53.listRecordSets(target, name)] as const);
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
  return {
    state: "ready",
    pre: { zoneId: target, changes, ...(Object.keys(settings).length === 0 ? {} : { settings }) },
    warnings,
    wouldDo: { wouldChange: changes.map(({ recordSet }) => describeRecordSet(recordSet)) },
  };
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

/** The journaled record sets back as they were; one that was not there is deleted exactly as we made it. Where somebody else acted since, nothing is. */
async function prepareRestore({ clients, originals }: Inverse): Promise<Preparation<ZonePre>> {
  const original = originals.at(-1);
  if (!original) return { state: "noop", evidence: { after: {} } };
  const { zoneId } = original.pre;
  const changes = original.pre.changes.map(({ recordSet, before }): JournaledChange =>
    before === null ? { action: "DELETE", recordSet, before: recordSet } : { action: "UPSERT", recordSet: before, before: recordSet },
  );
  const current = await readCurrent(clients.route53, { zoneId, changes });
  const pending = pendingOf(changes, current);
  const blocked = [...(await unseen(original, changes, current, clients)), ...changedSince(pending, current)];
  if (blocked.length > 0) return toPreparation<ZonePre>(blocked);
  if (pending.length === 0) return { state: "noop", evidence: { after: {}, externalIds: { hostedZoneId: zoneId } } };
  return { state: "ready", pre: { zoneId, changes: pending } };
}

/** What is to be put back has to be what we left. */
function changedSince(pending: readonly JournaledChange[], current: ReadonlyMap<string, RecordSet>): readonly Finding[] {
  return pending.flatMap(({ recordSet, before }) => {
    const found = current.get(keyOf(recordSet));
    if (before === null || isSameRecordSet(found, before)) return [];
    const texts = { found: found ? describeRecordSet(found) : "no such record", left: describeRecordSet(before) };
    const message = `${describeRecordSet(recordSet)} was changed by somebody else since: found ${texts.found}, left ${texts.left}; nothing was put back`;
    return [block("task.changed_since", message, { ...texts, wouldRestore: describeRecordSet(recordSet) })];
  });
}

/** A new record that Route 53 has in sync and that cannot be read is not one that was taken back: nobody knows what stands there. */
async function unseen(
  { handle, result }: Inverse["originals"][number],
  changes: readonly JournaledChange[],
  current: ReadonlyMap<string, RecordSet>,
  { route53 }: InfraClients,
): Promise<readonly Finding[]> {
  const missing = changes.filter(({ action, recordSet }) => action === "DELETE" && !current.has(keyOf(recordSet)));
  if (result !== undefined || missing.length === 0 || !handle || handle.changeId === null) return [];
  if ((await route53.changeStatus(handle.changeId)) !== "INSYNC") return [];
  const records = missing.map(({ recordSet }) => describeRecordSet(recordSet));
  const message = `Route 53 has change ${handle.changeId} in sync and does not show ${records.join("; ")}: look at the zone by hand`;
  return [block("infrastructure.record_not_seen", message, { changeId: handle.changeId, records })];
}

/** Changes DNS records. */
export const dnsUpdate: Operation<InfraClients, DnsUpdateResources, DnsUpdateConfig, ZonePre, ChangeHandle> = {
  ...zoneChange<Context>(prepareUpdate),
  description: "Points Route 53 records to new values or alias targets; one transactional batch per hosted zone",
  reversibility: "reversible",
  failback: { by: "dns_update" },
  drill: { kind: "skipped" },
  // Changes are usually in sync within a minute (Route 53 developer guide), and hardly before half of it.
  defaults: { timeoutSeconds: 300, heartbeatSeconds: 60, expectedSeconds: 35 },
  howToCheck: (zone) => `aws route53 list-resource-record-sets --hosted-zone-id ${zone}`,
  pollSeconds: 5,
  settleSeconds: () => 15,
  resources: dnsUpdateResources,
  config: dnsUpdateConfig,
  listTargets: ({ resources }) => listZones(resources),
  classify: classifyRoute53Error,
  rollback: zoneChange<Inverse>(prepareRestore),
};
