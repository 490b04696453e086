/** `dr start`: starts a drill or a recovery. */
import { Option, type Command } from "commander";
import { CliError } from "../cli-error.ts";
import { connect } from "../connection/connect.ts";
import { keyOf, withChange, type ChangeFlags } from "../connection/flags.ts";
import type { Session } from "../session.ts";
import { collectPairs } from "./pairs.ts";
import { print } from "./print.ts";
import { follow } from "./watch.ts";

interface StartFlags extends ChangeFlags {
  readonly drill?: boolean;
  readonly recovery?: boolean;
  readonly unplanned?: boolean;
  readonly tag?: Readonly<Record<string, readonly string[]>>;
  readonly lostRegion?: readonly string[];
  readonly force?: boolean;
  readonly watch?: boolean;
}

/** Nothing is started by default: which of the two it is has to be said. */
export function defineStart(command: Command, session: Session): void {
  withChange(command.argument("<planId>"))
    .addOption(new Option("--drill", "rehearse in isolation, and clean up").conflicts("recovery"))
    .option("--recovery", "move production")
    .option("--unplanned", "the primary side is dead: no check demands that it lives")
    .option("--tag <key=value>", "a tag of the execution; may be repeated", collectPairs)
    .option("--lost-region <name...>", "Regions that are lost: tags there are read from the last good look")
    .option("--force", "start although another execution of the plan runs, where their resources differ")
    .option("--watch", "stay and show how it goes, as dr watch does")
    .action(async (planId: string, flags: StartFlags) => {
      if (flags.drill !== true && flags.recovery !== true) throw new CliError("cli.type_missing", "expected --drill or --recovery");
      const client = await connect(flags, session.terminal);
      const { body } = await client.startExecution({
        body: {
          planId,
          executionType: flags.drill === true ? "drill" : "recovery",
          mode: flags.unplanned === true ? "unplanned" : "planned",
          triggerSource: "CLI",
          ...(flags.tag && { tags: Object.fromEntries(Object.entries(flags.tag).map(([key, values]) => [key, values.at(-1) ?? ""])) }),
          ...(flags.lostRegion && { lostRegions: [...flags.lostRegion] }),
          ...(flags.force === true && { force: true }),
        },
        ...keyOf(flags),
      });
      print(session, flags, body, ({ executionId, status, planVersion }) => [
        `${executionId} is ${status.replaceAll("_", " ")}: ${planId} version ${planVersion}`,
        ...(flags.watch === true ? [] : [`dr watch ${executionId}`]),
      ]);
      if (flags.watch === true) session.exit(await follow(session, client, body.executionId, flags));
    });
}
