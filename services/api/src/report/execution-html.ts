/** The report of an execution: a page that stands for itself, on a phone and on paper. */
import type { ExecutionView } from "@dr/domain";
import type { ResourceReference } from "@dr/evidence";
import { createTeller, facts, html, join, page, seconds, table, verdict, type Markup } from "./html.ts";
import type { Timeline } from "./timeline.ts";
import { timelineSvg } from "./timeline-svg.ts";

/** What a report is made of. */
export interface ReportParts {
  readonly view: ExecutionView;
  readonly timeline: Timeline;
  /** What the names in it mean. */
  readonly references: readonly ResourceReference[];
  /** What it touches that the last drill did not, and the other way round; absent where that cannot be told. */
  readonly sinceDrill?:
    | {
        readonly drillId: string | null;
        readonly summary: string;
        readonly neverDrilled: readonly string[];
        readonly gone: readonly string[];
      }
    | undefined;
  readonly evidence: {
    readonly headVersion: number;
    readonly headHash: string;
    readonly commits: number;
    readonly checkpoints: number;
    readonly signed: boolean;
  };
  readonly estate: string;
  readonly now: string;
  /** IANA name of the zone that times are told in beside UTC. */
  readonly zone?: string | undefined;
}

/** The report. Every text of the execution is escaped; nothing is loaded from anywhere. */
export function toExecutionHtml(parts: ReportParts): string {
  const { view, timeline, now, zone } = parts;
  const tell = createTeller(zone);
  const title = `${view.executionType === "drill" ? "Drill" : "Recovery"} of ${view.planName}: ${view.status.replaceAll("_", " ")}`;
  return page(title, [
    html`<h1>${title}</h1><p class="small">${view.executionId}, told at ${tell(now)}${parts.estate === "simulated" ? ", on a SIMULATED estate" : ""}</p>`,
    section("What was promised, what came of it", objectives(view)),
    section("The run", run(view, tell)),
    section("Timeline", timelineSvg(timeline, now)),
    section("Waves and tasks", tasks(view, tell)),
    section("Who decided and did what", people(timeline, tell)),
    section("What it was about", manifest(parts)),
    section("All events", events(timeline, tell)),
    section("Evidence, and how to check it", evidence(parts)),
  ]);
}

type Tell = ReturnType<typeof createTeller>;

function section(name: string, body: Markup): Markup {
  return html`<section><h2>${name}</h2>${body}</section>`;
}

function objectives({ rto, rpo, exercised, degraded }: ExecutionView): Markup {
  const share =
    exercised.share === null ? "—" : `${Math.round(exercised.share * 1000) / 10} % (${exercised.effects} of ${exercised.of} effects)`;
  const rows = [
    ["Recovery time (RTO)", seconds(rto.targetSeconds), seconds(rto.actualSeconds), verdict(rto.verdict)],
    [
      "Loss of data (RPO)",
      seconds(rpo.targetSeconds),
      rpo.worst === null ? "—" : `${seconds(rpo.worst.seconds)} (${rpo.worst.method}, ${rpo.worst.confidence})`,
      verdict(rpo.verdict),
    ],
  ];
  return join([
    table(["Objective", "Target", "Actual", "Verdict"], rows),
    facts([
      ["Of it in pauses", seconds(rto.pausedSeconds)],
      ["Really exercised", share],
      ["Degraded", degraded ? "yes: complete, but not with everything" : "no"],
    ]),
  ]);
}

function run(view: ExecutionView, tell: Tell): Markup {
  return facts([
    ["Status", verdict(view.status)],
    ["Plan", `${view.planId}, version ${view.planVersion}`],
    ["Mode", view.mode],
    ["Asked for", `${tell(view.requestedAt)} by ${view.requestedBy ?? "nobody who is named"}, trigger ${view.triggerSource}`],
    ["Started", tell(view.startedAt)],
    ["Ended", tell(view.finishedAt)],
    [
      "Tags",
      Object.entries(view.tags)
        .map(([key, value]) => `${key}=${value}`)
        .join(", ") || "none",
    ],
    ...(view.failure === null ? [] : ([["Failure", `${view.failure.code}: ${view.failure.message}`]] as const)),
  ]);
}

function tasks({ waves }: ExecutionView, tell: Tell): Markup {
  const rows = waves.flatMap((wave) =>
    wave.technologies.map((task) => [
      `${wave.waveNumber} ${wave.name}`,
      `${task.taskId}: ${task.type} ${task.operation}`,
      task.resources.join(", "),
      verdict(task.status),
      `${tell(task.requestedAt)} to ${tell(task.finishedAt)}`,
      task.failure === null ? (task.result?.warnings ?? []).join("; ") : task.failure.message,
    ]),
  );
  return table(["Wave", "Task", "Acts on", "Status", "From, to", "Remarks"], rows);
}

function people({ entries }: Timeline, tell: Tell): Markup {
  const rows = entries.filter(({ kind }) => kind === "people").map(({ at, actor, text }) => [tell(at), actor, text]);
  return table(["When", "Who", "What"], rows);
}

function manifest({ view, references, sinceDrill }: ReportParts): Markup {
  const names = references.map(({ waveNumber, taskId, written, use, reference }) => [
    waveNumber,
    taskId,
    written,
    use,
    html`<code>${reference}</code>`,
  ]);
  const difference =
    sinceDrill === undefined
      ? []
      : ([
          ["Since the last drill", `${sinceDrill.summary} (${sinceDrill.drillId ?? "there was none"})`],
          ["Never drilled", sinceDrill.neverDrilled.join(", ") || "none"],
          ["Drilled, and gone", sinceDrill.gone.join(", ") || "none"],
        ] as const);
  return join([
    facts([
      ["Hash of the plan", html`<code>${view.planHash}</code>`],
      ["Hash of the manifest", html`<code>${view.manifestHash}</code>`],
      ...difference,
    ]),
    table(["Wave", "Task", "Written", "The task", "What it is"], names),
  ]);
}

function events({ entries }: Timeline, tell: Tell): Markup {
  return table(
    ["When", "What"],
    entries.map(({ at, text }) => [tell(at), text]),
  );
}

function evidence({ view, evidence: { headVersion, headHash, commits, checkpoints, signed } }: ReportParts): Markup {
  return join([
    facts([
      ["Events", `${headVersion}, in ${commits} decisions`],
      ["Hash of the last", html`<code>${headHash}</code>`],
      ["Checkpoints", checkpoints],
      ["Signed export", signed ? "yes" : "no key is set up"],
    ]),
    html`<p>This page tells; the export proves. Fetch it and check it, without this platform: every decision is made again from the events, and the chain of hashes ends at the hash above.</p><p><code>GET /api/v1/executions/${view.executionId}/export</code><br><code>dr verify --key export-key.pub.pem ${view.executionId}.json</code></p>`,
  ]);
}
