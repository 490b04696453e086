// A process of its own that serves an estate on disk, for tests that kill it: `serve-estate.ts <dataDir> <wallMs>`.
import { createEstate } from "../estate.ts";
import { createEstateServer } from "../estate-server.ts";

const [, , dataDir = "", wallMs = "0"] = process.argv;
const estate = createEstate({ dataDir, clock: () => Number(wallMs), seed: "test" });
const server = await createEstateServer(estate);
process.stdout.write(`${server.url}\n`);
