/** Who may assume a role: one AWS service, on behalf of this account. */

/** The trust policy as JSON. With `sourceAccount`, only for what the service does for that account (nobody else's schedule may borrow the role). */
export function trustPolicy(service: string, sourceAccount?: string): string {
  const condition = sourceAccount === undefined ? {} : { Condition: { StringEquals: { "aws:SourceAccount": sourceAccount } } };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole", ...condition }],
  });
}
