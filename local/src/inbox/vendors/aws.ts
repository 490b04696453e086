/** SES v2 `SendEmail` and SNS `Publish`, as far as they take something. */
import * as z from "zod";
import { jsonOf, type Vendor } from "../vendor.ts";

const mailSchema = z.looseObject({
  FromEmailAddress: z.string().min(3),
  Destination: z.looseObject({ ToAddresses: z.array(z.string().min(3)).min(1).max(50) }),
  Content: z.looseObject({
    Simple: z.looseObject({
      Subject: z.looseObject({ Data: z.string().min(1) }),
      Body: z.looseObject({ Text: z.looseObject({ Data: z.string() }) }),
    }),
  }),
});

/** SES. */
export const email: Vendor = ({ path, body }, inbox) => {
  const mail = mailSchema.safeParse(jsonOf(body));
  if (path !== "/v2/email/outbound-emails" || !mail.success)
    return {
      status: 400,
      headers: { "x-amzn-errortype": "BadRequestException" },
      body: { message: z.prettifyError(mail.error ?? new z.ZodError([])) },
    };
  const { Destination, Content } = mail.data;
  const title = `${Destination.ToAddresses.join(", ")}: ${Content.Simple.Subject.Data}`;
  const { number } = inbox.add({ channel: "email", kind: "mail", title, text: Content.Simple.Body.Text.Data, raw: mail.data });
  return { status: 200, body: { MessageId: `local-${number}` } };
};

const XML = { "content-type": "text/xml" };

/** SNS. */
export const sns: Vendor = ({ body }, inbox) => {
  const {
    Action,
    TopicArn: topic = "",
    Message: message = "",
    Subject: subject,
  } = Object.fromEntries(new URLSearchParams(body)) as Record<string, string | undefined>;
  if (Action !== "Publish" || topic === "" || message === "")
    return { status: 400, headers: XML, body: "<ErrorResponse><Error><Code>InvalidParameter</Code></Error></ErrorResponse>" };
  const { number } = inbox.add({
    channel: "sns",
    kind: "notification",
    title: topic,
    text: subject ?? message.slice(0, 200),
    raw: jsonOf(message) ?? message,
  });
  return {
    status: 200,
    headers: XML,
    body: `<PublishResponse><PublishResult><MessageId>local-${number}</MessageId></PublishResult></PublishResponse>`,
  };
};
