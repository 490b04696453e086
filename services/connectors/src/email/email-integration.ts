/** E-mail by SES v2 (`SendEmail`): one mail for what people have to know, plain text. */
import { awsHost } from "@dr/runtime";
import { judgeByStatus, type Answer, type Integration, type MappingInput, type Verdict } from "@dr/delivery";
import type { SignRequest } from "@dr/delivery/sign-request";
import { cut, tell, whereToDecide, type Told } from "../tell.ts";

/** What it needs. Settings: `from`, `to` (addresses, separated by commas), `all` (`on`: every word, not only the loud ones), `configurationSet`, `apiUrl`. */
export interface EmailDeps {
  readonly signRequest: SignRequest;
  readonly region: string;
}

/** A mail goes to at most 50 addresses (Amazon SES, "Service quotas"). */
const RECIPIENTS = 50;
/** A subject is one line. */
const SUBJECT = 200;
/** Types that are mailed beside the loud ones and the end. */
const MAILED = new Set(["ExecutionStarted", "ExecutionCompleted"]);

/** The connector. SES knows no repetition; a second mail with the same `X-Dr-Event` is the same word. */
export function emailIntegration({ signRequest, region }: EmailDeps): Integration {
  return {
    kind: "email",
    toRequests: async (input) => {
      const told = tell(input);
      if (!told || !isMailed(input, told)) return [];
      const body = JSON.stringify(mailOf(input, told));
      const url = `${input.receiver.settings["apiUrl"] ?? `https://${awsHost("email", region)}`}/v2/email/outbound-emails`;
      const headers = await signRequest({ service: "ses", region, url, headers: { "content-type": "application/json" }, body });
      return [{ id: input.event.id, method: "POST", url, headers, body }];
    },
    judge: judgeSes,
  };
}

function isMailed({ event, receiver }: MappingInput, { loud, ends }: Told): boolean {
  return loud || ends || receiver.settings["all"] === "on" || MAILED.has(event.type);
}

function mailOf(input: MappingInput, { title, text, approval }: Told): object {
  const { event, receiver } = input;
  const { from = "", to = "", configurationSet } = receiver.settings as Record<string, string | undefined>;
  const decide = approval ? whereToDecide(input, approval.pauseId) : undefined;
  const lines = [text, ...(decide ? [`Decide: ${decide.url ?? decide.command}`] : []), "", `Event ${event.id} of ${event.time}`];
  const addresses = to.split(",").map((address) => address.trim());
  return {
    FromEmailAddress: from,
    Destination: { ToAddresses: addresses.slice(0, RECIPIENTS) },
    Content: {
      Simple: {
        Subject: { Data: cut(`${title}: ${text}`.replaceAll(/\s+/g, " "), SUBJECT), Charset: "UTF-8" },
        Body: { Text: { Data: lines.join("\n"), Charset: "UTF-8" } },
        Headers: [{ Name: "X-Dr-Event", Value: event.id }],
      },
    },
    ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
  };
}

/** SES throttles with 429 and, in part, with 400; everything else that is refused stays refused (SES API v2 reference, SendEmail errors). */
function judgeSes(answer: Answer): Verdict {
  const type = (answer.headers["x-amzn-errortype"] ?? "").split(":")[0] ?? "";
  if (/TooManyRequests|Throttl/.test(`${type} ${answer.status === 400 ? answer.body : ""}`))
    return { kind: "retry", reason: `SES: ${type || "throttled"}` };
  const verdict = judgeByStatus(answer);
  return verdict.kind === "sent" || type === "" ? verdict : { ...verdict, reason: `SES: ${type}` };
}
