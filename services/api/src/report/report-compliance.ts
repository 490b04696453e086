/** The compliance report as an answer. Loaded when somebody asks for one. */
import type { HttpResponse } from "@dr/runtime";
import type { ApiDeps } from "../deps.ts";
import { toCompliance, type Period, type PlanCompliance, type Proof } from "./compliance.ts";
import { toCsv } from "./csv.ts";
import { createTeller, html, page, seconds, table, verdict, type Markup } from "./html.ts";

/** What is asked for. */
export interface ComplianceQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly format: "json" | "csv" | "html";
  readonly zone?: string | undefined;
}

const DEFAULT_DAYS = 90;

/** The report over a period, by default the last 90 days. */
export async function reportCompliance(deps: ApiDeps, query: ComplianceQuery): Promise<HttpResponse> {
  const madeAt = deps.clock.nowIso();
  const to = query.to === undefined ? madeAt : new Date(query.to).toISOString();
  const from =
    query.from === undefined ? new Date(Date.parse(to) - DEFAULT_DAYS * 86_400_000).toISOString() : new Date(query.from).toISOString();
  const { items, cursor } = await deps.planCatalog.list({ limit: query.limit, cursor: query.cursor });
  const plans = await toCompliance(deps, items, { from, to });
  if (query.format === "csv") return asText("text/csv", toTable(plans), "compliance.csv");
  if (query.format === "html") return asText("text/html", toPage(plans, { from, to, madeAt }, query.zone), "compliance.html");
  return { status: 200, body: { from, to, madeAt, plans, ...(cursor === undefined ? {} : { nextCursor: cursor }) } };
}

function asText(type: string, body: string, name: string): HttpResponse {
  return {
    status: 200,
    headers: {
      "content-type": `${type}; charset=utf-8`,
      "content-disposition": `inline; filename="${name}"`,
      "x-content-type-options": "nosniff",
    },
    body,
  };
}

function toTable(plans: readonly PlanCompliance[]): string {
  const columns = (name: string) => [
    `${name}Id`,
    `${name}At`,
    `${name}Status`,
    `${name}RtoSeconds`,
    `${name}RtoVerdict`,
    `${name}RpoVerdict`,
  ];
  const cells = (proof: Proof | null) => [
    proof?.executionId,
    proof?.requestedAt,
    proof?.status,
    proof?.rto.actualSeconds,
    proof?.rto.verdict,
    proof?.rpo.verdict,
  ];
  return toCsv(
    ["planId", "name", "version", ...columns("drill"), ...columns("recovery"), "gaps"],
    plans.map((plan) => [
      plan.planId,
      plan.name,
      plan.version,
      ...cells(plan.lastDrill),
      ...cells(plan.lastRecovery),
      plan.gaps.map(({ code }) => code).join(" "),
    ]),
  );
}

function toPage(
  plans: readonly PlanCompliance[],
  { from, to, madeAt }: Period & { readonly madeAt: string },
  zone: string | undefined,
): string {
  const tell = createTeller(zone);
  const told = (proof: Proof | null): Markup =>
    proof === null
      ? html`none`
      : html`${verdict(proof.status)}, ${tell(proof.requestedAt)}, RTO ${seconds(proof.rto.actualSeconds)} of ${seconds(proof.rto.targetSeconds)}: ${verdict(proof.rto.verdict)}, RPO ${verdict(proof.rpo.verdict)} <span class="small">${proof.executionId}</span>`;
  const rows = plans.map((plan) => [
    html`${plan.name} <span class="small">${plan.planId}, version ${plan.version}</span>`,
    told(plan.lastDrill),
    told(plan.lastRecovery),
    plan.gaps.length === 0
      ? html`<span class="good">none</span>`
      : html`<span class="bad">${plan.gaps.map(({ message }) => message).join("; ")}</span>`,
  ]);
  const gaps = plans.filter((plan) => plan.gaps.length > 0).length;
  return page("Compliance of disaster recovery", [
    html`<h1>Compliance of disaster recovery</h1><p class="small">${tell(from)} to ${tell(to)}, made at ${tell(madeAt)}. ${plans.length} plans, ${gaps} with gaps.</p>`,
    table(["Plan", "Last drill", "Last recovery", "Gaps"], rows),
  ]);
}
