/** Requests made from the OpenAPI document by schemathesis, signed, against a platform of one machine. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDataFolder, startRuntime } from "../support/runtime.ts";
import { documentFile, installTools, runTool } from "./tools.ts";

/**
 * Checks that do not hold of this API, each for a reason: a document whose schema fits may still name a plan that cannot be (400 and 422 say so);
 * the gateway answers an unsigned request with 403, as API Gateway does; and `Allow` on a path such as `/plans/validate` names what a plan of
 * that name takes as well, which is true.
 */
const NOT_OURS = ["positive_data_acceptance", "missing_required_header", "ignored_auth", "allow_header_conformance"];
const CLASSES = ["read", "list", "write", "command", "start", "heavy"];

/** What came of a run. */
export interface FuzzOutcome {
  readonly code: number;
  /** Its report, for whoever has to find out. */
  readonly report: string;
  /** Requests that were answered. */
  readonly requests: number;
  /** Operations that were asked at least once, out of all. */
  readonly operations: { readonly asked: number; readonly all: number };
  /** Each with what it said: 5xx of a part that was away and 5xx of a fault are told apart by that alone. */
  readonly serverErrors: readonly string[];
  /** Answers by status. */
  readonly statuses: Readonly<Record<number, number>>;
}

interface HarEntry {
  readonly startedDateTime: string;
  /** Milliseconds. */
  readonly time: number;
  readonly request: { readonly method: string; readonly url: string };
  readonly response: { readonly status: number; readonly content: { readonly text?: string; readonly encoding?: string } };
}

/** At most `examples` requests of each kind and operation, from one seed. */
export async function fuzzByDocument(examples: number, seed: number): Promise<FuzzOutcome> {
  await installTools();
  const data = createDataFolder();
  const reports = mkdtempSync(join(tmpdir(), "dr-contract-"));
  const quotas = CLASSES.map((name) => `${name}=1000000/1000000`).join(",");
  const runtime = await startRuntime(data.path, ["--speed", "600"], { DR_API_QUOTAS: quotas });
  try {
    const { endpoint, region, credentials } = runtime.ready;
    const key = credentials["DROrchestrationAdmin"];
    if (!key) throw new Error("the runtime has no key of an admin");
    const har = join(reports, "requests.har");
    const { code, output } = await runTool(
      "st",
      [
        "--config-file",
        join(import.meta.dirname, "schemathesis.toml"),
        "run",
        documentFile,
        `--url=${endpoint}/api/v1`,
        "--no-color",
        "--no-shrink",
        "--warnings=off",
        "--phases=examples,coverage,fuzzing",
        "--continue-on-failure",
        `--max-examples=${examples}`,
        `--seed=${seed}`,
        `--exclude-checks=${NOT_OURS.join(",")}`,
        "--suppress-health-check=all",
        `--report-har-path=${har}`,
      ],
      { cwd: reports, env: toEnvironment(key, region) },
    );
    const { entries } = (JSON.parse(readFileSync(har, "utf8")) as { log: { entries: readonly HarEntry[] } }).log;
    return {
      code,
      report: output,
      requests: entries.length,
      operations: countOperations(entries),
      serverErrors: serverErrorsOf(entries),
      statuses: countStatuses(entries),
    };
  } finally {
    await runtime.stop();
    data.remove();
    rmSync(reports, { recursive: true, force: true });
  }
}

function toEnvironment(key: { readonly accessKeyId: string; readonly secretAccessKey: string }, region: string): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_REGION: region,
    SCHEMATHESIS_HOOKS: "signed",
    PYTHONPATH: import.meta.dirname,
  };
}

function serverErrorsOf(entries: readonly HarEntry[]): readonly string[] {
  return entries
    .filter(({ response }) => response.status >= 500)
    .map(
      ({ startedDateTime, time, request, response }) =>
        `${response.status} ${request.method} ${request.url} at ${startedDateTime}, ${Math.round(time)} ms: ${textOf(response.content)}`,
    );
}

function textOf({ text = "", encoding }: HarEntry["response"]["content"]): string {
  return (encoding === "base64" ? Buffer.from(text, "base64").toString("utf8") : text).slice(0, 600);
}

function countStatuses(entries: readonly HarEntry[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { response } of entries) counts[response.status] = (counts[response.status] ?? 0) + 1;
  return counts;
}

function countOperations(entries: readonly HarEntry[]): FuzzOutcome["operations"] {
  const { paths } = JSON.parse(readFileSync(documentFile, "utf8")) as { paths: Record<string, Record<string, unknown>> };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), pattern: toPattern(path) })),
  );
  const asked = operations.filter(({ method, pattern }) =>
    entries.some(({ request }) => request.method === method && pattern.test(new URL(request.url).pathname)),
  );
  return { asked: asked.length, all: operations.length };
}

function toPattern(path: string): RegExp {
  return new RegExp(`^/api/v1${path.replaceAll(/\{\w+\}/g, "[^/]*")}$`);
}
