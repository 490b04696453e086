/** ARNs, taken apart. */

/** Parts of `arn:partition:service:region:account:resource`; region and account may be empty. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** All behind the fifth colon, colons included. */
  readonly resource: string;
}

const ARN = /^arn:(?<partition>[a-z][a-z0-9-]*):(?<service>[a-z0-9-]+):(?<region>[a-z0-9-]*):(?<account>\d{12}|aws)?:(?<resource>\S.*)$/;

/** The parts of an ARN, or undefined for any other text. */
export function parseArn(text: string): ArnParts | undefined {
  const parts = ARN.exec(text)?.groups;
  if (!parts) return undefined;
  const { partition = "", service = "", region = "", account = "", resource = "" } = parts;
  return { partition, service, region, account, resource };
}
