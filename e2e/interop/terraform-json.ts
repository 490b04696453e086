// What the SST program would make, in Terraform's words: the linters of others read those, and Pulumi's AWS provider is Terraform's.

/** A resource as `pnpm synth --resources` prints it. */
export interface SynthResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Attributes whose keys are names of somebody's and not the provider's. */
const MAPS: ReadonlySet<string> = new Set(["variables", "tags", "tagsAll", "dimensions", "requestParameters"]);
/** The plan that `terraform show -json` would print. Resources of other providers are left out. */
export function toTerraformPlan(resources: readonly SynthResource[]): Readonly<Record<string, unknown>> {
  const planned = resources.flatMap(({ type, name, inputs }) => {
    const terraformType = typeOf(type);
    if (terraformType === undefined) return [];
    const values = snakeKeys(inputs);
    return [
      {
        address: `${terraformType}.${name}`,
        mode: "managed",
        type: terraformType,
        name,
        provider_name: "registry.terraform.io/hashicorp/aws",
        schema_version: 0,
        values,
      },
    ];
  });
  return {
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: { root_module: { resources: planned } },
    resource_changes: planned.map(({ values, ...resource }) => ({
      ...resource,
      change: { actions: ["create"], before: null, after: values, after_unknown: {} },
    })),
    configuration: { root_module: { resources: planned.map(({ values: _, ...resource }) => ({ ...resource, expressions: {} })) } },
  };
}

/** `aws_dynamodb_table` for `aws:dynamodb/table:Table`. */
function typeOf(type: string): string | undefined {
  const [, module, name] = /^aws:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
  if (module === undefined || name === undefined) return undefined;
  return `aws_${module}_${snake(name.charAt(0).toLowerCase() + name.slice(1))}`;
}

function snakeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [snake(key), MAPS.has(key) ? inner : snakeKeys(inner)]));
}

function snake(text: string): string {
  return text.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();
}
