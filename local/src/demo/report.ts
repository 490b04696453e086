/** The demo's closing report: timeline, RTO and RPO, evidence. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseHeadKey } from "@dr/event-log";
import { verifyExecution } from "@dr/evidence";
import type { SignedClient } from "@dr/client/signed-client";
import type { ExecutionView } from "./execution-view.ts";
import type { Screen } from "./screen.ts";
import { formatSeconds, renderTimeline, type Bar } from "./timeline.ts";

/** What the report needs. */
export interface ReportDeps {
  readonly view: ExecutionView;
  readonly client: SignedClient;
  readonly exportFolder: string;
  readonly speed: number;
  readonly exportKeyFile: string;
  readonly checkpointKeyFile: string;
  readonly screen: Screen;
}

interface ExportedCommit {
  readonly events: readonly { type: string; at: string }[];
}

/** Prints the report and writes the export; true when the execution completed and its hash chain verifies. */
export async function report({
  view,
  client,
  exportFolder,
  exportKeyFile,
  checkpointKeyFile,
  speed,
  screen,
}: ReportDeps): Promise<boolean> {
  const answer = await client<{ commits: ExportedCommit[] }>({ method: "GET", path: `/api/v1/executions/${view.executionId}/export` });
  const file = join(exportFolder, `${view.executionId}.export.json`);
  writeFileSync(file, `${JSON.stringify(answer.body, null, 2)}\n`);
  const events = answer.body.commits.flatMap((commit) => commit.events);
  const keyIn = (path: string) => parseHeadKey(readFileSync(path, "utf8"));
  const verdict = verifyExecution(answer.body, { key: keyIn(exportKeyFile), checkpointKey: keyIn(checkpointKeyFile) });

  screen.say(`\nexecution ${view.status}\n`);
  for (const line of drawTimeline(view, events, speed)) screen.say(line);
  screen.say(`\n${"task".padEnd(18)}${"RTO measured".padStart(14)}${"in estate time".padStart(18)}   RPO`);
  for (const line of resultLines(view, speed)) screen.say(line);
  const end = Date.parse(view.finishedAt ?? "");
  const total = (end - Date.parse(view.requestedAt ?? "")) / 1000;
  screen.say(
    `${"whole execution".padEnd(18)}${formatSeconds(total).padStart(14)}${formatSeconds(total * speed).padStart(18)}   from request to end, approval included`,
  );
  for (const line of estimateLines(view, speed)) screen.say(line);
  screen.say(`\nevidence   ${events.length} events in ${answer.body.commits.length} commits`);
  screen.say(
    verdict.ok
      ? `evidence   hash chain, signature, view and every decision verified; anchored up to version ${verdict.anchoring?.upTo}`
      : `evidence   NOT IN ORDER: ${JSON.stringify(verdict.problems[0])}`,
  );
  screen.say(`evidence   exported to ${file}`);
  screen.say(
    `           verify it yourself: npx -y pnpm@12 --silent dr verify ${file} --key ${exportKeyFile} --checkpoint-key ${checkpointKeyFile}`,
  );
  screen.say("simulated  no AWS account was touched: databases, servers and DNS of this run were simulated");
  return view.status === "completed" && verdict.ok;
}

function estimateLines({ estimate }: ExecutionView, speed: number): string[] {
  if (!estimate) return [];
  const { rtoSeconds, atLeast, basis } = estimate;
  const ground =
    basis.measured > 0
      ? `${basis.measured} tasks measured before`
      : "by the quick runs that operations declare; after this run it is measured";
  const figures = `${formatSeconds(rtoSeconds).padStart(14)}${formatSeconds(rtoSeconds * speed).padStart(18)}`;
  const label = atLeast ? "expected (least)" : "expected";
  return [`${label.padEnd(18)}${figures}   before it began, ${ground}`];
}

function drawTimeline(view: ExecutionView, events: readonly { type: string; at: string }[], speed: number): string[] {
  const zero = Date.parse(view.requestedAt ?? "");
  const end = Date.parse(view.finishedAt ?? "");
  const at = (iso: string | null | undefined, fallback: number): number => (iso ? Date.parse(iso) : fallback) - zero;
  const bars = view.waves.flatMap((wave): Bar[] => [
    {
      label: `wave ${wave.waveNumber} ${wave.name}`,
      level: 0,
      startMs: at(wave.startedAt, end),
      endMs: at(wave.finishedAt, end),
      note: wave.status,
    },
    ...wave.technologies.map((task): Bar => ({
      label: `${task.type} ${task.operation}`,
      level: 1,
      startMs: at(task.startedAt, end),
      endMs: at(task.finishedAt, end),
      note: task.status,
    })),
  ]);
  const resumes = events.filter((event) => event.type === "ExecutionResumed");
  const pauses = events
    .filter((event) => event.type === "ExecutionPaused")
    .map((event, index) => ({ label: "pause", startMs: at(event.at, end), endMs: at(resumes[index]?.at, end) }));
  return renderTimeline(bars, pauses, end - zero, speed);
}

function resultLines(view: ExecutionView, speed: number): string[] {
  return view.waves.flatMap((wave) =>
    wave.technologies.map((task) => {
      if (!task.result) return `${task.taskId.padEnd(18)}${"-".padStart(14)}${"-".padStart(18)}   ${task.failure?.message ?? "no result"}`;
      const { rtoSeconds, rpo } = task.result;
      const loss = rpo.seconds === null ? `unknown (${rpo.method})` : `${rpo.seconds.toFixed(1)} s (${rpo.method}, ${rpo.confidence})`;
      return `${task.taskId.padEnd(18)}${formatSeconds(rtoSeconds).padStart(14)}${formatSeconds(rtoSeconds * speed).padStart(18)}   ${loss}`;
    }),
  );
}
