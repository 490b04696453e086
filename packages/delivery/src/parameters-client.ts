/** Parameters that name receivers, on Parameter Store. */
import { GetParametersByPathCommand, SSMClient, type SSMClientConfig } from "@aws-sdk/client-ssm";
import type { ReceiverParameter } from "./configured-receivers.ts";

/** GetParametersByPath gives at most 10 parameters a page (Systems Manager API reference). */
const PAGE = 10;

/** Reads all parameters below `path`. */
export function receiverParameters(path: string, config: SSMClientConfig): () => Promise<readonly ReceiverParameter[]> {
  const client = new SSMClient(config);
  return async () => {
    const found: ReceiverParameter[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new GetParametersByPathCommand({ Path: path, Recursive: true, MaxResults: PAGE, NextToken }));
      for (const { Name: name, Value: value } of page.Parameters ?? [])
        if (name !== undefined && value !== undefined) found.push({ name, value });
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    return found;
  };
}
