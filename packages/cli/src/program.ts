/** The command line: its commands, each loaded when it is called, so that `dr` starts at once. */
import { printable } from "@dr/events/one-line";
import { Command } from "commander";
import manifest from "../package.json" with { type: "json" };
import { EXIT, type ExitCode } from "./exit-codes.ts";
import type { Define, Session } from "./session.ts";
import { tellError } from "./tell-error.ts";
import type { Terminal } from "./terminal.ts";

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Define>;
  /** What else people call it. */
  readonly alias?: string;
}

const ENTRIES: readonly Entry[] = [
  entry("plans", "list, show, save, check and compare plans", async () => (await import("./commands/plans.ts")).definePlans),
  entry("start", "start a drill or a recovery", async () => (await import("./commands/start.ts")).defineStart),
  entry("executions", "list executions, newest first", async () => (await import("./commands/executions.ts")).defineExecutions),
  { ...entry("show", "show how an execution stands", async () => (await import("./commands/watch.ts")).defineShow), alias: "status" },
  entry("watch", "follow an execution to its end; Ctrl-C leaves it alone", async () => (await import("./commands/watch.ts")).defineWatch),
  entry("approve", "approve what a pause waits for", async () => (await import("./commands/decide.ts")).defineDecision("approve")),
  entry("decline", "decline what a pause waits for", async () => (await import("./commands/decide.ts")).defineDecision("decline")),
  entry("pause", "pause at the next wave boundary", async () => (await import("./commands/control.ts")).definePause),
  entry("resume", "end a pause that needs no approval", async () => (await import("./commands/control.ts")).defineResume),
  entry("cancel", "start no further wave, and ask running tasks to stop", async () => (await import("./commands/control.ts")).defineCancel),
  entry("retry", "try a failed task again", async () => (await import("./commands/control.ts")).defineRetry),
  entry("skip", "leave a task out", async () => (await import("./commands/control.ts")).defineSkip),
  entry("mode", "switch between planned and unplanned", async () => (await import("./commands/control.ts")).defineMode),
  entry("redrive", "run a failed or cancelled execution again", async () => (await import("./commands/control.ts")).defineRedrive),
  entry("rollback", "take back what an execution did", async () => (await import("./commands/control.ts")).defineRollback),
  entry("export", "write an execution's evidence to a file", async () => (await import("./commands/export.ts")).defineExport),
  entry(
    "report",
    "write the report of an execution: a page for people, or a table",
    async () => (await import("./commands/export.ts")).defineReport,
  ),
  entry("complete", "say what became of a task that people do", async () => (await import("./commands/complete.ts")).defineComplete),
  entry("verify", "check an exported execution, without the platform", async () => (await import("./commands/verify.ts")).defineVerify),
  entry("discover", "find resources by their tags", async () => (await import("./commands/discover.ts")).defineDiscover),
  entry("whoami", "say as whom the platform sees you", async () => (await import("./commands/whoami.ts")).defineWhoAmI),
  entry("takeover", "lead every open execution from another Region", async () => (await import("./commands/takeover.ts")).defineTakeOver),
  entry(
    "guard",
    "watch two Regions, and take over when the one that leads falls silent",
    async () => (await import("./commands/guard.ts")).defineGuard,
  ),
  entry("api", "send any request, signed", async () => (await import("./commands/api.ts")).defineApi),
  entry("completion", "print a script that completes commands in a shell", async () => {
    const [{ defineCompletion }, { definePlans }] = await Promise.all([import("./commands/completion.ts"), import("./commands/plans.ts")]);
    return defineCompletion(
      ENTRIES.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias])),
      definePlans,
    );
  }),
];

/** Runs one command line (without `node` and the script's name) and resolves to its exit code. */
export async function runProgram(args: readonly string[], machine: Terminal): Promise<ExitCode> {
  const terminal: Terminal = {
    ...machine,
    out: (line) => {
      machine.out(printable(line));
    },
    error: (line) => {
      machine.error(printable(line));
    },
  };
  let exitCode: ExitCode = EXIT.ok;
  const session: Session = {
    terminal,
    exit: (code) => {
      exitCode = code;
    },
  };
  try {
    await (await createProgram(args, session)).parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    return tellError(error, terminal);
  }
}

async function createProgram(args: readonly string[], session: Session): Promise<Command> {
  const { terminal } = session;
  const program = new Command("dr")
    .description("DR Orchestrator on the command line")
    .version(manifest.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.document(text.trimEnd());
      },
      writeErr: (text) => {
        for (const line of text.trimEnd().split("\n")) terminal.error(line);
      },
    })
    .showHelpAfterError("(dr --help shows what there is)");
  const words = args.filter((arg) => !arg.startsWith("-"));
  const called = words[0] === "help" ? words[1] : words[0];
  for (const { name, summary, load, alias } of ENTRIES) {
    const command = program.command(name).description(summary);
    if (alias !== undefined) command.alias(alias);
    if (called !== undefined && [name, alias].includes(called)) (await load())(command, session);
  }
  return program;
}

function entry(name: string, summary: string, load: () => Promise<Define>): Entry {
  return { name, summary, load };
}
