// What HTTP says of requests that cannot be served as they are, held over HTTP and on every route of the table.
import { createSignedClient, type ApiAnswer, type ApiCall } from "@dr/local";
import { API_BASE, comparesVersions, documentedTypes, ROUTE_LIST, ROUTES, typesOf } from "@dr/routes";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestApi, principalOf, type TestApi } from "../../services/api/test/api.ts";
import { quotasOf, REGION, startApiFront } from "./api-front.ts";
import { createFullApi } from "./support.ts";

type Row = (typeof ROUTE_LIST)[number];
type Answer = ApiAnswer<{ code?: string; details?: Record<string, unknown>; executionId?: string } | undefined>;

const KEY = { accessKeyId: "AKIASTATUSES00000001", secretAccessKey: "secret" };
const METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
const plan = ROUTES.createPlan.examples[0].value;

let api: Pick<TestApi, "handler">;
let front: Awaited<ReturnType<typeof startApiFront>>;
let names: Record<string, string>;

beforeAll(async () => {
  const credential = { ...KEY, principal: principalOf("DROrchestrationAdmin") };
  front = await startApiFront([credential], (event, context) => api.handler(event, context));
  await filled();
});
afterAll(() => front.stop());

/** An API with a plan and an execution, so that whatever reads has something to read. */
async function filled(): Promise<void> {
  api = createFullApi({ ok: true, value: {} }, { quotas: quotasOf(1e6, 1e6) });
  await ask({ method: "POST", path: "/plans", body: plan });
  const started = await ask({ method: "POST", path: "/executions", body: { planId: plan.planId, executionType: "drill" } });
  const executionId = String(started.body?.executionId);
  names = {
    planId: plan.planId,
    executionId,
    operationId: executionId,
    technology: "database",
    version: "1",
    other: "1",
    taskId: "w1-database",
    accountId: "210987654321",
  };
}

function ask(call: ApiCall): Promise<Answer> {
  return createSignedClient({ endpoint: front.endpoint, region: REGION, ...KEY })({ ...call, path: `${API_BASE}${call.path}` });
}

const pathOf = ({ path }: Pick<Row, "path">): string => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? "1");
const bodyOf = ({ body, examples }: Row): unknown =>
  body === undefined ? undefined : (examples?.[0]?.value ?? (body === "plan_document" ? plan : undefined));
const send = (row: Row, more: Partial<ApiCall> = {}): Promise<Answer> =>
  ask({ method: row.method, path: pathOf(row), ...(bodyOf(row) === undefined ? {} : { body: bodyOf(row) }), ...more });
const isChange = ({ method }: Row): boolean => method !== "GET";
const told = ({ status, body }: Answer) => [status, body?.code];

async function each(rows: readonly Row[], look: (row: Row) => Promise<unknown>): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  for (const row of rows) seen[row.operation] = await look(row);
  return seen;
}
const all = (rows: readonly Row[], value: unknown): Record<string, unknown> =>
  Object.fromEntries(rows.map(({ operation }) => [operation, value]));

