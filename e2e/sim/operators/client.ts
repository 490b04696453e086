/** A person at a terminal: sends a request, and sends it again when no answer comes. */
import type { ApiAnswer, ApiRequest } from "../components/api.ts";
import type { Kernel } from "../kernel/process.ts";
import type { Region } from "../world/region.ts";

/** Sends requests to the api of whatever Region the client believes in. */
export interface Client {
  /** `onAnswer` is called once, unless the client gives up. */
  readonly send: (request: ApiRequest, onAnswer: (answer: ApiAnswer) => void) => void;
}

const MAX_TRIES = 4;
/** Codes that say nothing about the request itself: the client tries again. */
const PASSING: ReadonlySet<string> = new Set(["internal.unexpected", "log.version_conflict", "idempotency.in_progress"]);

/** A client; `region` tells where the api is at that moment. */
export function createClient(
  { scheduler, latency, trace, network }: Kernel,
  region: () => Region,
  onAcknowledged: (request: ApiRequest, body: unknown) => void = () => undefined,
): Client {
  const attempt = (request: ApiRequest, tries: number, onAnswer: (answer: ApiAnswer) => void): void => {
    const again = (): void => {
      if (tries < MAX_TRIES) scheduler.after(latency.between(200, 15_000), () => attempt(request, tries + 1, onAnswer));
    };
    const { name, api: apiOf, isDead } = region();
    const api = apiOf();
    const isAway = (): boolean => isDead() || network.isCut(name, "people");
    if (!api.hasRoom() || isAway()) {
      again();
      return;
    }
    api.invoke(request, (outcome) => {
      if (outcome.kind !== "answered" || network.isCut(name, "people") || (!outcome.answer.ok && PASSING.has(outcome.answer.code))) {
        again();
        return;
      }
      const { answer } = outcome;
      trace.note("answer", () => `${request.route} by ${request.person}: ${answer.ok ? "ok" : answer.code}`);
      if (answer.ok) onAcknowledged(request, answer.body);
      onAnswer(answer);
    });
  };
  return { send: (request, onAnswer) => attempt(request, 1, onAnswer) };
}
