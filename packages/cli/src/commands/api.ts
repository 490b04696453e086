/** `dr api`: any request of the API, signed; for scripts, and for what has no command of its own. */
import type { Command } from "commander";
import { toBody, toProblem, ApiProblem } from "@dr/client";
import { CliError } from "../cli-error.ts";
import { authorizeAs } from "../connection/connect.ts";
import { withChange, type ChangeFlags } from "../connection/flags.ts";
import { findPlace } from "../connection/profile.ts";
import type { Session } from "../session.ts";

interface ApiFlags extends ChangeFlags {
  readonly body?: string;
  readonly contentType: string;
}

const METHODS = ["GET", "POST", "PUT", "DELETE"];

/** Prints the body as it came. Not repeated when no answer comes. */
export function defineApi(command: Command, session: Session): void {
  withChange(command.argument("<method>", METHODS.join(", ")).argument("<path>", "e.g. /plans?limit=5"))
    .option("--body <text>", "the body, or @FILE, or @- for standard input")
    .option("--content-type <type>", "of the body", "application/json")
    .action(async (method: string, path: string, flags: ApiFlags) => {
      const { terminal } = session;
      const verb = method.toUpperCase();
      if (!METHODS.includes(verb)) throw new CliError("cli.method_unknown", `${method}: expected ${METHODS.join(", ")}`);
      if (!path.startsWith("/")) throw new CliError("cli.path_invalid", `${path}: expected a path that begins with /`);
      const place = findPlace(flags, terminal);
      const url = new URL(`${place.endpoint.replace(/\/+$/, "")}${path.startsWith("/api/v1") ? "" : "/api/v1"}${path}`);
      const body = flags.body === undefined ? undefined : readBody(flags.body, session);
      const headers = {
        ...(body !== undefined && { "content-type": flags.contentType }),
        ...(flags.idempotencyKey !== undefined && { "idempotency-key": flags.idempotencyKey }),
      };
      const authorize = await authorizeAs(place, terminal);
      const sent = await authorize({ method: verb, url, headers, ...(body !== undefined && { body }) });
      const response = await fetch(url, { method: verb, headers: sent, ...(body !== undefined && { body }) });
      const text = await response.text();
      if (!response.ok) throw new ApiProblem(toProblem(response.status, toBody(text)));
      terminal.document(text);
    });
}

function readBody(text: string, { terminal }: Session): string {
  if (!text.startsWith("@")) return text;
  return text === "@-" ? terminal.readInput() : terminal.readFile(text.slice(1));
}
