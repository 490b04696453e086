/** What an environment says where a task does not: time to live, load balancers, and the zones that are its own. */
import { block, choose, placesOf, readDefaults, refuseWith, type Chosen } from "@dr/adapter-kit";
import { DrError } from "@dr/events";
import type { InfraClients } from "./infra-client.ts";
import { plainZoneId, type RecordRequest } from "./input.ts";
import { regionOfArn } from "./place.ts";
import type { OpenRecord } from "./update/input.ts";

/** Records with nothing left open, where each value that the task did not say came from, and what is odd about them. */
export interface FilledRecords {
  readonly records: readonly RecordRequest[];
  readonly settings: Readonly<Record<string, Chosen<string>>>;
  readonly warnings: readonly string[];
}

/** Fills in what records leave open. Throws `infrastructure.no_target` where nobody says where a record shall lead, and `.bad_default`. */
export async function fillRecords(
  { clients, environment }: { readonly clients: InfraClients; readonly environment?: string | undefined },
  records: readonly OpenRecord[],
): Promise<FilledRecords> {
  const defaults = await readDefaults(clients.defaults.below, "infrastructure", environment);
  const ttl = choose(undefined, "dns-ttl", defaults);
  const balancer = choose(undefined, "load-balancer-arns", defaults);
  const zones = choose(undefined, "route53-hosted-zones", defaults);
  const filled: RecordRequest[] = [];
  for (const record of records) {
    const open = record.newValue === undefined && record.alias === undefined && record.weight === undefined;
    if (open && balancer === undefined) {
      const places = placesOf("dns_updates[].new_value", "load-balancer-arns", defaults);
      throw refuseWith(block("infrastructure.no_target", `${record.recordName}: neither ${places} says where it shall lead`));
    }
    const target = open && balancer !== undefined ? { alias: await addressOf(clients, balancer) } : {};
    filled.push({ ...record, ...target, ...(record.ttl === undefined && ttl !== undefined ? { ttl: secondsOf(ttl) } : {}) });
  }
  const used = { ttl: records.some((record) => record.ttl === undefined) ? ttl : undefined, loadBalancer: balancer };
  const foreign = zones === undefined ? [] : records.filter(({ hostedZoneId }) => !listOf(zones).includes(plainZoneId(hostedZoneId)));
  return {
    records: filled,
    settings: Object.fromEntries(Object.entries(used).flatMap(([name, chosen]) => (chosen === undefined ? [] : [[name, chosen]]))),
    warnings: foreign.map(({ recordName, hostedZoneId }) => `${recordName}: zone ${hostedZoneId} is none of ${zones?.from ?? ""}`),
  };
}

/** The first of the list: traffic of a record goes to one load balancer. */
async function addressOf(clients: InfraClients, balancer: Chosen<string>): Promise<NonNullable<RecordRequest["alias"]>> {
  const [arn = ""] = listOf(balancer);
  return { ...(await clients.elb(regionOfArn(arn)).addressOf(arn)), evaluateTargetHealth: true };
}

function secondsOf({ value, from }: Chosen<string>): number {
  if (/^\d{1,10}$/.test(value.trim()) && Number(value) <= 2_147_483_647) return Number(value);
  throw new DrError("infrastructure.bad_default", `${from} is "${value}"; expected seconds, from 0 to 2147483647`);
}

/** Values of a StringList, or of a JSON array. */
function listOf({ value }: Chosen<string>): readonly string[] {
  return value
    .replaceAll(/[[\]"]/g, "")
    .split(",")
    .map((one) => plainZoneId(one.trim()))
    .filter((one) => one !== "");
}
