/** Given drill and recovery instances, when they are to be terminated, then: drills go, whatever may be live stays. */
import { expect, test } from "vitest";
import { closing, given, LIVE, OTHER, SERVER } from "./given-servers.ts";

async function terminate(isDrill: boolean) {
  const { run, world } = given({
    servers: [{ id: SERVER, recovered: { instanceId: LIVE, isDrill } }, { id: OTHER }],
    resources: { sourceServers: [SERVER, OTHER], terminateAll: true },
    operation: "terminate",
  });
  run.request();
  await run.run();
  return { run, world };
}

test("drill instances are terminated, whoever launched them; a server without one is done", async () => {
  const { run, world } = await terminate(true);
  expect(world.effects()).toEqual([`TerminateRecoveryInstances ${LIVE}`]);
  expect(closing(run).result.resources.map(({ outcome }) => outcome)).toEqual(["completed", "noop"]);
});

test("a recovery instance is never terminated", async () => {
  const { run, world } = await terminate(false);
  expect(world.effects()).toEqual([]);
  expect(closing(run).failure).toMatchObject({ code: "drs.live_instance", retryable: false });
});
