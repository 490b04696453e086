/** Pulumi's policy documents as IAM's JSON, which the provider would have made of them. */

/** Arguments of `aws.iam.getPolicyDocument`, as far as SST uses them. */
export interface PolicyDocumentArgs {
  readonly statements?: readonly {
    readonly effect?: string;
    readonly actions?: readonly string[];
    readonly resources?: readonly string[];
    readonly principals?: readonly { readonly type: string; readonly identifiers: readonly string[] }[];
    readonly conditions?: readonly { readonly test: string; readonly variable: string; readonly values: readonly string[] }[];
  }[];
}

/** The policy as JSON. Conditions on the same operator are joined. */
export function toPolicyJson({ statements = [] }: PolicyDocumentArgs): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(({ effect = "Allow", actions, resources, principals, conditions = [] }) => ({
      Effect: effect,
      Action: actions,
      Resource: resources,
      ...(principals && { Principal: Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers])) }),
      ...(conditions.length > 0 && { Condition: joined(conditions) }),
    })),
  });
}

function joined(
  conditions: readonly { test: string; variable: string; values: readonly string[] }[],
): Record<string, Record<string, readonly string[]>> {
  const byTest: Record<string, Record<string, readonly string[]>> = {};
  for (const { test, variable, values } of conditions) byTest[test] = { ...byTest[test], [variable]: values };
  return byTest;
}
