/** What the bus needs from the outside. */
import type { RuleTarget } from "./rule.ts";

/** Sends one message to a target. Rejects if the target did not take it; the error's `name` or `code` decides what happens next. */
export type Deliver = (target: RuleTarget, body: string) => Promise<void>;

/** An event that could not be delivered: the whole event, whatever input the target wanted, and AWS's message attributes. */
export interface DeadLetter {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Puts a dead letter into the queue at `queueUrl`. Rejects if the queue did not take it. */
export type SendDeadLetter = (queueUrl: string, letter: DeadLetter) => Promise<void>;

/** A structured logger, such as Powertools' or `console` behind a wrapper. */
export interface BusLog {
  readonly info: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly error: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}
