/** `dr plans estimate`: what is to be expected of a plan before it runs. */
import type { Command } from "commander";
import { connect } from "../connection/connect.ts";
import { withConnection, type ConnectionFlags } from "../connection/flags.ts";
import type { Session } from "../session.ts";
import { counted } from "../view/counted.ts";
import { against } from "../view/lines.ts";
import { toTable } from "../view/table.ts";
import { print } from "./print.ts";

const NO_TARGET = { targetSeconds: null, verdict: null };

/** The command, below `plans`. */
export function defineEstimate(command: Command, session: Session): void {
  withConnection(command.command("estimate <planId>").description("estimate the recovery time and data loss of a plan, before it runs"))
    .option("--drill", "of a drill; default: of a recovery")
    .option("--version <number>", "a version other than the current one")
    .action(
      async (planId: string, { drill, version, ...flags }: ConnectionFlags & { readonly drill?: boolean; readonly version?: string }) => {
        const client = await connect(flags, session.terminal);
        const { body } = await client.estimatePlan({
          params: { planId },
          query: { executionType: drill === true ? "drill" : "recovery", ...(version === undefined ? {} : { version }) },
        });
        print(
          session,
          flags,
          body,
          ({ rtoSeconds, slowestSeconds, atLeast, basis: ground, rpo, gates, criticalPath, objectives, tasks }) => [
            ...toTable(
              ["TASK", "SECONDS", "SLOWEST", "RESTS ON", "LAST LOSS"],
              tasks.map(({ taskId, seconds, slowestSeconds: slowest, basis, runs, rpo: loss }) => [
                criticalPath.includes(taskId) ? `${taskId} *` : taskId,
                told(seconds),
                told(slowest),
                basis === "measured" ? counted(runs, "run") : basis,
                loss === null ? "" : told(loss.seconds),
              ]),
            ),
            `RTO ${atLeast ? "at least " : ""}${rtoSeconds} s${ground.measured === 0 ? "" : `, ${slowestSeconds} s if all is as slow as it ever was`}${against(objectives.rto ?? NO_TARGET)}`,
            `RPO ${rpo === undefined ? "nothing was measured yet" : `${told(rpo.seconds)} s when it was measured last`}${against(objectives.rpo ?? NO_TARGET)}`,
            `* the longest chain${gates === 0 ? "" : `; ${counted(gates, "gate")} for people, whose time is not in it`}`,
          ],
        );
      },
    );
}

function told(seconds: number | null): string {
  return seconds === null ? "unknown" : `${seconds}`;
}
