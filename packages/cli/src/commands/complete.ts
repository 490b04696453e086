/** `dr complete`: says what became of a task that people do. */
import { Option, type Command } from "commander";
import { connect } from "../connection/connect.ts";
import { keyOf, withChange, type ChangeFlags } from "../connection/flags.ts";
import type { Session } from "../session.ts";
import { printStatus } from "./control.ts";

interface CompleteFlags extends ChangeFlags {
  readonly outcome: "completed" | "failed";
  readonly evidence?: readonly string[];
  readonly note?: string;
}

/** Evidence is text here; files, links and handing on go by `dr api`. */
export function defineComplete(command: Command, session: Session): void {
  withChange(command.argument("<executionId>").argument("<taskId>"))
    .addOption(new Option("--outcome <outcome>", "what became of it").choices(["completed", "failed"]).default("completed"))
    .option("--evidence <text...>", "what shows it")
    .option("--note <text>", "what else is to be said")
    .action(async (executionId: string, taskId: string, { outcome, evidence = [], note, ...flags }: CompleteFlags) => {
      const client = await connect(flags, session.terminal);
      const body = {
        outcome,
        ...(evidence.length > 0 && { evidence: evidence.map((text) => ({ kind: "text" as const, text })) }),
        ...(note !== undefined && { note }),
      };
      const { body: status } = await client.completeTask({ params: { executionId, taskId }, body, ...keyOf(flags) });
      printStatus(session, flags, status);
    });
}
