/** Who may put messages on a queue besides roles: EventBridge, for the rules that target it and for no other. */

/** The resource policy of a queue, as JSON. `ruleArns` are the rules that deliver to it, or put there what they could not deliver. */
export function queuePolicy(queueArn: string, ruleArns: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnEquals: { "aws:SourceArn": ruleArns } },
      },
    ],
  });
}
