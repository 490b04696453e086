/** Answers as they lie in the table: one that tells a secret is sealed, so that whoever reads the table reads none. */
import { DrError } from "@dr/events";
import { tellsSecret } from "@dr/routes";
import type { HttpResponse } from "@dr/runtime";

/** From an answer to what is kept of it, and back. `key` is the record's own: what was sealed for one opens as no other. */
export interface AnswerKeeping {
  readonly toKept: (key: string, response: HttpResponse) => Promise<string>;
  readonly toAnswer: (key: string, kept: string) => Promise<string>;
}

/** No JSON begins so. */
const SEALED = "sealed:";

/** Keeps answers under the platform's key, which `open` gives where webhooks are set up. Without a key no secret can have been made, and an answer that tells one is refused. */
export function createAnswerKeeping(open: () => Promise<{ readonly readKey: () => Promise<string> } | undefined>): AnswerKeeping {
  // Few answers tell a secret: what seals them comes with the first that does.
  const sealing = async () => {
    const opened = await open();
    if (!opened) throw new DrError("internal.unexpected", "an answer tells a secret, and there is no key to seal it with");
    const { seal, unseal } = await import("@dr/delivery/sealed");
    const platformKey = await opened.readKey();
    return {
      seal: (key: string, answer: string) => seal(platformKey, `answer ${key}`, answer),
      unseal: (key: string, kept: string) => unseal(platformKey, `answer ${key}`, kept),
    };
  };
  return {
    toKept: async (key, response) => {
      const answer = JSON.stringify(response);
      return tellsSecret(response.body) ? `${SEALED}${(await sealing()).seal(key, answer)}` : answer;
    },
    toAnswer: async (key, kept) => (kept.startsWith(SEALED) ? (await sealing()).unseal(key, kept.slice(SEALED.length)) : kept),
  };
}
