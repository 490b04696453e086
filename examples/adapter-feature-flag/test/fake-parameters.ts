/** A stateful Parameter Store in virtual time, whose reads are behind its writes. */
import { awsError, type FakeWorld, type WrapPort } from "@dr/adapter-kit/testing";
import type { VirtualClock } from "@dr/runtime";
import type { FeatureFlagClients, Flag, ParameterPort } from "../src/parameter-client.ts";

const LAG_MS = 10_000;

/** The fake with these flags. Effects read `/app/mode = standby`. */
export function createFakeParameters(flags: Readonly<Record<string, string>>, clock: VirtualClock): FakeWorld<FeatureFlagClients> {
  const effects: string[] = [];
  const touched: string[][] = [];
  const written = new Map(Object.entries(flags).map(([name, value]) => [name, [{ value, version: 1, atMs: Number.NEGATIVE_INFINITY }]]));
  const versionsOf = (name: string): (Flag & { readonly atMs: number })[] => {
    const versions = written.get(name);
    if (!versions) throw awsError("ParameterNotFound", 400);
    return versions;
  };
  const parameters: ParameterPort = {
    read: async (name) => {
      const seen = versionsOf(name).findLast(({ atMs }) => clock.nowMs() - atMs >= LAG_MS);
      if (!seen) throw awsError("ParameterNotFound", 400);
      return { value: seen.value, version: seen.version };
    },
    write: async (name, value) => {
      const versions = versionsOf(name);
      effects.push(`${name} = ${value}`);
      touched.push([name]);
      return versions.push({ value, version: versions.length + 1, atMs: clock.nowMs() });
    },
  };
  return { createClients: (wrap: WrapPort) => ({ parameters: wrap(parameters) }), effects: () => effects, touched: () => touched };
}
