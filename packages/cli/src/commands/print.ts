/** An answer for people, or as it came. */
import type { ConnectionFlags } from "../connection/flags.ts";
import type { Session } from "../session.ts";

/** `--json` prints the API's own answer as one line of JSON; otherwise the lines. */
export function print<Body>({ terminal }: Session, { json }: ConnectionFlags, body: Body, lines: (body: Body) => readonly string[]): void {
  if (json === true) terminal.out(JSON.stringify(body));
  else for (const line of lines(body)) terminal.out(line);
}
