// What an operation accepts, it reads, or it says that it does nothing: otherwise a setting is taken for a promise.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { toRegistryEntry } from "@dr/adapter-kit";
import { adapters } from "@dr/services";

const root = join(import.meta.dirname, "../..");

function sourceOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
  );
  return files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
}

interface Schema {
  readonly properties?: Readonly<Record<string, { readonly deprecated?: boolean; readonly description?: string }>>;
}

function unread(source: string, { properties = {} }: Schema): readonly string[] {
  const once = (name: string): boolean => [...source.matchAll(new RegExp(String.raw`\b${name}\b`, "g"))].length < 2;
  return Object.keys(properties).filter((name) => properties[name]?.deprecated !== true && once(name));
}

test.each(adapters.map((manifest) => [manifest.service, manifest] as const))(
  "%s: every setting and resource has a reader, or is called deprecated with the reason",
  (service, manifest) => {
    const source = sourceOf(join(root, "services", service, "src"));
    const { operations } = toRegistryEntry(manifest) as {
      readonly operations: readonly Record<"resourcesSchema" | "configSchema", Schema>[];
    };
    expect(operations.length).toBeGreaterThan(0);
    for (const { resourcesSchema, configSchema } of operations) {
      expect([...unread(source, resourcesSchema), ...unread(source, configSchema)]).toEqual([]);
      const reasons = Object.values({ ...resourcesSchema.properties, ...configSchema.properties }).filter(
        ({ deprecated }) => deprecated === true,
      );
      for (const { description } of reasons) expect(description).toMatch(/\w+ \w+/);
    }
  },
);
