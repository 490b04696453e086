/** `dr export` and `dr report`: an execution's evidence, which `dr verify` checks without the platform, and the report for people. */
import type { Command } from "commander";
import { CliError } from "../cli-error.ts";
import { connect } from "../connection/connect.ts";
import { withConnection, type ConnectionFlags } from "../connection/flags.ts";
import type { Session } from "../session.ts";

interface ReportFlags extends ConnectionFlags {
  readonly output?: string;
  readonly csv?: boolean;
  readonly zone?: string;
}

/** To standard output, or to `--output`. */
export function defineExport(command: Command, session: Session): void {
  withConnection(command.argument("<executionId>"))
    .option("-o, --output <file>", "where to write it; default: standard output")
    .action(async (executionId: string, flags: ConnectionFlags & { readonly output?: string }) => {
      const client = await connect(flags, session.terminal);
      const { body } = await client.exportExecution({ params: { executionId } });
      const text = JSON.stringify(body, null, 2);
      if (flags.output === undefined) {
        session.terminal.document(text);
        return;
      }
      write(session, flags.output, `${text}\n`);
      session.terminal.error(`${flags.output} is written: dr verify ${flags.output} --key <public key> checks it`);
    });
}

/** `dr report`: the report for people, one page of HTML that loads nothing; with `--csv` a table of tasks and resources. */
export function defineReport(command: Command, session: Session): void {
  withConnection(command.argument("<executionId>"))
    .option("-o, --output <file>", "where to write it; default: standard output")
    .option("--csv", "a table of tasks and resources instead of a page")
    .option("--zone <name>", "a time zone beside UTC, e.g. Europe/Berlin")
    .action(async (executionId: string, flags: ReportFlags) => {
      const client = await connect(flags, session.terminal);
      const query = { format: flags.csv === true ? "csv" : "html", zone: flags.zone };
      const { body } = await client.exportExecution({ params: { executionId }, query });
      const text = typeof body === "string" ? body : JSON.stringify(body);
      if (flags.output === undefined) {
        session.terminal.document(text);
        return;
      }
      write(session, flags.output, text);
      session.terminal.error(`${flags.output} is written`);
    });
}

function write({ terminal }: Session, path: string, text: string): void {
  try {
    terminal.writeFile(path, text);
  } catch (cause) {
    throw new CliError("file.unwritable", `cannot write ${path}: ${(cause as Error).message}`, { cause });
  }
}
