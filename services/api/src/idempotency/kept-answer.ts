/** Answers as they lie in the table: one that tells a secret is sealed, so that whoever reads the table reads none. */
import { seal, unseal } from "@dr/delivery";
import { DrError } from "@dr/events";

/** From an answer to what is kept of it, and back. `key` is the record's own: what was sealed for one opens as no other. */
export interface AnswerKeeping {
  readonly toKept: (key: string, answer: string) => Promise<string>;
  readonly toAnswer: (key: string, kept: string) => Promise<string>;
}

/** What every secret that this API tells begins with (Standard Webhooks specification, "Signature scheme"). */
const SECRET = "whsec_";
/** No JSON begins so. */
const SEALED = "sealed:";

/** Keeps answers under the platform's key. Without a key no secret can have been made, and an answer that tells one is refused. */
export function createAnswerKeeping(readKey: (() => Promise<string>) | undefined): AnswerKeeping {
  const platformKey = (): Promise<string> => {
    if (!readKey) throw new DrError("internal.unexpected", "an answer tells a secret, and there is no key to seal it with");
    return readKey();
  };
  return {
    toKept: async (key, answer) => (answer.includes(SECRET) ? `${SEALED}${seal(await platformKey(), `answer ${key}`, answer)}` : answer),
    toAnswer: async (key, kept) =>
      kept.startsWith(SEALED) ? unseal(await platformKey(), `answer ${key}`, kept.slice(SEALED.length)) : kept,
  };
}