it("405: every other method of every path, with those that it has", async () => {
  const wrong: unknown[] = [];
  for (const path of new Set(ROUTE_LIST.map((row) => row.path))) {
    const allowed = ROUTE_LIST.filter((row) => new RegExp(`^${row.path.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(pathOf({ path }))).map(
      ({ method }) => method as string,
    );
    for (const method of METHODS.filter((name) => !allowed.includes(name))) {
      const { status, headers, body } = await ask({ method, path: pathOf({ path }) });
      const allow = (headers.get("allow") ?? "").split(", ").toSorted();
      const isTold = method === "HEAD" || body?.code === "http.method_not_allowed";
      if (status !== 405 || !isTold || String(allow) !== String([...new Set(allowed)].toSorted()))
        wrong.push([method, path, status, allow]);
    }
  }
  expect(wrong).toEqual([]);
});

it("what a rule produces is what its answers are documented to be", () => {
  expect(ROUTE_LIST.map((row) => [row.operation, typesOf(row)])).toEqual(ROUTE_LIST.map((row) => [row.operation, documentedTypes(row)]));
});

it("406: a type that no answer of the route has; `*/*`, a list with one that it has, and nonsense are taken", async () => {
  const rows = ROUTE_LIST.filter((row) => typesOf(row).length > 0);
  expect(await each(rows, async (row) => told(await send(row, { headers: { accept: "application/x-tar, text/*;q=0, */*;q=0" } })))).toEqual(
    all(rows, [406, "http.not_acceptable"]),
  );
  const reads = rows.filter((row) => !isChange(row));
  for (const accept of ["*/*", "text/css, application/json;q=0.1", "application/*", "text/html, *; q=.2", "gibberish", ""]) {
    const without = await each(reads, async (row) => (await send(row)).status);
    expect([accept, await each(reads, async (row) => (await send(row, { headers: { accept } })).status)]).toEqual([accept, without]);
  }
});

it("412: a change under a version that is not the present one, or where nothing has versions; a read of something else than named", async () => {
  const changes = ROUTE_LIST.filter(isChange);
  const stale = await each(changes, async (row) => told(await send(row, { headers: { "if-match": '"999"' } })));
  expect(stale).toEqual(
    Object.fromEntries(
      changes.map((row) => [row.operation, [412, comparesVersions(row) ? "plan.version_conflict" : "http.precondition_failed"]]),
    ),
  );
  expect(await each(changes, async (row) => told(await send(row, { headers: { "if-none-match": "*" } })))).toEqual(
    all(changes, [412, "http.precondition_failed"]),
  );
  const reads = ROUTE_LIST.filter((row) => !isChange(row));
  const without = await each(reads, async (row) => (await send(row)).status);
  expect(await each(reads, async (row) => (await send(row, { headers: { "if-match": '"999"' } })).status)).toEqual(
    Object.fromEntries(Object.entries(without).map(([operation, status]) => [operation, status === 200 ? 412 : status])),
  );
  expect(Object.values(without).filter((status) => status === 200).length).toBeGreaterThan(20);
});

it("413: more than 4 MiB on every change, more than 256 KiB where a few fields are expected", async () => {
  const changes = ROUTE_LIST.filter(isChange);
  const long = "x".repeat(4 * 1024 * 1024 + 1);
  expect(await each(changes, async (row) => told(await send(row, { body: long })))).toEqual(all(changes, [413, "http.body_too_large"]));
  const fields = changes.filter(({ body }) => typeof body === "object");
  const wide = JSON.stringify({ reason: "x".repeat(262_144) });
  expect(await each(fields, async (row) => told(await send(row, { body: wide })))).toEqual(all(fields, [413, "http.body_too_large"]));
});

it("415: another type, with those that are taken; a compressed body, with the coding that is", async () => {
  const typed = ROUTE_LIST.filter(({ body }) => body !== undefined && body !== "signed_text");
  const types = await each(typed, async (row) => {
    const answer = await send(row, { body: "a: 1", contentType: "text/plain" });
    return [...told(answer), answer.headers.get("accept")?.split(", ").includes("application/json")];
  });
  expect(types).toEqual(all(typed, [415, "http.unsupported_media_type", true]));
  const bodies = ROUTE_LIST.filter(({ body }) => body !== undefined);
  const coded = await each(bodies, async (row) => {
    const answer = await send(row, { body: "{}", headers: { "content-encoding": "gzip" } });
    return [...told(answer), answer.headers.get("accept-encoding")];
  });
  expect(coded).toEqual(all(bodies, [415, "http.unsupported_media_type", "identity"]));
});

it("422: the key of another request, on every change", async () => {
  const before = api;
  const full = createTestApi();
  // Every key stands already, with another body.
  const records = {
    ...full.idempotencyRecords,
    create: (wanted: object) => Promise.resolve({ ...wanted, owner: "x", bodyHash: "x" } as never),
  };
  api = createTestApi({ idempotencyRecords: records });
  const changes = ROUTE_LIST.filter((row) => isChange(row) && row.body !== "signed_text");
  const seen = await each(changes, async (row) => told(await send(row, { headers: { "idempotency-key": "k" } })));
  api = before;
  expect(seen).toEqual(all(changes, [422, "idempotency.key_reused"]));
});

it("428: a plan is not replaced unseen; the hint's header does", async () => {
  await filled();
  const body = { ...plan, name: "Changed" };
  const path = `/plans/${plan.planId}`;
  const refused = await ask({ method: "PUT", path, body });
  expect([...told(refused), refused.body?.details]).toEqual([428, "plan.precondition_required", { currentVersion: 1 }]);
  expect((await ask({ method: "PUT", path, body: plan })).status).toBe(200);
  expect((await ask({ method: "PUT", path, body, headers: { "if-match": '"1"' } })).headers.get("etag")).toBe('"2"');
  expect((await ask({ method: "PUT", path, body: plan, headers: { "if-match": "*" } })).headers.get("etag")).toBe('"3"');
  expect((await ask({ method: "PUT", path, body, headers: { "if-match": '"1", "3"' } })).headers.get("etag")).toBe('"4"');
});

it("429: every route, with the seconds after which to come back", async () => {
  const before = api;
  const seen = await each(ROUTE_LIST, async (row) => {
    api = createTestApi({ quotas: quotasOf(0.25, 1) });
    const first = await send(row);
    const second = await send(row);
    return [first.status === 429, ...told(second), second.headers.get("retry-after")];
  });
  api = before;
  expect(seen).toEqual(all(ROUTE_LIST, [false, 429, "http.too_many_requests", "4"]));
});
