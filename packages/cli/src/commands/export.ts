/** `dr export`: writes an execution's evidence, which `dr verify` checks without the platform. */
import type { Command } from "commander";
import { connect } from "../connection/connect.ts";
import { withConnection, type ConnectionFlags } from "../connection/flags.ts";
import type { Session } from "../session.ts";

/** To standard output, or to `--output`. */
export function defineExport(command: Command, session: Session): void {
  withConnection(command.argument("<executionId>"))
    .option("-o, --output <file>", "where to write it; default: standard output")
    .action(async (executionId: string, flags: ConnectionFlags & { readonly output?: string }) => {
      const client = await connect(flags, session.terminal);
      const { body } = await client.exportExecution({ params: { executionId } });
      const text = JSON.stringify(body, null, 2);
      if (flags.output === undefined) {
        session.terminal.out(text);
        return;
      }
      session.terminal.writeFile(flags.output, `${text}\n`);
      session.terminal.error(`${flags.output} is written: dr verify ${flags.output} --key <public key> checks it`);
    });
}
