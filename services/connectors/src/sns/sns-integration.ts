/** A topic of SNS: every recorded fact as a message, for whoever subscribes; filters go by its attributes. */
import { awsHost } from "@dr/runtime";
import { judgeByStatus, outsideName, redact, type Answer, type Integration, type Verdict } from "@dr/delivery";
import type { SignRequest } from "@dr/delivery/sign-request";
import { cut, tell } from "../tell.ts";

/** What it needs. Settings: `topicArn`, `apiUrl`. */
export interface SnsDeps {
  readonly signRequest: SignRequest;
  readonly region: string;
}

/** A message holds 256 KiB (SNS API reference, Publish); events of ours keep below it, and what does not goes without its data. */
const MESSAGE_BYTES = 250_000;
/** A subject: one line of printable ASCII, at most 100 characters (SNS API reference, Publish). */
const SUBJECT = 99;

/** What follows becomes part of a host's name: a Region and nothing else. */
const REGION_OF_TOPIC = /^arn:[a-z-]+:sns:([a-z]{2}(?:-[a-z]+)+-\d):/;

/** The connector. A topic whose name ends in `.fifo` keeps the order of an execution and drops repetitions by itself. */
export function snsIntegration({ signRequest, region }: SnsDeps): Integration {
  return {
    kind: "sns",
    toRequests: async (input) => {
      const { event, context } = input;
      const { topicArn = "", apiUrl } = input.receiver.settings as Record<string, string | undefined>;
      const topicRegion = REGION_OF_TOPIC.exec(topicArn)?.[1] ?? region;
      const base = { type: outsideName(event), id: event.id, timestamp: event.time, subject: event.subject, sequence: event.sequence };
      const whole = JSON.stringify({ ...base, data: redact(event.data) });
      const told = tell(input);
      const form = new URLSearchParams({
        Action: "Publish",
        Version: "2010-03-31",
        TopicArn: topicArn,
        Message: Buffer.byteLength(whole) <= MESSAGE_BYTES ? whole : JSON.stringify(base),
        ...(told === undefined ? {} : { Subject: subjectOf(`${told.title}: ${told.text}`) }),
        ...(topicArn.endsWith(".fifo")
          ? { MessageGroupId: event.subject.slice(0, 128), MessageDeduplicationId: event.id.slice(0, 128) }
          : {}),
        ...attributes({ type: base.type, executionType: context.executionType, planId: context.planId }),
      });
      const url = `${apiUrl ?? `https://${awsHost("sns", topicRegion)}`}/`;
      const body = form.toString();
      const headers = await signRequest({
        service: "sns",
        region: topicRegion,
        url,
        headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
        body,
      });
      return [{ id: event.id, method: "POST", url, headers, body }];
    },
    judge: judgeSns,
  };
}

function subjectOf(text: string): string {
  return cut(text.replaceAll(/[^\u0020-\u007E]/g, " "), SUBJECT)
    .replace("…", ".")
    .trimStart();
}

function attributes(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value], index) => {
      const entry = `MessageAttributes.entry.${index + 1}`;
      return [
        [`${entry}.Name`, name],
        [`${entry}.Value.DataType`, "String"],
        [`${entry}.Value.StringValue`, value],
      ];
    }),
  );
}

/** SNS throttles with 400 or 403 beside 429 (SNS API reference, common errors). */
function judgeSns(answer: Answer): Verdict {
  const code = /<Code>(\w+)<\/Code>/.exec(answer.body)?.[1];
  if (code !== undefined && /Throttl|KMSThrottling/.test(code)) return { kind: "retry", reason: `SNS: ${code}` };
  const verdict = judgeByStatus(answer);
  return verdict.kind === "sent" || code === undefined ? verdict : { ...verdict, reason: `SNS: ${code}` };
}
