/** Parameters of Parameter Store. A file of its own: the client is loaded when the registry is first read, which status polls never do. */
import { GetParametersByPathCommand, SSMClient, type SSMClientConfig } from "@aws-sdk/client-ssm";
import type { ReadParameters, RegistryParameter } from "./technology-reader.ts";

/** GetParametersByPath gives at most 10 parameters a page (Systems Manager API reference). */
const PAGE = 10;

/** Reads all parameters below `path`, with everything below them. */
export function parametersBelow(path: string, config: SSMClientConfig): ReadParameters {
  const client = new SSMClient(config);
  return async () => {
    const found: RegistryParameter[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new GetParametersByPathCommand({ Path: path, Recursive: true, MaxResults: PAGE, NextToken }));
      for (const { Name, Value, Type } of page.Parameters ?? [])
        if (Name !== undefined && Value !== undefined)
          found.push(Type === "SecureString" ? { name: Name, value: "", secret: true } : { name: Name, value: Value });
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    return found;
  };
}
