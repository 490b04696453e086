/** Which branches of the decider ran in this thread, as V8 counts them. */
import { readFileSync } from "node:fs";
import type { Profiler } from "node:inspector";
import { Session } from "node:inspector/promises";
import { stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";
import { parse } from "acorn";
import { convert } from "ast-v8-to-istanbul";

/** How often each branch of each file ran: file name (below the decider's folder) → branch (`line:column type`) → a count for each of its ways. */
export type BranchCounts = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

/** Counts until it is asked. */
export interface CoverageRecorder {
  readonly take: () => Promise<BranchCounts>;
  /** Counts no longer; `take` goes on telling what was counted until now. */
  readonly stop: () => Promise<void>;
}

/** The decider: what it decides, what follows, and how it is folded. */
const DECIDER = /\/packages\/domain\/src\/execution\/((?:decide|advance|evolve)\/[\w-]+[.]ts)$/;

/** Begins to count in this thread. Must run before the decider is loaded: what is compiled earlier is counted coarsely. */
export async function startCoverage(): Promise<CoverageRecorder> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  let counted: readonly BranchCounts[] = [];
  let isStopped = false;
  /** Asking V8 sets its counters back to zero, so the answers are kept and added up. */
  const look = async (): Promise<void> => {
    if (isStopped) return;
    const { result } = await session.post("Profiler.takePreciseCoverage");
    const scripts = result.filter(({ url }) => DECIDER.test(url));
    counted = [addCounts([...counted, ...(await Promise.all(scripts.map(readScript)))])];
  };
  return {
    take: async () => {
      await look();
      return counted[0] ?? {};
    },
    stop: async () => {
      if (isStopped) return;
      await look();
      isStopped = true;
      await session.post("Profiler.stopPreciseCoverage");
      session.disconnect();
    },
  };
}

async function readScript(script: Profiler.ScriptCoverage): Promise<BranchCounts> {
  const name = DECIDER.exec(script.url)?.[1] ?? script.url;
  // Node runs TypeScript with its types blanked out, so V8's offsets are those of the file.
  const code = stripTypeScriptTypes(readFileSync(fileURLToPath(script.url), "utf8"));
  const ast = parse(code, { ecmaVersion: "latest", sourceType: "module" }) as unknown;
  const files = Object.values(await convert({ code, ast, coverage: script }));
  return Object.fromEntries(files.map((file) => [name, branchesOf(file as FileCounts)]));
}

/** The sum of several counts. */
export function addCounts(parts: readonly BranchCounts[]): BranchCounts {
  const sum: Record<string, Record<string, readonly number[]>> = {};
  for (const [file, branches] of parts.flatMap((part) => Object.entries(part))) {
    const known = (sum[file] ??= {});
    for (const [branch, ways] of Object.entries(branches)) known[branch] = ways.map((count, way) => count + (known[branch]?.[way] ?? 0));
  }
  return sum;
}

interface FileCounts {
  readonly b: Readonly<Record<string, number[]>>;
  readonly branchMap: Readonly<
    Record<string, { readonly type: string; readonly loc: { readonly start: { line: number; column: number } } }>
  >;
}

function branchesOf({ b, branchMap }: FileCounts): Record<string, readonly number[]> {
  return Object.fromEntries(
    Object.entries(branchMap).map(([id, { type, loc }]) => [`${loc.start.line}:${loc.start.column + 1} ${type}`, b[id] ?? []]),
  );
}
