/** `dr discover`: finds resources by their tags. */
import type { Command } from "commander";
import { CliError } from "../cli-error.ts";
import { connect } from "../connection/connect.ts";
import { withConnection, type ConnectionFlags } from "../connection/flags.ts";
import { EXIT } from "../exit-codes.ts";
import type { Session } from "../session.ts";
import { toTable } from "../view/table.ts";
import { collectPairs } from "./pairs.ts";
import { print } from "./print.ts";

interface DiscoverFlags extends ConnectionFlags {
  readonly tag?: Readonly<Record<string, readonly string[]>>;
  readonly technology?: readonly string[];
  readonly lostRegion?: readonly string[];
}

/** Ends with 1 when an account or Region could not be read. */
export function defineDiscover(command: Command, session: Session): void {
  withConnection(command)
    .option("--tag <key=value>", "a tag; keys are all wanted, values of one key are alternatives, * and ? stand for letters", collectPairs)
    .option("--technology <name...>", "only these technologies")
    .option("--lost-region <name...>", "Regions that are lost: what was there is read from the last good look")
    .action(async (flags: DiscoverFlags) => {
      if (!flags.tag) throw new CliError("cli.tag_missing", "expected --tag KEY=VALUE at least once");
      const client = await connect(flags, session.terminal);
      const tags = Object.fromEntries(Object.entries(flags.tag).map(([key, values]) => [key, [...values]]));
      const { body } = await client.discoverResources({
        body: {
          tags,
          ...(flags.technology && { technologies: [...flags.technology] }),
          ...(flags.lostRegion && { lostRegions: [...flags.lostRegion] }),
        },
      });
      print(session, flags, body, ({ discoveredResources, targets, withoutWave }) => [
        ...toTable(
          ["TECHNOLOGY", "RESOURCE"],
          Object.entries(discoveredResources).flatMap(([technology, ids]) => ids.map((id) => [technology, id])),
          "nothing has these tags",
        ),
        ...(withoutWave.length === 0 ? [] : [`without DR-Wave: ${withoutWave.join(", ")}`]),
        ...targets
          .filter(({ state }) => state !== "read")
          .map(
            ({ account, region, state }) =>
              `${account} ${region}: ${state === "failed" ? "COULD NOT BE READ" : "read from the last good look"}`,
          ),
      ]);
      session.exit(body.partial ? EXIT.problems : EXIT.ok);
    });
}
