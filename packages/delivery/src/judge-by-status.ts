/** What an HTTP answer means where a receiver says no more than its status. */
import type { Answer, Verdict } from "./integration.ts";

/** Statuses that a later try may cure (RFC 9110: 408, 429, 5xx; RFC 8470: 425). */
const RETRIED = new Set([408, 425, 429]);

/** There is no receiver any more, and there will be none (RFC 9110, "410 Gone"). */
const GONE = 410;

/** 2xx was taken, 408, 425, 429 and 5xx are tried again, everything else (redirects, too: none is followed) is final. */
export function judgeByStatus(answer: Answer): Verdict {
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: "sent" };
  const reason = `answered ${status}`;
  if (status === GONE) return { kind: "dead", reason, gone: true };
  if (!RETRIED.has(status) && status < 500) return { kind: "dead", reason };
  const afterSeconds = retryAfterSeconds(answer);
  return { kind: "retry", reason, ...(afterSeconds === undefined ? {} : { afterSeconds }) };
}

/** `Retry-After` in seconds, 1 to 86,400; a date is not read: receivers' clocks are not ours. */
function retryAfterSeconds({ headers }: Answer): number | undefined {
  const text = headers["retry-after"];
  if (text === undefined || !/^\d{1,6}$/.test(text)) return undefined;
  return Math.min(Math.max(1, Number(text)), 86_400);
}
