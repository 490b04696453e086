/** `dr executions`: lists executions. */
import type { Command } from "commander";
import { connect } from "../connection/connect.ts";
import { withConnection, type ConnectionFlags } from "../connection/flags.ts";
import type { Session } from "../session.ts";
import { toTable } from "../view/table.ts";
import { print } from "./print.ts";

interface ListFlags extends ConnectionFlags {
  readonly status?: string;
  readonly limit?: string;
  readonly cursor?: string;
}

/** Newest first. */
export function defineExecutions(command: Command, session: Session): void {
  withConnection(command)
    .option("--status <status>", "only those that stand so, e.g. in_progress, paused, failed")
    .option("--limit <number>", "executions on a page, 1 to 100")
    .option("--cursor <text>", "where the page before ended")
    .action(async ({ status, limit, cursor, ...flags }: ListFlags) => {
      const client = await connect(flags, session.terminal);
      const { body } = await client.listExecutions({ query: { status, limit, cursor } });
      print(session, flags, body, ({ executions, nextCursor }) => [
        ...toTable(
          ["EXECUTION", "PLAN", "TYPE", "STATUS", "WAVE", "ASKED FOR", "BY"],
          executions.map((each) => [
            each.executionId,
            each.planId,
            each.executionType,
            each.status,
            `${each.currentWave ?? "-"}/${each.waveCount}`,
            each.requestedAt,
            each.requestedBy ?? "-",
          ]),
          "no executions",
        ),
        ...(nextCursor === undefined ? [] : [`more: dr executions --cursor ${nextCursor}`]),
      ]);
    });
}
