/** `dr takeover`: makes another Region lead every open execution. */
import { DrError } from "@dr/events";
import { createSignedClient } from "@dr/client/signed-client";
import type { Command } from "commander";
import { EXIT } from "../exit-codes.ts";
import type { Session } from "../session.ts";
import type { Terminal } from "../terminal.ts";

interface TakeOverOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly epoch?: string;
  readonly reason: string;
  readonly json?: boolean;
}

interface TakeOverAnswer {
  readonly epoch: number;
  readonly region: string;
  readonly complete: boolean;
  readonly takenOver: number;
  readonly results: readonly { readonly executionId: string; readonly outcome: string }[];
}

/** A request that ran out of time is repeated this often; each repeat goes on where the last one stopped. */
const MAX_CALLS = 20;

/**
 * Signs with `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`. Ends with 0 when every open execution is led by the new epoch, with 1 when some
 * are not. Throws `cli.credentials_missing`, `cli.epoch_invalid` and `cli.refused`.
 */
export function defineTakeOver(command: Command, { terminal, exit }: Session): void {
  command
    .requiredOption("--endpoint <url>", "API of the Region that takes over")
    .requiredOption("--reason <text>", "why; it is kept in every execution's log")
    .option("--region <name>", "Region that takes over", "us-east-1")
    .option("--epoch <number>", "new epoch; by default the one after the epoch that leads now")
    .option("--json", "print the outcome as one JSON object")
    .action(async (options: TakeOverOptions) => {
      const answer = await takeOver(terminal, options);
      if (options.json === true) terminal.out(JSON.stringify(answer));
      else for (const line of describe(answer)) terminal.out(line);
      exit(answer.complete ? EXIT.ok : EXIT.problems);
    });
}

async function takeOver(terminal: Terminal, { endpoint, region, epoch, reason }: TakeOverOptions): Promise<TakeOverAnswer> {
  const client = createSignedClient({ endpoint, region, ...takeOverCredentials(terminal) });
  const body = { region, reason, ...(epoch !== undefined && { epoch: parseEpoch(epoch) }) };
  for (let call = 1; ; call += 1) {
    const answer = await client<TakeOverAnswer>({ method: "POST", path: "/api/v1/takeover", body });
    if (answer.status !== 200 && answer.status !== 206)
      throw new DrError("cli.refused", `the API answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    if (answer.status === 200 || call === MAX_CALLS) return answer.body;
  }
}

/** Keys of a role that may take over. Throws `cli.credentials_missing`. */
export function takeOverCredentials({ variable }: Terminal): { accessKeyId: string; secretAccessKey: string } {
  const accessKeyId = variable("AWS_ACCESS_KEY_ID");
  const secretAccessKey = variable("AWS_SECRET_ACCESS_KEY");
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new DrError("cli.credentials_missing", "expected AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of a role that may take over");
  }
  return { accessKeyId, secretAccessKey };
}

function parseEpoch(text: string): number {
  const epoch = Number(text);
  if (!Number.isInteger(epoch) || epoch < 1) throw new DrError("cli.epoch_invalid", `--epoch ${text}: expected a whole number from 1 on`);
  return epoch;
}

function describe({ epoch, region, complete, takenOver, results }: TakeOverAnswer): readonly string[] {
  const others = results.filter((result) => result.outcome !== "taken_over").map((result) => `  ${result.executionId}: ${result.outcome}`);
  const verdict = complete ? "no open execution is left to the old epoch" : "NOT COMPLETE: run it again";
  return [`${takenOver} executions are led by ${region} in epoch ${epoch}; ${verdict}`, ...others];
}
