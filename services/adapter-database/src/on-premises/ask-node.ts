/** A question to a node is a command of its own: sent at one look, answered at a later one. No look waits. */
import { DrError } from "@dr/events";
import type { CommandAnswer, NodeCommand, OnPremisesPort, SentCommand } from "../on-premises-client.ts";

/** An older answer says nothing of today. */
const FRESH_SECONDS = 120;

/** Of several that are under way at once (looks may meet) so many are looked at. */
const MAX_LOOKED_AT = 8;

/** What a command printed, and when it was sent (ISO 8601): what it tells is not younger. */
export interface NodeAnswer {
  readonly stdout: string;
  readonly askedAt: string;
}

/**
 * The newest answer to this question, and the question is asked again for the next look unless one is under way. Throws `database.no_answer` (retryable) where there is none yet, and
 * `database.command_failed` (retryable) where the newest one failed.
 */
export async function askNode(port: OnPremisesPort, command: NodeCommand, now: string): Promise<NodeAnswer> {
  const { node, comment } = command;
  const after = new Date(Date.parse(now) - FRESH_SECONDS * 1_000).toISOString();
  const sent = (await port.sentTo(node, comment, after)).slice(0, MAX_LOOKED_AT);
  const [newest] = sent;
  let answered: (SentCommand & CommandAnswer) | undefined;
  for (const one of sent) {
    const seen = { ...one, ...(await port.answerOf(one.id, node)) };
    if (one === newest && seen.ended !== undefined) await port.askNode(command);
    if (seen.ended === undefined) continue;
    answered = seen;
    break;
  }
  if (newest === undefined) await port.askNode(command);
  if (answered?.ended === "succeeded") return { stdout: answered.stdout, askedAt: answered.sentAt };
  if (answered?.ended === "failed")
    throw new DrError(
      "database.command_failed",
      `${node}: command ${answered.id} ended ${answered.status}, exit code ${answered.exitCode}`,
      {
        retryable: true,
      },
    );
  const which = newest === undefined ? "asked just now" : `asked with command ${newest.id} at ${newest.sentAt}`;
  throw new DrError("database.no_answer", `${node}: no answer yet, ${which}`, { retryable: true });
}
