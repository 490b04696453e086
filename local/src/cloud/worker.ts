/** The thread of the stand-ins for AWS. */
import type { StreamRecord } from "../dynamodb/stream-record.ts";
import { serveThread } from "../thread/serve-thread.ts";
import { startCloud, type CloudAddresses, type CloudData } from "./cloud.ts";

await serveThread<CloudData, CloudAddresses, StreamRecord>(async (data, { note, log }) => {
  const { addresses, stop } = await startCloud({
    ...data,
    onRecord: note,
    log,
    onLost: (reason) => {
      // An uncaught error ends the thread, and with it the runtime, which says why.
      setImmediate(() => {
        throw new Error(reason);
      });
    },
  });
  return { ready: addresses, stop };
});
