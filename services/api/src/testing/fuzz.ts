/** Requests that nobody would send who wishes us well: seeded, over every route, with bodies that are broken deep inside a plan document. */
import { API_BASE, ROUTE_LIST } from "@dr/routes";
import { breakDeep, breakText, HOSTILE_TEXTS, pickFrom, randomOf, type Random } from "./hostile.ts";

/** A request to be signed by somebody in a role. */
export interface FuzzRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly role: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Names that exist where the requests go, so that some of them get behind the first check. */
export interface Known {
  readonly planIds: readonly string[];
  readonly executionIds: readonly string[];
  /** A document that would be accepted. */
  readonly plan: unknown;
}

const ROLES = ["DROrchestrationAdmin", "DRRecoveryManager", "DRPlanManager", "DROperator", "DRReadOnly"] as const;
const CONTENT_TYPES = ["application/json", "application/yaml", "application/json; charset=utf-8", "text/plain", "application/xml", ""];
const HEADERS: readonly (readonly [string, readonly string[]])[] = [
  ["idempotency-key", ["k", "", "x".repeat(300), "a,b"]],
  ["if-match", ['"1"', "*", "1", 'W/"1"', '"-1"', '"99999999999999999999"']],
  ["if-none-match", ['"1"', "*", "nonsense"]],
  ["prefer", ["wait=0", "wait=-1", "wait=1e9", "respond-async", "wait=soon"]],
  ["accept-encoding", ["gzip", "br;q=1.0", "*;q=0"]],
  ["x-correlation-id", ["c", "", "x".repeat(2_000)]],
];
const QUERY_NAMES = ["limit", "cursor", "status", "version", "after", "order", "expectedVersion", "wait", "allowUnresolved", "unknown"];
const QUERY_VALUES = ["1", "0", "-5", "100000", "completed", "newest_first", "eyJ0aW1lIjoieCJ9", ...HOSTILE_TEXTS];

/** Those that take a plan document: there is most to break. */
const DOCUMENT_ROWS = ROUTE_LIST.filter(({ path, body }) => path.startsWith("/plans") && body !== undefined);

/** The request of a seed: always the same for the same `known`. */
export function fuzzRequest(seed: number, known: Known): FuzzRequest {
  const random = randomOf(seed);
  const row = pickFrom(random() < 0.5 ? DOCUMENT_ROWS : ROUTE_LIST, random);
  const method = random() < 0.03 ? pickFrom(["PATCH", "HEAD", "PUT", "DELETE", "OPTIONS"], random) : row.method;
  const filled = row.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(pathValue(name, known, random)));
  const more = random() < 0.03 ? `/${encodeURIComponent(wellFormed(pickFrom(HOSTILE_TEXTS, random)))}` : "";
  const headers = headersOf(random);
  const examples = row.examples?.map(({ value }) => value) ?? [];
  const body = row.body === undefined && random() < 0.9 ? undefined : bodyOf(examples, known, random);
  const contentType = pickFrom(random() < 0.85 ? CONTENT_TYPES.slice(0, 2) : CONTENT_TYPES, random);
  return {
    method,
    path: `${API_BASE}${filled}${more}${queryOf(random)}`,
    role: pickFrom(ROLES, random),
    ...(body === undefined ? { headers } : { headers: { ...headers, "content-type": contentType }, body }),
  };
}

function headersOf(random: Random): Record<string, string> {
  return Object.fromEntries(HEADERS.filter(() => random() < 0.15).map(([name, values]) => [name, pickFrom(values, random)]));
}

/** A lone surrogate cannot stand in a path: encodeURIComponent refuses it. */
function wellFormed(text: string): string {
  return text.isWellFormed() ? text : "surrogate";
}

function pathValue(name: string, { planIds, executionIds }: Known, random: Random): string {
  if (random() < 0.25) return wellFormed(pickFrom(HOSTILE_TEXTS.slice(1), random));
  return pickFrom(/execution/i.test(name) ? executionIds : [...planIds, "1", "database"], random);
}

function queryOf(random: Random): string {
  if (random() < 0.6) return "";
  const pairs = Array.from(
    { length: 1 + Math.floor(random() * 3) },
    () => `${pickFrom(QUERY_NAMES, random)}=${encodeURIComponent(wellFormed(pickFrom(QUERY_VALUES, random)))}`,
  );
  return `?${pairs.join("&")}`;
}

function bodyOf(examples: readonly unknown[], { plan }: Known, random: Random): string {
  const start = examples.length > 0 && random() < 0.5 ? pickFrom(examples, random) : plan;
  const text = typeof start === "string" ? start : JSON.stringify(breakDeep(start, 1 + Math.floor(random() * 4), random));
  return random() < 0.75 ? text : breakText(text, random);
}
