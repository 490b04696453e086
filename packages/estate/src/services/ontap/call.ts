// What every request to ONTAP has in common: the cluster that it was sent to, who sends it, and the answer with a job.
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import type { ReadCall, WriteCall } from "../../operation.ts";
import { GLOBAL_REGION } from "../../world/kind.ts";
import type { WorldView } from "../../world/world.ts";
import { JOB } from "./durations.ts";
import { clusterKind, type ClusterRecord, jobKind, type JobRecord, type RelationshipRecord, relationshipKind, uuidOf } from "./records.ts";

/** The parts of a request that every operation gets. */
export const requestShape = {
  path: z.string(),
  cluster: z.string(),
  authorization: z.string().optional(),
  query: z.record(z.string(), z.string()).default({}),
};

/** An answer: HTTP status and JSON body. */
export type Answer = { readonly status: number; readonly body: object };

/** An error in ONTAP's words; codes are strings. */
export const ontapError = (code: string, message: string, status = 400): Error => awsError(code, message, status);

/** `4`: nothing is there under this key. */
export const noEntry = (): Error => ontapError("4", "entry doesn't exist", 404);

/** The cluster that was asked, if the caller may ask it. */
export const clusterOf = (
  world: WorldView,
  { cluster, authorization }: { readonly cluster: string; readonly authorization?: string | undefined },
): ClusterRecord => {
  const found = world.get(clusterKind, GLOBAL_REGION, cluster);
  const expected = found && `Basic ${Buffer.from(`${found.username}:${found.password}`).toString("base64")}`;
  if (found === undefined || authorization !== expected) throw ontapError("6691623", "User is not authorized.", 401);
  return found;
};

/** Mirrors whose destination is on this cluster: no other may be read or changed here. */
export const mirrorsHere = (world: WorldView, cluster: string): readonly RelationshipRecord[] =>
  world.list(relationshipKind, GLOBAL_REGION).filter(({ destination }) => destination.cluster === cluster);

/** A mirror of this cluster by its uuid. */
export const mirrorHere = (world: WorldView, cluster: string, uuid: string): RelationshipRecord => {
  const found = mirrorsHere(world, cluster).find((mirror) => mirror.uuid === uuid);
  if (found === undefined) throw noEntry();
  return found;
};

/** A `202` with the job that does it, or that fails and changes nothing. */
export const withJob = (
  { world, nowMs, chance }: WriteCall,
  cluster: string,
  description: string,
  failure?: JobRecord["failure"],
): Answer => {
  const uuid = uuidOf("job", chance.hex(32, "job"));
  const endMs = nowMs + chance.durationMs(JOB, "job");
  world.put(jobKind, GLOBAL_REGION, uuid, { uuid, cluster, description, startMs: nowMs, endMs, ...(failure && { failure }) });
  return { status: 202, body: { job: { uuid, _links: { self: { href: `/api/cluster/jobs/${uuid}` } } } } };
};

/** Records that match a query: `*` stands for anything, `|` for or. Parameters that say how to answer match everything. */
const matching = (records: readonly object[], query: Readonly<Record<string, string>>): readonly object[] => {
  const filters = Object.entries(query).filter(([name]) => !NO_FILTERS.includes(name));
  return records.filter((record) => filters.every(([name, wanted]) => matches(valueAt(record, name), wanted)));
};

const NO_FILTERS = [
  "fields",
  "max_records",
  "start.index",
  "return_records",
  "return_timeout",
  "order_by",
  "list_destinations_only",
  "validate_only",
  "force",
];

const valueAt = (record: object, name: string): unknown =>
  name
    .split(".")
    .reduce<unknown>(
      (value, key) => (typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined),
      record,
    );

const matches = (value: unknown, wanted: string): boolean =>
  wanted.split("|").some((one) =>
    new RegExp(
      `^${one
        .split("*")
        .map((part) => part.replaceAll(/[$()+.?[\\\]^{|}]/gu, "\\$&"))
        .join(".*")}$`,
      "u",
    ).test(String(value)),
  );

/** What ONTAP puts on a page at most, where nobody asks for less. */
const PAGE = 10_000;

/** A list as ONTAP answers it, a page at a time: `_links.next` leads on, from the record whose number it says. */
export const listOf = (
  records: readonly object[],
  { path, query }: { readonly path: string; readonly query: Readonly<Record<string, string>> },
  { limits }: Pick<ReadCall, "limits">,
): Answer => {
  const found = matching(records, query);
  const from = Number(query["start.index"] ?? 0);
  const size = Number(query["max_records"] ?? limits({ pageSize: PAGE })["pageSize"]);
  const page = found.slice(from, from + size);
  const next = new URLSearchParams({ ...query, "start.index": String(from + size) }).toString();
  const links = from + size < found.length ? { _links: { next: { href: `${path}?${next}` } } } : {};
  return { status: 200, body: { records: page, num_records: page.length, ...links } };
};

/** What reads and writes share. */
export type AnyCall = ReadCall | WriteCall;
