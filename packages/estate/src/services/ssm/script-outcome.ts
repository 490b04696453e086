// What a script will do on a node: as scripted in the world, as its own `exit N` says, or success.
import type { WorldView } from "../../world/world.ts";
import { type NodeRecord, scriptKind, type ScriptRecord } from "./run-command-records.ts";

/** The outcome of a script, and how long it takes if that is said. */
export type ScriptOutcome = Pick<ScriptRecord, "exitCode" | "stdout" | "stderr" | "seconds">;

type Script = { readonly document: string; readonly commands: readonly string[] };

/** Decides at the time of the call; a script seeded later changes nothing that runs. */
export const outcomeOf = (world: WorldView, region: string, script: Script, node: NodeRecord): ScriptOutcome => {
  const text = script.commands.join("\n");
  const scripted = world
    .list(scriptKind, region)
    .toSorted((a, b) => a.id.localeCompare(b.id))
    .find(
      ({ document, contains, node: only }) =>
        (document === undefined || document === script.document) &&
        (contains === undefined || text.includes(contains)) &&
        (only === undefined || only === node.instanceId),
    );
  return (
    scripted ?? {
      exitCode: exitOf(script.commands),
      stdout: `simulated: ${script.commands.length} lines on ${node.instanceId}\n`,
      stderr: "",
    }
  );
};

const exitOf = (commands: readonly string[]): number => {
  const last = commands.findLast((line) => line.trim() !== "") ?? "";
  return Number(/^\s*exit\s+(\d{1,3})\s*$/u.exec(last)?.[1] ?? 0);
};
