/** Options of every command that calls the API. */
import type { Command } from "commander";

/** Where to call, as whom, and how to show the answer. */
export interface ConnectionFlags {
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly as?: string;
  readonly json?: boolean;
}

/** Of commands that change something. */
export interface ChangeFlags extends ConnectionFlags {
  readonly idempotencyKey?: string;
}

/** Adds the options. */
export function withConnection(command: Command): Command {
  return command
    .option("--endpoint <url>", "the API; default: DR_ENDPOINT, the profile, or ready.json of `pnpm dev`")
    .option("--region <name>", "Region to sign for; default: DR_REGION, AWS_REGION, the profile")
    .option("--profile <name>", "a profile of the configuration file; default: DR_PROFILE")
    .option("--as <role>", "with ready.json: the role to act as; default: DR_ROLE")
    .option("--json", "print the API's answer as JSON");
}

/** Adds the options of commands that change something. */
export function withChange(command: Command): Command {
  return withConnection(command).option("--idempotency-key <key>", "the same command with the same key is done once; default: a new key");
}

/** The key that the caller gave, as a request takes it. */
export function keyOf({ idempotencyKey }: ChangeFlags): { readonly idempotencyKey?: string } {
  return idempotencyKey === undefined ? {} : { idempotencyKey };
}
