/** What earlier deployments of this installation have left in Parameter Store. */

/** The parameters right below a path, by name. */
export async function recordedBelow(path: string): Promise<ReadonlyMap<string, string>> {
  const { names, values } = await aws.ssm.getParametersByPath({ path });
  return new Map(names.map((name, index) => [name, values[index] ?? ""]));
}
