/** Asks the registry for advisories, where it answers: a machine without one, or behind a mirror that has none, is no failure. */
import { execFile } from "node:child_process";

/** From this severity on an advisory is a failure. */
const LEVEL = "high";
const PATIENCE_MS = 60_000;

/** One line for each advisory against a dependency of what is deployed. Says on the console when nobody answered. */
export async function auditProblems(repository: string): Promise<string[]> {
  const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>((resolve) => {
    execFile("pnpm", ["audit", "--prod", "--json", "--audit-level", LEVEL], { cwd: repository, timeout: PATIENCE_MS }, (_error, out, err) =>
      resolve({ stdout: out, stderr: err }),
    );
  });
  const told = parseAudit(stdout);
  if (told === undefined) console.log(`skipped  the registry has not answered: ${reasonOf(`${stderr} ${stdout}`)}`);
  return told ?? [];
}

/** What pnpm's answer says; undefined if it is none. */
export function parseAudit(text: string): string[] | undefined {
  try {
    const { advisories } = JSON.parse(text) as {
      advisories?: Readonly<Record<string, { module_name: string; severity: string; title: string; url?: string }>>;
    };
    if (advisories === undefined) return undefined;
    return Object.values(advisories)
      .filter(({ severity }) => severity === "high" || severity === "critical")
      .map(({ module_name: name, severity, title, url = "" }) => `${name}: ${severity}: ${title} ${url}`.trimEnd());
  } catch {
    return undefined;
  }
}

function reasonOf(text: string): string {
  return /ERR_PNPM_\w+/.exec(text)?.[0] ?? "no answer";
}
