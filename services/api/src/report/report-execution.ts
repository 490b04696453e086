/** An execution as a table or a page. Loaded when somebody asks for one. */
import { differenceToDrill, exercisedIn } from "@dr/discovery";
import type { ExecutionState } from "@dr/domain";
import { lastDrill } from "@dr/event-log";
import type { HttpResponse } from "@dr/runtime";
import type { ApiDeps } from "../deps.ts";
import type { exportExecution } from "../evidence/export-execution.ts";
import { toExecutionCsv } from "./execution-csv.ts";
import { toExecutionHtml, type ReportParts } from "./execution-html.ts";
import { toTimeline } from "./timeline.ts";

type Exported = NonNullable<Awaited<ReturnType<typeof exportExecution>>>;
/** An export and the state that it was made of. */
type Reported = Exported["body"] & Pick<Exported, "state">;

/** The answer in the format that was asked for. */
export async function reportExecution(
  deps: ApiDeps,
  exported: Reported,
  { format, zone }: { readonly format: "csv" | "html"; readonly zone?: string | undefined },
): Promise<HttpResponse> {
  const { execution: view, references, head, commits, checkpoints, estate, state } = exported;
  const file = `attachment; filename="${view.executionId}.csv"`;
  if (format === "csv")
    return {
      status: 200,
      headers: { "content-type": "text/csv; charset=utf-8", "content-disposition": file },
      body: toExecutionCsv(view, references),
    };
  const evidence = {
    headVersion: head.version,
    headHash: head.hash,
    commits: commits.length,
    checkpoints: checkpoints.length,
    signed: "signature" in exported,
  };
  const sinceDrill = await compareToDrill(deps, state);
  const body = toExecutionHtml({
    view,
    references,
    timeline: toTimeline(state, commits),
    sinceDrill,
    evidence,
    estate,
    now: deps.clock.nowIso(),
    zone,
  });
  const headers = { "content-type": "text/html; charset=utf-8", "content-disposition": `inline; filename="${view.executionId}.html"` };
  return {
    status: 200,
    headers: {
      ...headers,
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
      "x-content-type-options": "nosniff",
    },
    body,
  };
}

/** What the last complete drill of the plan before this execution did not touch. Undefined where the list of executions cannot be read. */
async function compareToDrill(deps: ApiDeps, state: ExecutionState): Promise<ReportParts["sinceDrill"]> {
  try {
    const drill = await lastDrill(deps, state.planId, state.requestedAt ?? "");
    return differenceToDrill(
      state.waves.map(({ tasks }) => ({ tasks: tasks.map(({ spec }) => spec) })),
      drill && exercisedIn(drill),
    );
  } catch (error) {
    deps.logger.warn("the last drill cannot be read; the report goes without", { error });
    return undefined;
  }
}
